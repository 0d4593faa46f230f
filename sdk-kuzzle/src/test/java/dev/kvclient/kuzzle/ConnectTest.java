package dev.kvclient.kuzzle;

import static dev.kvclient.kuzzle.fixture.Clients.backend;
import static dev.kvclient.kuzzle.fixture.Clients.client;
import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.failureOf;
import static dev.kvclient.testkit.fixture.Timed.failureWithin;
import static dev.kvclient.testkit.fixture.Timed.runWithin;
import static dev.kvclient.testkit.fixture.Timed.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.kvclient.ConnectionState;
import dev.kvclient.Credentials;
import dev.kvclient.KvClient;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvOfflineException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.kuzzle.Fault;
import dev.kvclient.testkit.kuzzle.Faults;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Making the first connection, keeping several endpoints in view, and ending it all. */
@Timeout(20)
@ExtendWith(NoThreadLeft.class)
class ConnectTest {
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** 2 s: what a busy machine may take longer than it should. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private static KvException failureToConnect(KuzzleBackend.Builder backend, Duration timeout) {
        return failureWithin(
                timeout.plus(SLACK),
                () -> client(backend).connectTimeout(timeout).connect().close());
    }

    @Test
    void aRefusedConnectionFailsAtOnce() throws IOException {
        int port = freePort();

        KvException e = within(SOON, () -> failureToConnect(backend(port), Duration.ofSeconds(10)));

        assertThat(e).isInstanceOf(KvConnectionException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(e.operation()).contains("connect");
        assertThat(e.backend()).contains("kuzzle");
    }

    @Test
    void anUnknownHostIsToldByName() {
        KvException e = failureToConnect(
                KuzzleBackend.builder().endpoint("no-such-host.invalid", 7512), Duration.ofSeconds(10));

        assertThat(e).isInstanceOf(KvConnectionException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(e).hasMessageContaining("no-such-host.invalid");
    }

    @Test
    void aConnectionThatIsResetFails() {
        try (KuzzleServer server = KuzzleServer.start()) {
            server.faults().refuseConnections(true);

            KvException e = within(SOON, () -> failureToConnect(backend(server), Duration.ofSeconds(10)));

            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        }
    }

    @Test
    void aSilentServerIsGivenUpWithinTheConnectTimeout() {
        try (KuzzleServer server = KuzzleServer.start()) {
            server.faults().silent(true);
            long start = System.nanoTime();

            KvException e = failureToConnect(backend(server), Duration.ofMillis(400));

            assertThat(e).isInstanceOf(KvTimeoutException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(350));
        }
    }

    @Test
    void aSignInWithoutAnswerIsGivenUpWithinTheConnectTimeout() {
        try (KuzzleServer server = KuzzleServer.builder().user("ada", "pw").start()) {
            server.faults().on(Faults.action("auth", "login"), Fault.ignore());
            KvException e = failureToConnect(
                    backend(server).credentials(Credentials.userPassword("ada", "pw")), Duration.ofMillis(400));

            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        }
    }

    @Test
    void endpointsAreTriedInTurn() throws IOException {
        try (KuzzleServer server = KuzzleServer.start();
                KvClient kv = KvClient.connect("kuzzle://127.0.0.1:" + freePort() + ",127.0.0.1:" + server.port())) {
            assertThat(kv.set("k", "v").written()).isTrue();
        }
    }

    @Test
    void theNextEndpointTakesOver() {
        try (KuzzleServer a = KuzzleServer.start();
                KuzzleServer b = KuzzleServer.start();
                KvClient kv = client(backend(a).endpoint("127.0.0.1", b.port())).connect()) {
            kv.set("k", "a");
            a.stop();
            await().until(() -> b.connectionsAccepted() == 1 && kv.state() == ConnectionState.CONNECTED);

            kv.set("k", "b");
            assertThat(b.value("k")).contains("b");

            a.restart();
            b.stop();
            await().until(() -> a.connections() == 1 && kv.state() == ConnectionState.CONNECTED);
            assertThat(kv.get("k", String.class)).contains("a");
        }
    }

    @Test
    void allEndpointsAreRefused() throws IOException {
        KvException e = failureToConnect(backend(freePort()).endpoint("127.0.0.1", freePort()), Duration.ofSeconds(5));

        assertThat(e).isInstanceOf(KvConnectionException.class);
    }

    @Test
    void startedOfflineItIsUsableOnceTheServerIsThere() {
        try (KuzzleServer server = KuzzleServer.start()) {
            server.stop();
            try (KvClient kv = client(backend(server)).startOffline().connect()) {
                assertThat(kv.state()).isNotEqualTo(ConnectionState.CONNECTED);
                KvException e = failureWithin(SOON, () -> kv.set("k", "v", o -> o.queuable(false)));
                assertThat(e).isInstanceOf(KvOfflineException.class);
                assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
                assertThat(kv.awaitConnected(Duration.ofMillis(100))).isFalse();
                assertThat(kv.lastConnectionFailure()).isPresent();

                server.restart();

                assertThat(kv.awaitConnected(Duration.ofSeconds(10))).isTrue();
                assertThat(kv.set("k", "v").written()).isTrue();
            }
        }
    }

    @Test
    void startedOfflineAndNeverConnectedItLeavesNothing() throws IOException {
        KvClient kv = client(backend(freePort())).startOffline().connect();
        assertThat(kv.awaitConnected(Duration.ofMillis(50))).isFalse();

        runWithin(SOON, kv::close);

        assertThat(kv.state()).isEqualTo(ConnectionState.CLOSED);
    }

    @Test
    void closeSettlesWhatIsUnderWay() {
        try (KuzzleServer server = KuzzleServer.start()) {
            KvClient kv = client(backend(server)).closeTimeout(Duration.ZERO).connect();
            server.faults().on(Faults.action("incrby"), Fault.ignore());
            CompletableFuture<Long> counter = kv.async().increment("n");
            await().until(() -> server.requestsReceived() == 1);

            runWithin(SOON, kv::close);

            KvException e = failureOf(counter);
            assertThat(e).isInstanceOf(KvClosedException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            KvException after = catchThrowableOfType(KvException.class, () -> kv.get("k", String.class));
            assertThat(after).isInstanceOf(KvClosedException.class);
            assertThat(after.outcome()).isEqualTo(Outcome.NOT_SENT);
            await().until(() -> server.connections() == 0);
        }
    }

    @Test
    void closeTwiceAndFromManyThreadsIsOneClose() {
        try (KuzzleServer server = KuzzleServer.start()) {
            KvClient kv = client(backend(server)).connect();
            List<CompletableFuture<Void>> closes = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                closes.add(CompletableFuture.runAsync(kv::close));
            }
            runWithin(SOON, () -> closes.forEach(CompletableFuture::join));
            runWithin(SOON, kv::close);

            assertThat(kv.state()).isEqualTo(ConnectionState.CLOSED);
            assertThat(failureOf(kv.async().get("k", String.class))).isInstanceOf(KvClosedException.class);
        }
    }
}
