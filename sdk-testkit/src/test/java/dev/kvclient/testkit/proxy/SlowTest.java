package dev.kvclient.testkit.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.fixture.Timed;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Delay, trickle and limit. What a fault must take at least is asserted, and what it may take only roughly. */
@ExtendWith(NoThreadLeft.class)
class SlowTest {
    private static final Duration DAY = Duration.ofDays(1);

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

    private interface Io {
        void run() throws IOException;
    }

    private static Duration timed(Io what) throws IOException {
        long start = System.nanoTime();
        what.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void delaysOneWayAndKeepsTheOrder() throws IOException {
        Duration delay = Duration.ofMillis(80);
        proxy.begin(NetworkFault.delay(Direction.TO_CLIENT, delay));
        byte[] sent = new byte[200_000];
        new Random(1).nextBytes(sent);
        try (Wire.Link link = wire.connect()) {
            link.client().send("ping");
            link.server().assertReads("ping");
            assertThat(timed(() -> {
                        link.server().send("pong");
                        link.client().assertReads("pong");
                    }))
                    .isGreaterThanOrEqualTo(delay);
            // Not one delay after another: together they take little more than one.
            assertThat(timed(() -> {
                        for (int i = 0; i < sent.length; i += 1_000) {
                            link.server().socket().getOutputStream().write(sent, i, 1_000);
                        }
                        assertThat(Arrays.equals(link.client().read(sent.length), sent))
                                .isTrue();
                    }))
                    .isBetween(delay, delay.multipliedBy(50));
            assertThat(timed(() -> {
                        link.server().socket().shutdownOutput();
                        link.client().assertEnd();
                    }))
                    .isGreaterThanOrEqualTo(delay);
        }
    }

    @Test
    void whatIsDelayedArrivesWhenTheDelayEnds() throws IOException {
        FaultInForce fault = proxy.begin(NetworkFault.delay(Direction.BOTH, DAY));
        try (Wire.Link link = wire.connect()) {
            link.client().send("one");
            link.client().send("two");
            link.client().socket().shutdownOutput();
            link.server().assertSilence();
            fault.end();
            link.server().assertReads("onetwo");
            link.server().assertEnd();
        }
    }

    @Test
    void aLaterDelayCountsUntilItEnds() throws IOException {
        try (FaultInForce little = proxy.begin(NetworkFault.delay(Direction.TO_SERVER, Duration.ofMillis(5)));
                Wire.Link link = wire.connect()) {
            FaultInForce much = proxy.begin(NetworkFault.delay(Direction.TO_SERVER, DAY));
            link.client().send("x");
            link.server().assertSilence();
            much.end();
            link.server().assertReads("x");
            assertThat(proxy.inForce()).containsExactly(little.fault());
        }
    }

    @Test
    void trickles() throws IOException {
        Duration pause = Duration.ofMillis(10);
        proxy.begin(NetworkFault.trickle(Direction.TO_SERVER, 3, pause));
        try (Wire.Link link = wire.connect()) {
            assertThat(timed(() -> {
                        link.client().send("twenty-nine bytes in ten goes");
                        link.server().assertReads("twe");
                        assertThat(link.server().socket().getInputStream().available())
                                .isLessThan(26);
                        link.server().assertReads("nty-nine bytes in ten goes");
                    }))
                    .isGreaterThanOrEqualTo(pause.multipliedBy(9));
            link.server().send("not this way");
            link.client().assertReads("not this way");
        }
    }

    @Test
    void limitsTheBandwidth() throws IOException {
        int bytes = 100_000;
        FaultInForce fault = proxy.begin(NetworkFault.limit(Direction.TO_CLIENT, 200_000));
        byte[] sent = new byte[bytes];
        new Random(1).nextBytes(sent);
        try (Wire.Link link = wire.connect()) {
            assertThat(timed(() -> {
                        CompletableFuture<Void> writing = FaultProxyTest.writing(link.server(), sent);
                        assertThat(Arrays.equals(link.client().read(bytes), sent))
                                .isTrue();
                        writing.join();
                    }))
                    // Half a second; a twentieth of a second may have been saved up.
                    .isBetween(Duration.ofMillis(450), Duration.ofSeconds(5));
            fault.end();
            byte[] much = new byte[10_000_000];
            Timed.runWithin(Duration.ofSeconds(5), () -> {
                CompletableFuture<Void> writing = FaultProxyTest.writing(link.server(), much);
                assertThat(FaultProxyTest.read(link.client(), much.length)).hasSize(much.length);
                writing.join();
            });
        }
    }

    @Test
    void limitsToAFewBytes() throws IOException {
        proxy.begin(NetworkFault.limit(Direction.TO_SERVER, 20));
        try (Wire.Link link = wire.connect()) {
            assertThat(timed(() -> {
                        link.client().send("abcdef");
                        link.server().assertReads("abcdef");
                    }))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(250));
        }
    }

    @Test
    void slowFaultsAddUp() throws IOException {
        Duration delay = Duration.ofMillis(60);
        proxy.begin(NetworkFault.delay(Direction.TO_SERVER, delay));
        proxy.begin(NetworkFault.trickle(Direction.TO_SERVER, 1, Duration.ofMillis(10)));
        proxy.begin(NetworkFault.limit(Direction.TO_SERVER, 1_000_000));
        proxy.begin(NetworkFault.cutAfter(Direction.TO_SERVER, 5, Cut.FIN));
        try (Wire.Link link = wire.connect()) {
            assertThat(timed(() -> {
                        link.client().send("abcdefgh");
                        link.server().assertReads("abcde");
                        link.server().assertEnd();
                    }))
                    .isGreaterThanOrEqualTo(delay.plusMillis(40));
        }
    }

    @Test
    void numbersAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkFault.delay(Direction.BOTH, Duration.ZERO))
                .withMessage("time must be more than zero");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkFault.trickle(Direction.BOTH, 0, DAY))
                .withMessage("bytes must be more than zero");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkFault.limit(Direction.BOTH, 0))
                .withMessage("bytesPerSecond must be more than zero");
    }
}
