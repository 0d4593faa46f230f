package dev.kvclient.kuzzle;

import static dev.kvclient.kuzzle.fixture.Clients.backend;
import static dev.kvclient.kuzzle.fixture.Clients.client;
import static dev.kvclient.kuzzle.fixture.Clients.connect;
import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.failureOf;
import static dev.kvclient.testkit.fixture.Timed.failureWithin;
import static dev.kvclient.testkit.fixture.Timed.resultOf;
import static dev.kvclient.testkit.fixture.Timed.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.CallOptions;
import dev.kvclient.ConnectionState;
import dev.kvclient.DeleteResult;
import dev.kvclient.KvClient;
import dev.kvclient.KvListener;
import dev.kvclient.KvType;
import dev.kvclient.SetResult;
import dev.kvclient.WriteEffect;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvOfflineException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.kuzzle.Fault;
import dev.kvclient.testkit.kuzzle.Faults;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections that end while requests are under way: by a close frame of any code, or by a cut. */
@Timeout(20)
@ExtendWith(NoThreadLeft.class)
class LostConnectionsTest {
    private final KuzzleServer server = KuzzleServer.start();

    @AfterEach
    void stopServer() {
        server.close();
    }

    static Stream<Fault> before() {
        return Stream.of(
                Fault.dropBeforeExecuting(), Fault.closeBeforeExecuting(1000), Fault.closeBeforeExecuting(1011));
    }

    static Stream<Fault> after() {
        return Stream.of(Fault.dropAfterExecuting(), Fault.closeAfterExecuting(1000), Fault.closeAfterExecuting(1011));
    }

    static Stream<Fault> both() {
        return Stream.concat(before(), after());
    }

