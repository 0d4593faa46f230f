package dev.kvclient.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kvclient.ConnectionState;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvTooLargeException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.TestTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LossTest extends TransportTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    @Test
    void aCutInMidFrameIsALossAndItReconnects() throws Exception {
        RawServer server = server(peer -> {
            peer.upgrade();
            if (peer.number == 1) {
                peer.out.write(new byte[] {(byte) 0x81, 100, 'h', 'a', 'l', 'f'});
                return;
            }
            peer.drain();
        });
        WebSocketConnection connection = connected(settings(server.uri()));
        RecordingProtocol.Lost lost = protocol.nextLost();
        assertThat(lost.loss().cause()).isInstanceOf(KvConnectionException.class);
        assertThat(lost.loss().closeCode()).isEmpty();
        assertThat(lost.channel()).isSameAs(protocol.nextOpened());
        assertThat(lost.channel().isOpen()).isFalse();
        assertThat(protocol.nextOpened()).isNotSameAs(lost.channel());
        connection.connected().get(20, TimeUnit.SECONDS);
        assertThat(protocol.received).isEmpty();
        assertThat(connection.lastFailure()).contains(lost.loss().cause());
        assertThat(states)
                .startsWith(
                        ConnectionState.CONNECTING,
                        ConnectionState.CONNECTED,
                        ConnectionState.DISCONNECTED,
                        ConnectionState.CONNECTING);
    }

    @Test
    void aCleanCloseThatWasNotAskedForIsALossToo() throws Exception {
        AtomicInteger echoed = new AtomicInteger();
        RawServer server = server(peer -> {
            peer.upgrade();
            if (peer.number == 1) {
                peer.sendText("last words");
                peer.sendClose(1000);
                RawServer.Frame answer = peer.readFrame();
                echoed.set(answer.closeCode());
            }
            peer.drain();
        });
        connected(settings(server.uri()));
        assertThat(protocol.nextReceived()).isEqualTo("last words");
        assertThat(protocol.nextLost().loss().closeCode()).hasValue(1000);
        await().untilAsserted(() -> assertThat(protocol.opened).hasSize(2));
        await().untilAsserted(() -> assertThat(echoed).hasValue(1000));
    }

    @Test
    void aPingUnansweredDropsTheLink() throws Exception {
        CountDownLatch pinged = new CountDownLatch(1);
        RawServer server = server(peer -> {
            peer.upgrade();
            while (true) {
                if (peer.readFrame().opcode() == RawServer.PING) {
                    pinged.countDown();
                }
            }
        });
        TestTime manual = new TestTime();
        WebSocketConnection connection = closing(new WebSocketConnection(
                settings(server.uri())
                        .pingInterval(Duration.ofSeconds(20))
                        .pingTimeout(Duration.ofSeconds(10))
                        .build(),
                manual,
                protocol,
                (state, because) -> states.add(state)));
        awaitConnected(connection);
        manual.advance(Duration.ofSeconds(20));
        assertThat(pinged.await(20, TimeUnit.SECONDS)).isTrue();
        manual.advance(Duration.ofMillis(9999));
        assertThat(connection.state()).isEqualTo(ConnectionState.CONNECTED);
        manual.advance(Duration.ofMillis(1));
        assertThat(protocol.nextLost().loss().cause())
                .isInstanceOf(KvConnectionException.class)
                .hasMessageContaining("ping");
    }

    @Test
    void anythingThatComesInIsASignOfLife() throws Exception {
        AtomicInteger pings = new AtomicInteger();
        RawServer server = server(peer -> {
            peer.upgrade();
            while (true) {
                if (peer.readFrame().opcode() == RawServer.PING) {
                    // No pong: half a frame, which says as well that somebody is there.
                    peer.out.write(pings.getAndIncrement() == 0 ? new byte[] {(byte) 0x81, 2, 'o'} : new byte[] {'k'});
                }
            }
        });
        TestTime manual = new TestTime();
        WebSocketConnection connection = closing(new WebSocketConnection(
                settings(server.uri())
                        .pingInterval(Duration.ofSeconds(20))
                        .pingTimeout(Duration.ofSeconds(10))
                        .build(),
                manual,
                protocol,
                (state, because) -> states.add(state)));
        awaitConnected(connection);
        manual.advance(Duration.ofSeconds(20));
        await().untilAsserted(() -> assertThat(pings).hasValue(1));
        manual.advance(Duration.ofSeconds(20));
        assertThat(protocol.nextReceived()).isEqualTo("ok");
        assertThat(connection.state()).isEqualTo(ConnectionState.CONNECTED);
        assertThat(protocol.lost).isEmpty();
    }

    @Test
    void theServersPingsAreAnswered() throws Exception {
        CountDownLatch ponged = new CountDownLatch(1);
        RawServer server = server(peer -> {
            peer.upgrade();
            peer.send(0x80 | RawServer.PING, new byte[] {1, 2, 3});
            RawServer.Frame frame = peer.readFrame();
            if (frame.opcode() == RawServer.PONG && frame.length() == 3) {
                ponged.countDown();
            }
            peer.drain();
        });
        connected(settings(server.uri()));
        assertThat(ponged.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void fragmentsAreJoined() throws Exception {
        byte[] text = "Zoë says ✓ in pieces".getBytes(StandardCharsets.UTF_8);
        RawServer server = server(peer -> {
            peer.upgrade();
            for (int i = 0; i < text.length; i++) {
                int first = (i == 0 ? RawServer.TEXT : 0) | (i == text.length - 1 ? 0x80 : 0);
                peer.send(first, new byte[] {text[i]});
                peer.send(0x80 | RawServer.PONG, new byte[0]);
            }
            peer.sendText("whole");
            peer.drain();
        });
        connected(settings(server.uri()));
        assertThat(protocol.nextReceived()).isEqualTo("Zoë says ✓ in pieces");
        assertThat(protocol.nextReceived()).isEqualTo("whole");
    }

    @Test
    void aWholeFrameAmongFragmentsBreaksTheConnection() throws Exception {
        RawServer server = server(peer -> {
            peer.upgrade();
            if (peer.number == 1) {
                peer.send(RawServer.TEXT, new byte[] {'a'});
                peer.sendText("not now");
            }
            peer.drain();
        });
        connected(settings(server.uri()));
        assertThat(protocol.nextLost().loss().cause()).isInstanceOf(KvConnectionException.class);
        assertThat(protocol.received).isEmpty();
    }

    @Test
    void fragmentsDoNotGetRoundTheLimit() throws Exception {
        RawServer server = server(peer -> {
            peer.upgrade();
            if (peer.number == 1) {
                peer.send(RawServer.TEXT, new byte[600]);
                while (true) {
                    peer.send(0, new byte[600]);
                }
            }
            peer.drain();
        });
        connected(settings(server.uri()).maxIncomingBytes(1000));
        assertThat(protocol.nextLost().loss().cause()).isInstanceOf(KvConnectionException.class);
        assertThat(protocol.received).isEmpty();
    }

    @Test
    void aMessageOverTheLimitBreaksTheConnection() throws Exception {
        RawServer server = server(peer -> {
            peer.upgrade();
            if (peer.number == 1) {
                peer.sendText("x".repeat(1001));
            } else {
                peer.sendText("x".repeat(1000));
            }
            peer.drain();
        });
        connected(settings(server.uri()).maxIncomingBytes(1000));
        assertThat(protocol.nextLost().loss().cause()).hasMessageContaining("1009");
        assertThat(protocol.nextReceived()).hasSize(1000);
    }

    @Test
    void aBinaryMessageBreaksTheConnection() throws Exception {
        RawServer server = server(peer -> {
            peer.upgrade();
            if (peer.number == 1) {
                peer.send(0x82, new byte[] {1});
            }
            peer.drain();
        });
        connected(settings(server.uri()));
        assertThat(protocol.nextLost().loss().cause()).hasMessageContaining("binary");
    }

    @Test
    void textThatIsNotUtf8BreaksTheConnection() throws Exception {
        RawServer server = server(peer -> {
            peer.upgrade();
            if (peer.number == 1) {
                peer.send(0x81, new byte[] {(byte) 0xff, 'x'});
            }
            peer.drain();
        });
        connected(settings(server.uri()));
        assertThat(protocol.nextLost().loss().cause()).isInstanceOf(KvConnectionException.class);
        assertThat(protocol.received).isEmpty();
    }

    @Test
    void aProtocolThatCannotTakeAMessageLosesTheChannelAndGetsNoMore() throws Exception {
        RawServer server = server(peer -> {
            peer.upgrade();
            if (peer.number == 1) {
                peer.send(0x81, HELLO);
                peer.send(0x81, HELLO);
            }
            peer.drain();
        });
        AtomicInteger calls = new AtomicInteger();
        RecordingProtocol failing = new RecordingProtocol() {
            @Override
            public void received(FrameChannel channel, byte[] utf8) {
                calls.incrementAndGet();
                throw new IllegalStateException("as the test wants it");
            }
        };
        awaitConnected(connection(settings(server.uri()), failing));
        assertThat(failing.nextLost().loss().cause()).hasCauseInstanceOf(IllegalStateException.class);
        await().untilAsserted(() -> assertThat(failing.opened).hasSize(2));
        assertThat(calls).hasValue(1);
    }

    @Test
    void aDroppedChannelIsLostWithTheCauseGiven() throws Exception {
        RawServer server = server(peer -> {
            peer.upgrade();
            peer.drain();
        });
        connected(settings(server.uri()));
        FrameChannel channel = protocol.nextOpened();
        channel.send(HELLO);
        KvProtocolException mismatch = new KvProtocolException(Failure.of(Outcome.UNKNOWN, "an answer for nobody"));
        channel.drop(mismatch);
        channel.drop("too late to matter");
        assertThatThrownBy(() -> channel.send(HELLO)).isInstanceOfSatisfying(KvConnectionException.class, e -> {
            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(e.retryable()).isTrue();
        });
        assertThat(protocol.nextLost().loss().cause()).isSameAs(mismatch);
        protocol.nextOpened();
        assertThat(protocol.lost).isEmpty();
    }

    @Test
    void aFrameOverTheLimitIsRefusedBeforeItGetsANumber() throws Exception {
        RawServer server = server(peer -> {
            peer.upgrade();
            peer.drain();
        });
        connected(settings(server.uri()).maxFrameBytes(5));
        FrameChannel channel = protocol.nextOpened();
        AtomicLong number = new AtomicLong();
        assertThatThrownBy(() -> channel.send(new byte[6], number::set))
                .isInstanceOfSatisfying(
                        KvTooLargeException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT));
        assertThat(number).hasValue(0);
        assertThat(channel.send(HELLO, number::set)).isEqualTo(1);
        assertThat(number).hasValue(1);
    }

    @Test
    void aNumberThatCouldNotBeNotedIsNotUsed() throws Exception {
        RawServer server = server(peer -> {
            peer.upgrade();
            while (true) {
                peer.sendText(peer.readText().text());
            }
        });
        connected(settings(server.uri()));
        FrameChannel channel = protocol.nextOpened();
        assertThatThrownBy(() -> channel.send("lost".getBytes(StandardCharsets.UTF_8), number -> {
                    throw new IllegalStateException("as the test wants it");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(channel.send(HELLO)).isEqualTo(1);
        assertThat(protocol.nextReceived()).isEqualTo("hello");
    }

    /** A server that reads so many frames and then cuts, while eight threads send. */
    @RepeatedTest(5)
    void whatTheServerGotIsAccountedForAsHandedOver() throws Exception {
        int enough = 5_000;
        AtomicInteger got = new AtomicInteger();
        CountDownLatch cut = new CountDownLatch(1);
        RawServer server = server(peer -> {
            peer.upgrade();
            if (peer.number > 1) {
                peer.drain();
            }
            try {
                while (got.get() < enough) {
                    peer.readText();
                    got.incrementAndGet();
                }
            } finally {
                peer.socket.close();
                cut.countDown();
            }
        });
        connected(settings(server.uri()));
        FrameChannel channel = protocol.nextOpened();
        AtomicLong numbered = new AtomicLong();
        Thread[] senders = new Thread[8];
        for (int i = 0; i < senders.length; i++) {
            senders[i] = new Thread(() -> sendUntilCut(channel, numbered), "test-sender-" + i);
            senders[i].start();
        }
        for (Thread sender : senders) {
            sender.join();
        }
        assertThat(cut.await(20, TimeUnit.SECONDS)).isTrue();
        Loss loss = protocol.nextLost().loss();
        assertThat(got).hasValue(enough);
        for (long n = 1; n <= enough; n++) {
            assertThat(loss.handedOver(n)).isTrue();
        }
        assertThat(loss.exceptionFor(enough).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(loss.handedOver(numbered.get() + 1)).isFalse();
        assertThat(loss.exceptionFor(numbered.get() + 1).outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(loss.exceptionFor(numbered.get() + 1).retryable()).isTrue();
    }

    /**
     * A server that does not read until the channel is dropped: most of what is sent never leaves, and is reported so.
     */
    @Test
    void whatNeverLeftIsReportedSo() throws Exception {
        CountDownLatch lost = new CountDownLatch(1);
        CompletableFuture<Long> gotInAll = new CompletableFuture<>();
        RawServer server = server(peer -> {
            peer.upgrade();
            if (peer.number > 1) {
                peer.drain();
            }
            assertThat(lost.await(20, TimeUnit.SECONDS)).isTrue();
            long got = 0;
            try {
                while (true) {
                    peer.readText();
                    got++;
                }
            } finally {
                gotInAll.complete(got);
            }
        });
        connected(settings(server.uri()));
        FrameChannel channel = protocol.nextOpened();
        byte[] kilobyte = "x".repeat(1000).getBytes(StandardCharsets.UTF_8);
        int frames = 40_000;
        for (int i = 1; i <= frames; i++) {
            assertThat(channel.send(kilobyte)).isEqualTo(i);
        }
        await().during(Duration.ofMillis(200)).until(TransportTest::writerIsInTheSocket);
        channel.drop("the test has sent enough");
        Loss loss = protocol.nextLost().loss();
        lost.countDown();
        long handed = 0;
        while (loss.handedOver(handed + 1)) {
            handed++;
        }
        long got = gotInAll.get(20, TimeUnit.SECONDS);
        // Never more than was accounted for; and the account is no more careful than one write of joined frames.
        assertThat(got).isBetween(handed - JoiningStream.JOINED_BYTES / kilobyte.length, handed);
        assertThat(handed).isBetween(1L, frames - 1L);
        assertThat(loss.handedOver(frames)).isFalse();
    }

    private static void sendUntilCut(FrameChannel channel, AtomicLong numbered) {
        try {
            while (true) {
                channel.send(HELLO, numbered::set);
            }
        } catch (KvConnectionException e) {
            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        }
    }
}
