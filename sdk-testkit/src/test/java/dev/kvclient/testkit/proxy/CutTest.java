package dev.kvclient.testkit.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.kvclient.testkit.fixture.NoThreadLeft;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoThreadLeft.class)
class CutTest {
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

    @Test
    void cutsAllWithFin() throws IOException {
        try (Wire.Link one = wire.connect();
                Wire.Link other = wire.connect()) {
            one.assertFlows();
            other.server().send("last words");
            await().until(() -> other.client().socket().getInputStream().available() == 10);
            proxy.begin(NetworkFault.cut(Cut.FIN));
            one.client().assertEnd();
            one.server().assertEnd();
            other.client().assertReads("last words");
            other.client().assertEnd();
            other.server().assertEnd();
            other.client().send("too late, but no reset");
            other.client().assertEnd();
        }
        assertThat(proxy.counters().cutWithFin()).isEqualTo(2);
        assertThat(proxy.counters().cutWithRst()).isZero();
        assertThat(proxy.connections()).isEmpty();
        wire.connect().close();
    }

    @Test
    void closesAfterAFinEvenIfTheOtherEndDoesNot() throws IOException {
        try (Wire.Link link = wire.connect()) {
            link.assertFlows();
            proxy.begin(NetworkFault.cut(Cut.FIN));
            link.client().assertEnd();
            await().untilAsserted(() -> {
                link.client().send("into nothing");
                assertThat(proxy.connections()).isEmpty();
            });
            await().until(() -> {
                try {
                    link.client().send("into nothing");
                    return false;
                } catch (IOException reset) {
                    return true;
                }
            });
        }
    }

    @Test
    void cutsAllWithRst() throws IOException {
        try (Wire.Link one = wire.connect();
                Wire.Link other = wire.connect()) {
            one.assertFlows();
            other.assertFlows();
            proxy.begin(NetworkFault.cut(Cut.RST));
            one.client().assertReset();
            one.server().assertReset();
            other.client().assertReset();
            other.server().assertReset();
        }
        assertThat(proxy.counters().cutWithRst()).isEqualTo(2);
        assertThat(proxy.counters().cutWithFin()).isZero();
    }

    @Test
    void cutsTheOldest() throws IOException {
        try (Wire.Link one = wire.connect();
                Wire.Link other = wire.connect()) {
            one.assertFlows();
            proxy.begin(NetworkFault.cutOne(Cut.RST));
            one.client().assertReset();
            other.assertFlows();
            proxy.begin(NetworkFault.cutOne(Cut.FIN));
            other.client().assertEnd();
            proxy.begin(NetworkFault.cutOne(Cut.FIN));
        }
        assertThat(proxy.counters().cutWithFin()).isEqualTo(1);
    }

    @Test
    void cutsAChosenOne() throws IOException {
        try (Wire.Link one = wire.connect();
                Wire.Link other = wire.connect()) {
            other.assertFlows();
            ProxyConnection second = proxy.connections().get(1);
            assertThat(second.number()).isEqualTo(2);
            assertThat(second).hasToString("ProxyConnection[2, OPEN]");
            second.cut(Cut.RST);
            second.cut(Cut.RST);
            other.client().assertReset();
            one.assertFlows();
            assertThat(second.isOpen()).isFalse();
        }
        assertThat(proxy.counters().cutWithRst()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000, 300_000})
    void cutsAfterExactlyThatManyBytes(int bytes) throws IOException {
        byte[] sent = new byte[400_000];
        new Random(1).nextBytes(sent);
        try (Wire.Link link = wire.connect()) {
            link.assertFlows();
            proxy.begin(NetworkFault.cutAfter(Direction.TO_SERVER, bytes, Cut.FIN));
            link.server().send("the other way is not counted");
            link.client().assertReads("the other way is not counted");
            CompletableFuture<Void> writing = FaultProxyTest.writing(link.client(), sent);
            byte[] received = link.server().read(sent.length);
            assertThat(received).hasSize(bytes);
            assertThat(Arrays.equals(received, 0, bytes, sent, 0, bytes)).isTrue();
            link.client().assertEnd();
            await().until(writing::isDone);
        }
        assertThat(proxy.counters().bytesToServer()).isEqualTo(bytes + 4);
        assertThat(proxy.counters().cutWithFin()).isEqualTo(1);
    }

    @Test
    void cutsNewConnectionsToo() throws IOException {
        FaultInForce fault = proxy.begin(NetworkFault.cutAfter(Direction.TO_CLIENT, 6, Cut.RST));
        for (int round = 0; round < 3; round++) {
            try (Wire.Link link = wire.connect()) {
                link.server().send("abc");
                link.client().assertReads("abc");
                link.server().send("defghi");
                assertThat(link.client().read(3)).hasSizeLessThanOrEqualTo(3);
                link.client().assertReset();
                link.server().assertReset();
            }
        }
        fault.end();
        try (Wire.Link link = wire.connect()) {
            link.assertFlows();
            link.assertFlows();
        }
        assertThat(proxy.counters().bytesToClient()).isEqualTo(3 * 6 + 8);
    }

    @Test
    void cutsBeforeTheFirstByte() throws IOException {
        try (Wire.Link link = wire.connect()) {
            proxy.begin(NetworkFault.cutAfter(Direction.BOTH, 0, Cut.FIN));
            link.client().send("x");
            link.server().assertEnd();
            link.client().assertEnd();
        }
        assertThat(proxy.counters().bytesToServer()).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkFault.cutAfter(Direction.BOTH, -1, Cut.FIN))
                .withMessage("bytes must not be negative");
    }
}