    @ParameterizedTest
    @MethodSource("both")
    void aReadIsSentAgain(Fault fault) {
        try (KvClient kv = connect(server)) {
            kv.set("k", "v");
            server.faults().on(Faults.action("get"), fault).once();

            assertThat(within(SOON, () -> kv.get("k", String.class))).contains("v");
            assertThat(server.connectionsAccepted()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @MethodSource("both")
    void anUnconditionalSetIsSentAgainAndTellsNoEffect(Fault fault) {
        try (KvClient kv = connect(server)) {
            server.faults().on(Faults.action("set"), fault).once();

            SetResult result = within(SOON, () -> kv.set("k", "v"));

            assertThat(result.written()).isTrue();
            assertThat(result.effect()).isEqualTo(WriteEffect.NOT_TOLD);
            assertThat(server.value("k")).contains("v");
        }
    }

    @ParameterizedTest
    @MethodSource("after")
    void aRepeatedDeleteDoesNotSayWhetherTheKeyWasThere(Fault fault) {
        try (KvClient kv = connect(server)) {
            kv.set("k", "v");
            server.faults().on(Faults.action("del"), fault).once();

            assertThat(within(SOON, () -> kv.delete("k")).existed()).isEqualTo(DeleteResult.Existed.NOT_TOLD);
            assertThat(server.executed("del")).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @MethodSource("after")
    void anIncrementThatRanIsUnknownAndNotRepeated(Fault fault) {
        try (KvClient kv = connect(server)) {
            server.faults().on(Faults.action("incrby"), fault).once();

            KvException e = failureWithin(SOON, () -> kv.increment("n"));

            assertThat(e).isInstanceOf(KvConnectionException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(e.attempts()).isEqualTo(1);
            assertThat(server.executed("incrby")).isEqualTo(1);
            assertThat(server.value("n")).contains("1");
        }
    }

    @ParameterizedTest
    @MethodSource("before")
    void anIncrementThatDidNotRunIsUnknownAllTheSame(Fault fault) {
        try (KvClient kv = connect(server)) {
            server.faults().on(Faults.action("incrby"), fault).once();

            KvException e = failureWithin(SOON, () -> kv.increment("n"));

            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(server.executed("incrby")).isZero();
        }
    }

    @Test
    void anIncrementThatMayRunTwiceIsRepeated() {
        try (KvClient kv = connect(server)) {
            server.faults()
                    .on(Faults.action("incrby"), Fault.dropAfterExecuting())
                    .once();

            long sum =
                    within(SOON, () -> kv.increment("n", 1, CallOptions.none().idempotent()));

            assertThat(sum).isEqualTo(2);
        }
    }

    @Test
    void aConditionalSetThatWasCutIsUnknown() {
        try (KvClient kv = connect(server)) {
            server.faults().on(Faults.action("set"), Fault.dropAfterExecuting()).once();

            KvException e = failureWithin(SOON, () -> kv.set("k", "v", o -> o.ifAbsent()));

            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(server.executed("set")).isEqualTo(1);
        }
    }

    @Test
    void everythingUnderWayIsSettled() {
        try (KvClient kv = connect(server)) {
            server.faults().on(Faults.action("get"), Fault.delayAnswer(Duration.ofMillis(300)));
            server.faults().on(Faults.action("incrby"), Fault.delayAnswer(Duration.ofMillis(300)));
            List<CompletableFuture<Optional<String>>> reads = Stream.generate(
                            () -> kv.async().get("k", String.class))
                    .limit(50)
                    .toList();
            CompletableFuture<Long> counter = kv.async().increment("n");
            await().until(() -> server.executed("get") == 50 && server.executed("incrby") == 1);

            server.dropConnections();

            assertThat(within(SOON, () -> failureOf(counter)).outcome()).isEqualTo(Outcome.UNKNOWN);
            reads.forEach(read -> assertThat(within(SOON, () -> resultOf(read))).isEmpty());
            assertThat(server.executed("incrby")).isEqualTo(1);
        }
    }

    @Test
    void aStoppedServerIsOfflineAndARestartedOneIsFound() {
        List<ConnectionState> states = new CopyOnWriteArrayList<>();
        KvListener listener = new KvListener() {
            @Override
            public void onStateChange(StateChange event) {
                states.add(event.to());
            }
        };
        try (KvClient kv = client(backend(server)).listener(listener).connect()) {
            kv.set("k", "v");
            server.stop();
            await().until(() -> kv.state() != ConnectionState.CONNECTED);

            CallOptions atOnce = CallOptions.none().queuable(false);
            KvException e = failureWithin(SOON, () -> kv.get("k", KvType.of(String.class), atOnce));
            assertThat(e).isInstanceOf(KvOfflineException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(e.attempts()).isZero();
            assertThat(failureOf(kv.async().increment("n", 1, atOnce))).isInstanceOf(KvOfflineException.class);
            CompletableFuture<Long> waiting = kv.async().increment("n");
            await().untilAsserted(() -> assertThat(kv.lastConnectionFailure()).isPresent());

            server.restart();

            assertThat(kv.awaitConnected(Duration.ofSeconds(10))).isTrue();
            assertThat(kv.get("k", String.class)).contains("v");
            assertThat(resultOf(waiting)).isEqualTo(1);
            assertThat(kv.lastConnectionFailure()).isEmpty();
            await().untilAsserted(() -> assertThat(states)
                    .containsSubsequence(
                            ConnectionState.CONNECTED, ConnectionState.DISCONNECTED, ConnectionState.CONNECTED));
        }
    }

    @Test
    void anIdleCutIsNotMetBecauseTheClientPings() {
        try (KuzzleServer strict = KuzzleServer.builder()
                        .idleTimeout(Duration.ofMillis(400))
                        .start();
                KvClient kv = client(backend(strict).ping(Duration.ofMillis(100), Duration.ofSeconds(2)))
                        .connect()) {
            // Three times what the server lets pass without a sign of life.
            await().during(Duration.ofMillis(1_200))
                    .atMost(SOON)
                    .until(() -> kv.state() == ConnectionState.CONNECTED
                            && strict.connections() == 1
                            && strict.connectionsAccepted() == 1);

            assertThat(kv.set("k", "v").written()).isTrue();
            assertThat(strict.connectionsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void unansweredPingsDropTheConnection() {
        try (KvClient kv = client(backend(server).ping(Duration.ofMillis(50), Duration.ofMillis(100)))
                .connect()) {
            server.faults().ignorePings(true);
            await().until(() -> server.connectionsAccepted() > 1);
            server.faults().ignorePings(false);

            assertThat(kv.awaitConnected(Duration.ofSeconds(5))).isTrue();
        }
    }
}
