package dev.kvclient.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.ConnectionState;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.TestTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection that need not wait any longer for its next attempt, and one that is told how long to wait. */
@Timeout(60)
class TryNowTest extends TransportTest {
    private final TestTime still = new TestTime();
    private final AtomicBoolean good = new AtomicBoolean();

    /** Ends each connection at once, until it is told otherwise. */
    private RawServer lateServer() throws Exception {
        return server(peer -> {
            if (good.get()) {
                peer.upgrade();
                peer.drain();
            }
        });
    }

    private WebSocketConnection standing(RawServer server, FrameProtocol with) {
        return connection(settings(server.uri()), still, with, (state, because) -> states.add(state));
    }

    private void awaitDelay(WebSocketConnection connection) {
        await().until(() -> connection.state() == ConnectionState.DISCONNECTED && still.waiting() == 1);
    }

    @Test
    void theDelayIsLeftOut() throws Exception {
        RawServer server = lateServer();
        WebSocketConnection connection = standing(server, protocol);
        connection.start();
        awaitDelay(connection);
        good.set(true);

        connection.tryNow();

        connection.connected().get(20, TimeUnit.SECONDS);
        assertThat(server.accepted()).isEqualTo(2);
        still.advance(Duration.ofSeconds(1));
        assertThat(protocol.opened).hasSize(1);
        assertThat(connection.state()).isEqualTo(ConnectionState.CONNECTED);
    }

    @Test
    void oneDelayIsLeftOutAndNotTheNext() throws Exception {
        RawServer server = lateServer();
        WebSocketConnection connection = standing(server, protocol);
        connection.start();
        awaitDelay(connection);

        connection.tryNow();

        await().until(() -> server.accepted() == 2);
        awaitDelay(connection);
        assertThat(server.accepted()).isEqualTo(2);
    }

    @Test
    void anAttemptUnderWayThatFailsIsFollowedByTheNext() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        RawServer server = server(peer -> {
            if (peer.number == 1) {
                assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
                return;
            }
            peer.upgrade();
            peer.drain();
        });
        WebSocketConnection connection = standing(server, protocol);
        connection.start();
        await().until(() -> server.accepted() == 1);

        connection.tryNow();
        connection.tryNow();
        assertThat(server.accepted()).isEqualTo(1);
        goOn.countDown();

        connection.connected().get(20, TimeUnit.SECONDS);
        assertThat(server.accepted()).isEqualTo(2);
    }

    @Test
    void aConnectionThatIsUpIsLeftAlone() throws Exception {
        RawServer server = lateServer();
        good.set(true);
        WebSocketConnection connection = standing(server, protocol);
        connection.startOrGiveUp().get(20, TimeUnit.SECONDS);

        connection.tryNow();
        good.set(false);
        protocol.nextOpened().drop("away");

        awaitDelay(connection);
        assertThat(server.accepted()).isEqualTo(1);
        assertThat(states)
                .containsExactly(ConnectionState.CONNECTING, ConnectionState.CONNECTED, ConnectionState.DISCONNECTED);
    }

    @Test
    void whatIsNotStartedOrOverMakesNoAttempt() throws Exception {
        RawServer server = lateServer();
        WebSocketConnection idle = standing(server, protocol);
        idle.tryNow();
        WebSocketConnection closed = standing(server, protocol);
        closed.start();
        awaitDelay(closed);
        closed.close();
        closed.tryNow();
        WebSocketConnection given = standing(server, protocol);
        given.start();
        awaitDelay(given);
        given.giveUp(new KvClosedException(Failure.of(Outcome.NOT_SENT, "for good")));
        given.tryNow();

        assertNoThreadIsLeft();
        assertThat(server.accepted()).isEqualTo(2);
        assertThat(idle.state()).isEqualTo(ConnectionState.DISCONNECTED);
        assertThat(closed.state()).isEqualTo(ConnectionState.CLOSED);
        assertThat(given.state()).isEqualTo(ConnectionState.FAILED);
    }

    @Test
    void manyAtOnceMakeOneAttemptAtATime() throws Exception {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        FrameProtocol counting = new FrameProtocol() {
            @Override
            public CompletionStage<Void> opened(FrameChannel channel) {
                most.accumulateAndGet(open.incrementAndGet(), Math::max);
                return CompletableFuture.failedFuture(new IllegalStateException("never good enough"));
            }

            @Override
            public void received(FrameChannel channel, byte[] utf8) {}

            @Override
            public void lost(FrameChannel channel, Loss loss) {
                open.decrementAndGet();
            }
        };
        good.set(true);
        RawServer server = lateServer();
        // The timers of the delays run as well, and against those who leave the delays out.
        WebSocketConnection connection = connection(settings(server.uri()), counting);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            connection.start();
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(threads.submit(() -> {
                    while (server.accepted() < 200) {
                        connection.tryNow();
                        Thread.onSpinWait();
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get(30, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        connection.close();
        assertThat(most).hasValue(1);
        assertThat(open).hasValue(0);
    }

    @Test
    void aFailureThatSaysWhenToComeAgainIsHeeded() throws Exception {
        RawServer server = lateServer();
        good.set(true);
        FrameProtocol refused = new RecordingProtocol() {
            @Override
            public CompletionStage<Void> opened(FrameChannel channel) {
                return CompletableFuture.failedFuture(new KvAuthException(
                        Failure.of(Outcome.REJECTED, "no").retryAfter(Duration.ofSeconds(3)),
                        KvAuthException.Reason.UNAUTHENTICATED));
            }
        };
        WebSocketConnection connection = standing(server, refused);
        connection.start();
        awaitDelay(connection);

        still.advance(Duration.ofMillis(2_999));
        assertThat(connection.state()).isEqualTo(ConnectionState.DISCONNECTED);
        assertThat(connection.lastFailure()).containsInstanceOf(KvAuthException.class);
        assertThat(server.accepted()).isEqualTo(1);
        // The jitter of the first attempts is 20 ms at the most.
        still.advance(Duration.ofMillis(21));

        await().until(() -> server.accepted() == 2);
        awaitDelay(connection);
        connection.tryNow();
        await().until(() -> server.accepted() == 3);
    }
}
