package dev.kvclient.testkit.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.fixture.Timed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoThreadLeft.class)
class FaultProxyTest {
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
    void passesBothWaysAndTheEnds() throws IOException {
        try (Wire.Link link = wire.connect()) {
            link.assertFlows();
            link.client().socket().shutdownOutput();
            link.server().assertEnd();
            link.server().send("still");
            link.server().socket().shutdownOutput();
            link.client().assertReads("still");
            link.client().assertEnd();
            await().until(() -> proxy.connections().isEmpty());
        }
    }

    @Test
    void passesMuchUnchangedBothWaysAtOnce() throws IOException {
        byte[] up = new byte[8 << 20];
        byte[] down = new byte[5 << 20];
        new Random(1).nextBytes(up);
        new Random(2).nextBytes(down);
        try (Wire.Link link = wire.connect()) {
            CompletableFuture<Void> upwards = writing(link.client(), up);
            CompletableFuture<Void> downwards = writing(link.server(), down);
            CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(() -> read(link.server(), up.length));
            assertThat(Arrays.equals(read(link.client(), down.length), down)).isTrue();
            assertThat(Arrays.equals(Timed.resultOf(received), up)).isTrue();
            CompletableFuture.allOf(upwards, downwards).join();
        }
        assertThat(proxy.counters().bytesToServer()).isEqualTo(up.length);
        assertThat(proxy.counters().bytesToClient()).isEqualTo(down.length);
    }

    static CompletableFuture<Void> writing(Wire.End end, byte[] bytes) {
        return CompletableFuture.runAsync(() -> {
            try {
                end.socket().getOutputStream().write(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    static byte[] read(Wire.End end, int count) {
        try {
            return end.read(count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void passesAResetOn() throws IOException {
        try (Wire.Link link = wire.connect()) {
            link.assertFlows();
            link.server().socket().setSoLinger(true, 0);
            link.server().close();
            link.client().assertReset();
        }
        assertThat(proxy.counters().cutWithRst()).as("by the proxy").isZero();
    }

    @Test
    void refusesAndAcceptsOnTheSamePort() throws IOException {
        int port = proxy.port();
        try (Wire.Link open = wire.connect()) {
            for (int round = 1; round <= 3; round++) {
                FaultInForce refusal = proxy.begin(NetworkFault.refuse());
                assertThatThrownBy(wire::dial).isInstanceOf(ConnectException.class);
                open.assertFlows();
                refusal.end();
                assertThat(proxy.port()).isEqualTo(port);
                wire.connect().close();
                assertThat(proxy.counters().refusedPeriods()).isEqualTo(round);
            }
        }
    }

    @Test
    void aRefusalLastsUntilTheLastOneEnds() throws IOException {
        FaultInForce one = proxy.begin(NetworkFault.refuse());
        FaultInForce other = proxy.begin(NetworkFault.refuse());
        one.end();
        one.end();
        assertThatThrownBy(wire::dial).isInstanceOf(ConnectException.class);
        other.end();
        wire.connect().close();
        assertThat(proxy.counters().refusedPeriods()).isEqualTo(1);
    }

    @Test
    void saysNothingAndConnectsOnLater() throws IOException {
        FaultInForce silence = proxy.begin(NetworkFault.silent());
        try (Wire.End client = wire.dial()) {
            client.send("hello");
            client.assertSilence();
            wire.assertNobodyConnects();
            assertThat(proxy.connections()).hasSize(1).noneMatch(ProxyConnection::isOpen);
            silence.end();
            try (Wire.End server = wire.answer()) {
                server.assertReads("hello");
            }
        }
    }

    @Test
    void cutsWhatIsSilent() throws IOException {
        proxy.begin(NetworkFault.silent());
        try (Wire.End one = wire.dial();
                Wire.End other = wire.dial()) {
            await().until(() -> proxy.connections().size() == 2);
            proxy.begin(NetworkFault.cutOne(Cut.FIN));
            proxy.begin(NetworkFault.cutOne(Cut.RST));
            one.assertEnd();
            other.assertReset();
        }
        wire.assertNobodyConnects();
    }

    @Test
    void resetsWhenThereIsNoServerAndConnectsToAnotherOne() throws IOException {
        wire.stopServer();
        // The reset may come as early as while the connection is made.
        assertThatThrownBy(() -> {
                    try (Wire.End client = wire.dial()) {
                        client.socket().getInputStream().read();
                    }
                })
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("Connection reset");
        try (ServerSocket other = new ServerSocket(0, 50, Door.loopback())) {
            proxy.target(new InetSocketAddress(Door.loopback(), other.getLocalPort()));
            try (Wire.Link link = new Wire.Link(wire.dial(), new Wire.End(other.accept()))) {
                link.assertFlows();
            }
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> proxy.target(InetSocketAddress.createUnresolved("nowhere.invalid", 1)))
                .withMessage("unknown host: nowhere.invalid");
    }

    @Test
    void closesEverythingAndGivesThePortBack() throws IOException {
        int port = proxy.port();
        try (Wire.Link link = wire.connect()) {
            link.assertFlows();
            Timed.runWithin(Timed.SOON, proxy::close);
            link.client().assertEnd();
            link.server().assertEnd();
        }
        proxy.close();
        assertThatThrownBy(wire::dial).isInstanceOf(ConnectException.class);
        try (ServerSocket other = new ServerSocket(0, 50, Door.loopback());
                FaultProxy again =
                        FaultProxy.inFrontOf(new InetSocketAddress(Door.loopback(), other.getLocalPort()), port)) {
            assertThat(again.port()).isEqualTo(port);
            Wire.dial(port).close();
            assertThatThrownBy(() -> FaultProxy.inFrontOf(again.address(), port))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("cannot listen on port " + port);
        }
    }

    @Test
    void closesWhileItRefuses() throws IOException {
        int port = proxy.port();
        FaultInForce refusal = proxy.begin(NetworkFault.refuse());
        proxy.close();
        refusal.end();
        proxy.clear();
        assertThat(proxy.connections()).isEmpty();
        assertThatThrownBy(wire::dial).isInstanceOf(ConnectException.class);
        assertThatIllegalStateException()
                .isThrownBy(() -> proxy.begin(NetworkFault.refuse()))
                .withMessage("the proxy is closed");
        FaultProxy.inFrontOf(proxy.address(), port).close();
    }

    @Test
    void clearingEndsEveryFault() throws IOException {
        proxy.begin(NetworkFault.refuse());
        proxy.begin(NetworkFault.stall(Direction.BOTH));
        assertThat(proxy.toString()).contains("127.0.0.1", "in force: [refuse, stall both ways]");
        FaultPlayback playback = proxy.play(
                FaultScript.seeded(1).calm(Wire.SILENCE.multipliedBy(1000), Wire.SILENCE.multipliedBy(1000)));
        proxy.clear();
        assertThat(proxy.inForce()).isEmpty();
        assertThat(playback.hasEnded()).isTrue();
        try (Wire.Link link = wire.connect()) {
            link.assertFlows();
        }
        assertThat(proxy.counters().faultsBegun()).isEqualTo(2);
    }

    @Test
    void anInterruptedThreadStillSwitchesAndStaysInterrupted() throws IOException {
        Thread.currentThread().interrupt();
        proxy.begin(NetworkFault.refuse());
        assertThat(Thread.interrupted()).isTrue();
        assertThatThrownBy(wire::dial).isInstanceOf(ConnectException.class);
    }
}
