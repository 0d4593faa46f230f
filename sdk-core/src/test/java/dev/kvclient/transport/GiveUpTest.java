package dev.kvclient.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.awaitility.Awaitility.await;

import dev.kvclient.ConnectionState;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.TestTime;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that are given up for good, at every moment of their lives. */
@Timeout(60)
class GiveUpTest extends TransportTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
    private static final RawServer.Script TAKES_ALL = peer -> {
        peer.upgrade();
        peer.drain();
    };

    private final KvProtocolException reason =
            new KvProtocolException(Failure.of(Outcome.NOT_SENT, "of another generation"));
    private final KvProtocolException later = new KvProtocolException(Failure.of(Outcome.NOT_SENT, "later"));

    private void assertGivenUp(WebSocketConnection connection) {
        assertThat(connection.state()).isEqualTo(ConnectionState.FAILED);
        assertThat(states).endsWith(ConnectionState.FAILED);
        assertThat(connection.lastFailure()).containsSame(reason);
        assertThat(failureOf(connection.connected())).isSameAs(reason);
        assertNoThreadIsLeft();
        connection.giveUp(later);
        assertThat(connection.lastFailure()).containsSame(reason);
        connection.close();
        assertThat(connection.state()).isEqualTo(ConnectionState.CLOSED);
        assertThat(states).endsWith(ConnectionState.FAILED, ConnectionState.CLOSED);
        assertThat(failureOf(connection.connected())).isInstanceOf(KvClosedException.class);
        connection.giveUp(later);
        assertThat(connection.state()).isEqualTo(ConnectionState.CLOSED);
    }

    @Test
    void cutsTheLinkAndMakesNoOther() throws Exception {
        RawServer server = server(TAKES_ALL);
        TestTime still = new TestTime();
        WebSocketConnection connection =
                connection(settings(server.uri()), still, protocol, (state, because) -> states.add(state));
        connection.startOrGiveUp().get(20, TimeUnit.SECONDS);
        FrameChannel channel = protocol.nextOpened();
        assertThat(channel.endpoint()).isEqualTo(server.uri());
        channel.send(HELLO);

        connection.giveUp(reason);

        assertThat(channel.isOpen()).isFalse();
        RecordingProtocol.Lost lost = protocol.nextLost();
        assertThat(lost.channel()).isSameAs(channel);
        assertThat(lost.loss().cause()).isSameAs(reason);
        assertThat(lost.loss().exceptionFor(1)).isInstanceOf(KvProtocolException.class);
        assertNoThreadIsLeft();
        still.advance(Duration.ofMinutes(5));
        assertThat(still.waiting()).isZero();
        assertGivenUp(connection);
        assertThat(server.accepted()).isEqualTo(1);
        assertThat(protocol.lost).isEmpty();
    }

    @Test
    void tellsTheListenerWhy() throws Exception {
        RawServer server = server(TAKES_ALL);
        AtomicReference<Optional<?>> why = new AtomicReference<>();
        WebSocketConnection connection = connection(settings(server.uri()), time, protocol, (state, because) -> {
            if (state == ConnectionState.FAILED) {
                why.set(because);
            }
        });
        connection.startOrGiveUp().get(20, TimeUnit.SECONDS);
        connection.giveUp(reason);
        assertThat(why.get()).isEqualTo(Optional.of(reason));
        assertThatNullPointerException().isThrownBy(() -> connection.giveUp(null));
        assertThat(connection.lastFailure()).containsSame(reason);
    }

    @Test
    void theChannelKnowsTheServerThatAnswered() throws Exception {
        RawServer refusing = server(peer -> {});
        RawServer server = server(TAKES_ALL);
        URI secret = URI.create(server.uri() + "/?token=geheim");
        connected(settings(refusing.uri(), secret));
        assertThat(protocol.nextOpened().endpoint()).isEqualTo(secret);
    }

    @Test
    void whileItWaitsForTheNextAttempt() throws Exception {
        RawServer server = server(peer -> {});
        TestTime still = new TestTime();
        WebSocketConnection connection =
                connection(settings(server.uri()), still, protocol, (state, because) -> states.add(state));
        CompletableFuture<Void> waiting = connection.connected();
        connection.start();
        await().until(() -> connection.state() == ConnectionState.DISCONNECTED && still.waiting() == 1);
        int attempts = server.accepted();

        connection.giveUp(reason);

        assertThat(failureOf(waiting)).isSameAs(reason);
        assertThat(still.waiting()).isZero();
        still.advance(Duration.ofMinutes(5));
        assertGivenUp(connection);
        assertThat(server.accepted()).isEqualTo(attempts);
    }

    @Test
    void beforeItIsStarted() throws Exception {
        RawServer server = server(TAKES_ALL);
        WebSocketConnection connection = connection(settings(server.uri()));
        connection.giveUp(reason);
        assertThat(failureOf(connection.startOrGiveUp())).isSameAs(reason);
        assertGivenUp(connection);
        assertThat(server.accepted()).isZero();

        WebSocketConnection other = connection(settings(server.uri()));
        other.giveUp(reason);
        other.start();
        assertThat(other.state()).isEqualTo(ConnectionState.FAILED);
        assertThat(server.accepted()).isZero();
    }

    @Test
    void whileTheSocketIsUpgraded() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        RawServer server = server(peer -> {
            peer.readHead();
            asked.countDown();
            peer.drain();
        });
        RawServer second = server(TAKES_ALL);
        WebSocketConnection connection = connection(settings(server.uri(), second.uri()));
        CompletableFuture<Void> answer = connection.startOrGiveUp();
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

        connection.giveUp(reason);

        assertThat(failureOf(answer)).isSameAs(reason);
        assertGivenUp(connection);
        assertThat(second.accepted()).isZero();
        assertThat(protocol.lost).isEmpty();
    }

    @Test
    void inTheSignInThatFindsTheReason() throws Exception {
        RawServer server = server(TAKES_ALL);
        AtomicReference<WebSocketConnection> made = new AtomicReference<>();
        RecordingProtocol refusing = new RecordingProtocol() {
            @Override
            public CompletionStage<Void> opened(FrameChannel channel) {
                super.opened(channel);
                made.get().giveUp(reason);
                throw later;
            }
        };
        WebSocketConnection connection = connection(settings(server.uri()), refusing);
        made.set(connection);

        assertThat(failureOf(connection.startOrGiveUp())).isSameAs(reason);

        assertThat(refusing.nextLost().loss().cause()).isSameAs(reason);
        assertGivenUp(connection);
        assertThat(states).containsExactly(ConnectionState.CONNECTING, ConnectionState.FAILED, ConnectionState.CLOSED);
        assertThat(refusing.lost).isEmpty();
    }

    @Test
    void whileTheSignInIsUnderWayAndThenSucceeds() throws Exception {
        RawServer server = server(TAKES_ALL);
        CompletableFuture<Void> signIn = new CompletableFuture<>();
        RecordingProtocol slow = new RecordingProtocol() {
            @Override
            public CompletionStage<Void> opened(FrameChannel channel) {
                super.opened(channel);
                return signIn;
            }
        };
        WebSocketConnection connection = connection(settings(server.uri()), slow);
        CompletableFuture<Void> answer = connection.startOrGiveUp();
        slow.nextOpened();
        connection.giveUp(reason);
        signIn.complete(null);
        assertThat(failureOf(answer)).isSameAs(reason);
        assertGivenUp(connection);
        assertThat(states).doesNotContain(ConnectionState.CONNECTED);
    }

    @Test
    void whenAChannelIsLost() throws Exception {
        RawServer server = server(TAKES_ALL);
        AtomicReference<WebSocketConnection> made = new AtomicReference<>();
        RecordingProtocol once = new RecordingProtocol() {
            @Override
            public void lost(FrameChannel channel, Loss loss) {
                made.get().giveUp(reason);
                super.lost(channel, loss);
            }
        };
        WebSocketConnection connection = connection(settings(server.uri()), once);
        made.set(connection);
        connection.startOrGiveUp().get(20, TimeUnit.SECONDS);
        server.cutAll();
        assertThat(once.nextLost().loss().cause()).isInstanceOf(KvConnectionException.class);
        assertGivenUp(connection);
        assertThat(server.accepted()).isEqualTo(1);
    }

    @Test
    void atTheReportOfTheConnection() throws Exception {
        RawServer server = server(TAKES_ALL);
        AtomicReference<WebSocketConnection> made = new AtomicReference<>();
        WebSocketConnection connection = connection(settings(server.uri()), time, protocol, (state, because) -> {
            states.add(state);
            if (state == ConnectionState.CONNECTED) {
                made.get().giveUp(reason);
            }
        });
        made.set(connection);
        CompletableFuture<Void> answer = connection.startOrGiveUp();
        assertThat(protocol.nextLost().loss().cause()).isSameAs(reason);
        // It was connected, if only for a moment.
        answer.get(20, TimeUnit.SECONDS);
        assertGivenUp(connection);
        assertThat(states)
                .containsExactly(
                        ConnectionState.CONNECTING,
                        ConnectionState.CONNECTED,
                        ConnectionState.FAILED,
                        ConnectionState.CLOSED);
    }

    /** What {@code connected()} gives must not be complete because of a connection that is gone. */
    @Test
    void aLinkThatIsLostBeforeItsConnectionIsReportedLeavesNoCompleteFuture() throws Exception {
        RawServer server = server(TAKES_ALL);
        CompletableFuture<Void> signIn = new CompletableFuture<>();
        RecordingProtocol slow = new RecordingProtocol() {
            @Override
            public CompletionStage<Void> opened(FrameChannel channel) {
                super.opened(channel);
                return signIn;
            }
        };
        AtomicReference<WebSocketConnection> made = new AtomicReference<>();
        AtomicReference<FrameChannel> channel = new AtomicReference<>();
        WebSocketConnection connection = connection(
                settings(server.uri()).reconnect(Duration.ofHours(1), Duration.ofHours(1)),
                time,
                slow,
                (state, because) -> {
                    if (state == ConnectionState.CONNECTED) {
                        channel.get().drop("as the test wants it");
                        await().until(() -> made.get().state() == ConnectionState.DISCONNECTED);
                    }
                });
        made.set(connection);
        connection.start();
        channel.set(slow.nextOpened());
        // So that it goes on on this thread.
        await().until(() -> signIn.getNumberOfDependents() > 0);

        signIn.complete(null);

        assertThat(connection.state()).isEqualTo(ConnectionState.DISCONNECTED);
        assertThat(connection.connected()).isNotDone();
        connection.giveUp(reason);
        assertThat(failureOf(connection.connected())).isSameAs(reason);
    }

    @RepeatedTest(10)
    void againstEverythingElseAtOnce() throws Exception {
        RawServer server = server(TAKES_ALL);
        WebSocketConnection connection = connection(settings(server.uri()));
        ExecutorService threads = Executors.newFixedThreadPool(5);
        CyclicBarrier begin = new CyclicBarrier(5);
        List<Future<?>> done = List.of(
                threads.submit(() -> after(begin, connection::start)),
                threads.submit(() -> after(begin, () -> connection.giveUp(reason))),
                threads.submit(() -> after(begin, () -> connection.giveUp(later))),
                threads.submit(() -> after(begin, server::cutAll)),
                threads.submit(() -> after(begin, () -> protocol.nextOpened().drop("as the test wants it"))));
        await().until(() -> connection.state() == ConnectionState.FAILED);
        for (Future<?> one : done.subList(0, 4)) {
            one.get(20, TimeUnit.SECONDS);
        }
        assertNoThreadIsLeft();
        assertThat(failureOf(connection.connected())).isIn(reason, later);
        assertThat(connection.lastFailure()).containsSame((KvProtocolException) failureOf(connection.connected()));
        assertThat(states.subList(0, states.size() - 1)).doesNotContain(ConnectionState.FAILED);
        threads.shutdownNow();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    @RepeatedTest(10)
    void againstClose() throws Exception {
        RawServer server = server(TAKES_ALL);
        WebSocketConnection connection = connected(settings(server.uri()));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        CyclicBarrier begin = new CyclicBarrier(2);
        List<Future<?>> done = List.of(
                threads.submit(() -> after(begin, () -> connection.giveUp(reason))),
                threads.submit(() -> after(begin, connection::close)));
        for (Future<?> one : done) {
            one.get(20, TimeUnit.SECONDS);
        }
        threads.shutdown();
        assertThat(threads()).isEmpty();
        assertThat(connection.state()).isEqualTo(ConnectionState.CLOSED);
        assertThat(states).endsWith(ConnectionState.CLOSED);
        assertThat(failureOf(connection.connected())).isInstanceOf(KvClosedException.class);
        protocol.nextLost();
        assertThat(protocol.lost).isEmpty();
    }

    /** Something that may fail. */
    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }

    private static Void after(CyclicBarrier begin, Step step) throws Exception {
        begin.await(20, TimeUnit.SECONDS);
        step.run();
        return null;
    }
}
