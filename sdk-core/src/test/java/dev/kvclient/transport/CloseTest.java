package dev.kvclient.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.ConnectionState;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.TestTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CloseTest extends TransportTest {
    static final RawServer.Script READS_NOTHING = peer -> {
        peer.upgrade();
        new CountDownLatch(1).await(60, TimeUnit.SECONDS);
    };

    @Test
    void sendsACloseFrameAndWaitsForTheAnswer() throws Exception {
        CompletableFuture<Integer> code = new CompletableFuture<>();
        RawServer server = server(peer -> {
            peer.upgrade();
            RawServer.Frame frame = peer.readFrame();
            code.complete(frame.opcode() == RawServer.CLOSE ? frame.closeCode() : -frame.opcode());
            peer.sendClose(1000);
            peer.drain();
        });
        WebSocketConnection connection = connected(settings(server.uri()));
        connection.close();
        assertThat(threads()).isEmpty();
        assertThat(code.get(20, TimeUnit.SECONDS)).isEqualTo(1000);
        assertThat(protocol.lost).hasSize(1);
        assertThat(protocol.nextLost().loss().cause()).isInstanceOf(KvClosedException.class);
        assertThat(connection.state()).isEqualTo(ConnectionState.CLOSED);
        assertThat(failureOf(connection.connected())).isInstanceOf(KvClosedException.class);
    }

    @Test
    void doesNotWaitLongForAServerThatDoesNotAnswer() throws Exception {
        RawServer server = server(peer -> {
            peer.upgrade();
            peer.drain();
        });
        WebSocketConnection connection = connected(settings(server.uri()));
        long begun = System.nanoTime();
        connection.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        assertThat(threads()).isEmpty();
    }

    @Test
    void endsABlockedWriterAtOnce() throws Exception {
        RawServer server = server(READS_NOTHING);
        closesWithABlockedWriter(connected(settings(server.uri())));
    }

    /** Sends until the writing thread is stuck in the socket, then closes. */
    void closesWithABlockedWriter(WebSocketConnection connection) throws Exception {
        FrameChannel channel = protocol.nextOpened();
        byte[] large = "z".repeat(1_000_000).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 40; i++) {
            channel.send(large);
        }
        await().during(Duration.ofMillis(200)).until(TransportTest::writerIsInTheSocket);
        long begun = System.nanoTime();
        connection.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
        assertThat(threads()).isEmpty();
        Loss loss = protocol.nextLost().loss();
        assertThat(loss.exceptionFor(1).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(loss.exceptionFor(40).outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void isIdempotentFromManyThreads() throws Exception {
        RawServer server = server(peer -> {
            peer.upgrade();
            peer.drain();
        });
        WebSocketConnection connection = connected(settings(server.uri()));
        CountDownLatch go = new CountDownLatch(1);
        List<CompletableFuture<Void>> closers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            closers.add(done);
            Thread closer = new Thread(
                    () -> {
                        try {
                            go.await();
                            connection.close();
                            done.complete(null);
                        } catch (InterruptedException | RuntimeException e) {
                            done.completeExceptionally(e);
                        }
                    },
                    "test-closer-" + i);
            closer.start();
        }
        go.countDown();
        CompletableFuture.allOf(closers.toArray(new CompletableFuture<?>[0])).get(10, TimeUnit.SECONDS);
        connection.close();
        assertThat(threads()).isEmpty();
        assertThat(protocol.lost).hasSize(1);
        assertThat(states).containsOnlyOnce(ConnectionState.CLOSED).endsWith(ConnectionState.CLOSED);
    }

    @Test
    void worksOnTheReadingThread() throws Exception {
        RawServer server = server(peer -> {
            peer.upgrade();
            peer.sendText("now");
            peer.drain();
        });
        CompletableFuture<WebSocketConnection> it = new CompletableFuture<>();
        RecordingProtocol closing = new RecordingProtocol() {
            @Override
            public void received(FrameChannel channel, byte[] utf8) {
                super.received(channel, utf8);
                it.join().close();
            }
        };
        WebSocketConnection connection = connection(settings(server.uri()), closing);
        it.complete(connection);
        connection.start();
        assertThat(closing.nextReceived()).isEqualTo("now");
        assertThat(closing.nextLost().loss().cause()).isInstanceOf(KvClosedException.class);
        assertNoThreadIsLeft();
        assertThat(connection.state()).isEqualTo(ConnectionState.CLOSED);
    }

    @Test
    void worksInEveryCallback() throws Exception {
        RawServer server = server(peer -> {
            peer.upgrade();
            peer.drain();
        });
        for (ConnectionState when : new ConnectionState[] {ConnectionState.CONNECTING, ConnectionState.CONNECTED}) {
            CompletableFuture<WebSocketConnection> it = new CompletableFuture<>();
            WebSocketConnection connection = connection(settings(server.uri()), time, protocol, (state, because) -> {
                if (state == when) {
                    it.join().close();
                }
            });
            it.complete(connection);
            connection.start();
            await().untilAsserted(() -> assertThat(connection.state()).isEqualTo(ConnectionState.CLOSED));
            assertNoThreadIsLeft();
        }
        await().untilAsserted(() -> assertThat(protocol.lost).hasSameSizeAs(protocol.opened));
    }

    @Test
    void endsAnAttemptThatIsUnderWay() throws Exception {
        RawServer silent = server(RawServer.Peer::drain);
        WebSocketConnection connection = connection(settings(silent.uri()));
        CompletableFuture<Void> start = connection.connected();
        connection.start();
        await().until(() -> silent.accepted() == 1);
        connection.close();
        assertThat(threads()).isEmpty();
        assertThat(failureOf(start)).isInstanceOf(KvClosedException.class);
        assertThat(protocol.opened).isEmpty();
        assertThat(protocol.lost).isEmpty();
    }

    @Test
    void endsTheWaitForTheNextAttempt() throws Exception {
        RawServer server = server(RawServer.Peer::readHead);
        TestTime manual = new TestTime();
        WebSocketConnection connection =
                connection(settings(server.uri()), manual, protocol, (state, because) -> states.add(state));
        connection.start();
        await().untilAsserted(() -> assertThat(states).endsWith(ConnectionState.DISCONNECTED));
        await().untilAsserted(() -> assertThat(manual.waiting()).isEqualTo(1));
        connection.close();
        assertThat(manual.waiting()).isZero();
        manual.advance(Duration.ofHours(1));
        assertThat(server.accepted()).isEqualTo(1);
        assertThat(connection.state()).isEqualTo(ConnectionState.CLOSED);
    }

    @Test
    void anInterruptMakesItShorterAndStays() throws Exception {
        RawServer server = server(READS_NOTHING);
        WebSocketConnection connection = connected(settings(server.uri()));
        Thread.currentThread().interrupt();
        connection.close();
        assertThat(Thread.interrupted()).isTrue();
        assertNoThreadIsLeft();
        assertThat(protocol.lost).hasSize(1);
    }

    @Test
    void closingWhileItReconnectsLeavesNothing() throws Exception {
        AtomicInteger lost = new AtomicInteger();
        RawServer flapping = server(peer -> peer.upgrade());
        for (int i = 0; i < 30; i++) {
            WebSocketConnection connection = connection(settings(flapping.uri()));
            connection.start();
            int seen = flapping.accepted();
            await().pollInterval(Duration.ofMillis(1)).until(() -> flapping.accepted() > seen + 1);
            connection.close();
            assertThat(connection.state()).isEqualTo(ConnectionState.CLOSED);
            lost.incrementAndGet();
        }
        assertNoThreadIsLeft();
        assertThat(lost).hasValue(30);
        assertThat(protocol.lost).hasSameSizeAs(protocol.opened);
    }
}
