package dev.kvclient.testkit.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvclient.testkit.ManualTime;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoThreadLeft.class)
class FaultPlaybackTest {
    private static final NetworkFault STALL = NetworkFault.stall(Direction.BOTH);
    private static final NetworkFault REFUSAL = NetworkFault.refuse();

    private final ManualTime time = new ManualTime();
    private Wire wire;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        wire = new Wire();
        proxy = wire.proxy();
    }

    @AfterEach
    void stop() throws IOException {
        wire.close();
    }

    private static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }

    @Test
    void playsStepByStepAndIsTransparentAtTheEnd() throws IOException {
        FaultScript script = FaultScript.seeded(1)
                .calm(ms(100), ms(100))
                .then(REFUSAL, ms(50), ms(50))
                .then(STALL, ms(50), ms(50))
                .calm(ms(10), ms(10))
                .then(NetworkFault.cut(Cut.RST))
                .calm(ms(40), ms(40));
        try (Wire.Link link = wire.connect()) {
            FaultPlayback playback = proxy.play(script, time);
            time.advance(ms(99));
            link.assertFlows();
            assertThat(proxy.inForce()).isEmpty();
            time.advance(ms(1));
            assertThat(proxy.inForce()).containsExactly(REFUSAL);
            assertThatThrownBy(wire::dial).isInstanceOf(ConnectException.class);
            time.advance(ms(50));
            assertThat(proxy.inForce()).containsExactly(STALL);
            time.advance(ms(59));
            assertThat(proxy.inForce()).isEmpty();
            link.assertFlows();
            time.advance(ms(1));
            link.client().assertReset();
            assertThat(playback.hasEnded()).isFalse();
            time.advance(ms(40));
            assertThat(playback.hasEnded()).isTrue();
            assertThat(playback.script()).isSameAs(script);
            assertThat(playback).hasToString("""
                    played of FaultScript[seed 1, 3 steps, 0.250 s], ended:
                      0.100 s (at 0.100 s: refuse, for 0.050 s)
                      0.150 s (at 0.150 s: stall both ways, for 0.050 s)
                      0.210 s (at 0.210 s: cut all, RST)""");
        }
        try (Wire.Link link = wire.connect()) {
            link.assertFlows();
        }
        assertThat(time.waiting()).isZero();
        assertThat(proxy.counters().faultsBegun()).isEqualTo(3);
        assertThat(proxy.counters().cutWithRst()).isEqualTo(1);
    }

    @Test
    void aListedSequencePlaysAsItsSeedDoes() {
        FaultScript script = FaultScript.seeded(5)
                .calm(ms(1), ms(20))
                .oneOf(
                        FaultChoice.of(2, REFUSAL).lasting(ms(1), ms(10)),
                        FaultChoice.of(2, STALL).lasting(ms(1), ms(10)),
                        FaultChoice.of(1, NetworkFault.cut(Cut.FIN)))
                .repeatFor(ms(500));
        List<List<NetworkFault>> seen = new ArrayList<>();
        List<List<PlayedStep>> played = new ArrayList<>();
        for (FaultScript each : List.of(script, FaultScript.of(script.steps()))) {
            List<NetworkFault> states = new ArrayList<>();
            FaultPlayback playback = proxy.play(each, time);
            while (!playback.hasEnded()) {
                time.advance(ms(1));
                states.addAll(proxy.inForce());
            }
            seen.add(states);
            played.add(playback.played());
        }
        assertThat(seen.get(0)).isNotEmpty().isEqualTo(seen.get(1));
        assertThat(played.get(0)).isEqualTo(played.get(1));
        assertThat(played.get(0)).extracting(PlayedStep::step).isEqualTo(script.steps());
        assertThat(played.get(0))
                .allMatch(each -> each.began().equals(each.step().at()));
    }

    @Test
    void stepsOfAListMayOverlap() {
        FaultPlayback playback = proxy.play(
                FaultScript.of(List.of(
                        new FaultStep(ms(10), ms(20), STALL),
                        new FaultStep(ms(0), ms(20), REFUSAL),
                        new FaultStep(ms(30), ms(0), NetworkFault.swallow(Direction.BOTH)))),
                time);
        assertThat(proxy.inForce()).as("what is due at once has begun").containsExactly(REFUSAL);
        time.advance(ms(10));
        assertThat(proxy.inForce()).containsExactly(REFUSAL, STALL);
        time.advance(ms(10));
        assertThat(proxy.inForce()).containsExactly(STALL);
        time.advance(ms(10));
        assertThat(proxy.inForce()).isEmpty();
        assertThat(playback.hasEnded()).isTrue();
        assertThat(playback.played()).hasSize(3);
    }

    @Test
    void stopsAndEndsWhatItHasBegun() {
        FaultInForce byHand = proxy.begin(NetworkFault.limit(Direction.BOTH, 1_000_000));
        FaultPlayback playback =
                proxy.play(FaultScript.seeded(1).then(STALL, ms(50), ms(50)).then(REFUSAL, ms(50), ms(50)), time);
        assertThat(proxy.inForce()).containsExactly(byHand.fault(), STALL);
        playback.stop();
        playback.close();
        assertThat(proxy.inForce()).containsExactly(byHand.fault());
        assertThat(playback.hasEnded()).isTrue();
        assertThat(playback.played()).hasSize(1);
        time.advance(ms(1000));
        assertThat(playback.played()).hasSize(1);
        assertThat(playback.toString()).contains("ended:\n  0.000 s (at 0.000 s: stall both ways");
    }

    @Test
    void endsWithTheProxy() throws InterruptedException {
        FaultPlayback playback = proxy.play(FaultScript.seeded(1).then(STALL, ms(50), ms(50)), time);
        assertThat(playback.awaitEnd(ms(1))).isFalse();
        proxy.close();
        assertThat(playback.awaitEnd(ms(1))).isTrue();
        time.advance(ms(100));
        playback.stop();
        assertThatIllegalStateException()
                .isThrownBy(() -> proxy.play(FaultScript.seeded(1)))
                .withMessage("the proxy is closed");
    }

    @Test
    void playsInRealTime() throws InterruptedException {
        FaultPlayback playback = proxy.play(FaultScript.seeded(1)
                .calm(ms(5), ms(10))
                .then(STALL, ms(5), ms(10))
                .then(REFUSAL, ms(5), ms(10))
                .repeat(5));
        assertThat(playback.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThat(playback.played())
                .hasSize(10)
                .allMatch(each -> each.began().compareTo(each.step().at()) >= 0);
        assertThat(proxy.inForce()).isEmpty();
        assertThat(proxy.counters().refusedPeriods()).isEqualTo(5);
    }

    @Test
    void anEmptyScriptIsOverAtOnce() {
        assertThat(proxy.play(FaultScript.seeded(1), time).hasEnded()).isTrue();
    }
}
