package dev.kvclient.kuzzle;

import static dev.kvclient.kuzzle.OutageScript.Part.KUZZLE;
import static dev.kvclient.kuzzle.OutageScript.Part.REDIS;
import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.failureWithin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kvclient.CallOptions;
import dev.kvclient.ConnectionState;
import dev.kvclient.KvClient;
import dev.kvclient.KvListener;
import dev.kvclient.KvOperations;
import dev.kvclient.RetryPolicy;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.Outcome;
import dev.kvclient.offline.OfflineEvent;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.history.Action;
import dev.kvclient.testkit.history.End;
import dev.kvclient.testkit.history.History;
import dev.kvclient.testkit.history.HistoryChecker;
import dev.kvclient.testkit.history.OpenOperation;
import dev.kvclient.testkit.history.Operation;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The real Kuzzle, and its Redis, are stopped and started in the middle of a load: every call ends, nothing is lost or
 * doubled that was acknowledged, and what waited is sent. Nobody else can use the server meanwhile. Left out where
 * {@code it/kuzzle-server/start.sh} has not started it.
 */
@Tag("kuzzle")
@ExtendWith(NoThreadLeft.class)
class KuzzleOutageIT {
    private static final String URL = System.getProperty("kuzzle.url", "kuzzle://127.0.0.1:7512");

    /** So many calls go well between two outages. */
    private static final int CALM = 5_000;

    /** More than any outage takes, so that none who waits for its end fails. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration PING_INTERVAL = Duration.ofSeconds(1);
    private static final Duration PING_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

    /** On a machine that has other things to do. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String CONNECTION_LOST = "UNKNOWN KvConnectionException";

    /** For who was refused as often as is tried, while the server took its time to stop. */
    private static final String SHUTTING_DOWN = "REJECTED KvServerException network.entrypoint.shutting_down";

    /** For who had his last try when the connection had just gone. */
    private static final String TOO_LATE = "NOT_SENT KvConnectionException";

    private static final String NO_REDIS = "services.cache.read_failed";

    private final String prefix = "kvclient-outage:" + UUID.randomUUID() + ":";
    private final History history = new History();
    private final Links links = new Links();
    private final String test;

    KuzzleOutageIT(TestInfo test) {
        this.test = test.getTestMethod().orElseThrow().getName() + ", " + test.getDisplayName();
    }

    @BeforeAll
    static void onlyWhatTheScriptsHaveStarted() {
        Optional<String> reason = OutageScript.reasonToLeaveAlone(URL);
        assumeTrue(reason.isEmpty(), () -> "no outages: " + reason.orElseThrow());
    }

    @AfterEach
    void leaveAllRunning() {
        OutageScript.start(REDIS);
        OutageScript.start(KUZZLE);
        OutageScript.thaw(KUZZLE);
    }

    /** An orderly stop refuses some requests and then cuts the connections, a sudden one only does that. */
    @ParameterizedTest(name = "orderly: {0}")
    @ValueSource(booleans = {true, false})
    void goesOnAfterKuzzleWasStopped(boolean orderly) throws InterruptedException {
        try (KvClient kv = connect(RetryPolicy.standard());
                OutageLoad load = new OutageLoad(kv, history, prefix)) {
            for (int i = 0; i < 2; i++) {
                load.awaitSuccesses(CALM, PATIENCE);
                if (orderly) {
                    OutageScript.terminate(KUZZLE);
                } else {
                    OutageScript.kill(KUZZLE);
                }
                OutageScript.start(KUZZLE);
            }
            allIsWell(kv, load);
            assertThat(load.failures())
                    .isSubsetOf(orderly ? Set.of(CONNECTION_LOST, SHUTTING_DOWN, TOO_LATE) : Set.of(CONNECTION_LOST));
            assertThat(links.popped.get())
                    .as("requests that waited in the queue")
                    .isPositive();
            theSumsAreExact(kv, load);
            load.removeEverything();
        }
    }

    @Test
    void noticesThatKuzzleStandsStill() throws InterruptedException {
        try (KvClient kv = connect(RetryPolicy.standard());
                OutageLoad load = new OutageLoad(kv, history, prefix)) {
            for (int i = 0; i < 2; i++) {
                load.awaitSuccesses(CALM, PATIENCE);
                int lost = links.lost.get();
                OutageScript.freeze(KUZZLE);
                // Its kernel goes on taking connections, on which nobody answers: the next attempt fails as well.
                await().atMost(PATIENCE).until(() -> links.lost.get() >= lost + 2);
                OutageScript.thaw(KUZZLE);
            }
            allIsWell(kv, load);
            assertThat(load.failures()).isSubsetOf(CONNECTION_LOST);
            assertThat(links.popped.get())
                    .as("requests that waited in the queue")
                    .isPositive();
            theSumsAreExact(kv, load);
            load.removeEverything();
        }
    }

    @Test
    void tellsThatRedisIsGone() {
        try (KvClient kv = connect(RetryPolicy.none())) {
            kv.set(prefix, 1);
            OutageScript.terminate(REDIS);
            awaitThatKuzzleKnows();

            Stream.<Supplier<Object>>of(
                            () -> kv.get(prefix, Long.class),
                            () -> kv.entry(prefix, Long.class),
                            () -> kv.set(prefix, 2),
                            () -> kv.set(prefix, 2, with -> with.ttl(Duration.ofMinutes(1))),
                            () -> kv.set(prefix, 2, with -> with.ifAbsent()),
                            () -> kv.delete(prefix),
                            () -> kv.increment(prefix),
                            kv::count,
                            kv::ping)
                    .forEach(call -> saysNoRedis(failureWithin(SOON, call::get)));
            assertThat(kv.getAll(List.of(prefix), Long.class).failures().get(prefix))
                    .satisfies(KuzzleOutageIT::saysNoRedis);
            assertThat(kv.state()).isEqualTo(ConnectionState.CONNECTED);

            OutageScript.start(REDIS);
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(KvServerException.class)
                    .until(() -> kv.set(prefix, 3).written());
            assertThat(kv.get(prefix, Long.class)).contains(3L);
            kv.delete(prefix);
        }
    }

    /** What is asked before that is answered when Redis is back; so by a client that nobody needs afterwards. */
    private void awaitThatKuzzleKnows() {
        try (KvClient kv = connect(RetryPolicy.none())) {
            KvOperations impatient = kv.with(CallOptions.none().timeout(Duration.ofMillis(500)));
            await().atMost(PATIENCE)
                    .until(() ->
                            failureWithin(SOON, () -> impatient.get(prefix, Long.class)) instanceof KvServerException);
        }
    }

    private static void saysNoRedis(KvException e) {
        assertThat(e).isInstanceOf(KvServerException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(e.backendCode()).contains(NO_REDIS);
        assertThat(e.retryable()).isTrue();
    }

    /**
     * What Redis was asked when it went is asked again by Kuzzle when it is back, and answered only then. The client
     * waits for it, or drops the connection as unanswered and tries the new one until Redis is back.
     */
    @ParameterizedTest(name = "longer than an answer may take: {0}")
    @ValueSource(booleans = {false, true})
    void goesOnAfterRedisWasGone(boolean longerThanAnAnswerMayTake) throws InterruptedException {
        try (KvClient kv = connect(RetryPolicy.standard());
                OutageLoad load = new OutageLoad(kv, history, prefix)) {
            for (int i = 0; i < 2; i++) {
                load.awaitSuccesses(CALM, PATIENCE);
                int lost = links.lost.get();
                OpenOperation loss = history.loss("redis");
                OutageScript.terminate(REDIS);
                if (longerThanAnAnswerMayTake) {
                    await().atMost(PATIENCE).until(() -> links.lost.get() > lost);
                    await().atMost(PATIENCE)
                            .until(() -> kv.offlineQueue().oldestAge().toMillis() > 500);
                }
                OutageScript.start(REDIS);
                loss.acknowledged();
            }
            allIsWell(kv, load);
            assertThat(load.failures()).isSubsetOf(CONNECTION_LOST, "UNKNOWN KvServerException " + NO_REDIS);
            load.removeEverything();
        }
    }

    private KvClient connect(RetryPolicy retry) {
        URI uri = URI.create(URL);
        return KvClient.builder(KuzzleBackend.builder()
                        .endpoint(uri.getHost(), uri.getPort() < 0 ? KuzzleBackend.DEFAULT_PORT : uri.getPort())
                        .ping(PING_INTERVAL, PING_TIMEOUT)
                        .answerTimeout(ANSWER_TIMEOUT)
                        .reconnect(Duration.ofMillis(50), Duration.ofMillis(500))
                        .build())
                .timeout(TIMEOUT)
                .connectTimeout(CONNECT_TIMEOUT)
                .retry(retry)
                .listener(links)
                .listener(history.listener())
                .connect();
    }

    /** Ends the load when it has gone well again for a while, and looks at its history. */
    private void allIsWell(KvClient kv, OutageLoad load) throws InterruptedException {
        load.awaitSuccesses(CALM, PATIENCE);
        load.end(TIMEOUT.plus(PATIENCE));
        load.readEverything();
        System.out.println(test + ": " + load + ", " + links);
        assertThat(HistoryChecker.check(history).stream().limit(5)).isEmpty();
        assertThat(history.operations())
                .as("what may be sent again is given up only if that has failed as well")
                .noneMatch(o -> o.end() == End.UNKNOWN && o.action() != Action.ADD && o.attempts() == 1);
        assertThat(kv.state()).isEqualTo(ConnectionState.CONNECTED);
        assertThat(kv.offlineQueue().entries()).isZero();
    }

    /** An acknowledged addition counts once, one that is unknown once at the most for each time it was sent. */
    private void theSumsAreExact(KvClient kv, OutageLoad load) {
        for (String counter : load.counters()) {
            List<Operation> additions = history.operations().stream()
                    .filter(o -> o.action() == Action.ADD && o.key().equals(counter))
                    .toList();
            long acknowledged = sum(additions, o -> o.end().certain() ? o.amount() : 0);
            long unknown = sum(additions, o -> o.end() == End.UNKNOWN ? o.amount() * o.attempts() : 0);
            assertThat(kv.get(counter, Long.class).orElse(0L))
                    .as(counter)
                    .isBetween(acknowledged, acknowledged + unknown);
        }
    }

    private static long sum(List<Operation> operations, ToLongFunction<Operation> share) {
        return operations.stream().mapToLong(share).sum();
    }

    /** Counts connections, and what waits for one. */
    private static final class Links implements KvListener {
        private final AtomicInteger made = new AtomicInteger();
        private final AtomicInteger lost = new AtomicInteger();
        private final AtomicInteger popped = new AtomicInteger();

        @Override
        public void onStateChange(StateChange event) {
            if (event.to() == ConnectionState.CONNECTED) {
                made.incrementAndGet();
            } else if (event.to() == ConnectionState.DISCONNECTED) {
                lost.incrementAndGet();
            }
        }

        @Override
        public void onOffline(OfflineEvent event) {
            if (event.kind() == OfflineEvent.Kind.POPPED) {
                popped.incrementAndGet();
            }
        }

        @Override
        public String toString() {
            return made + " connections made, " + lost + " lost or not made, " + popped
                    + " requests sent from the queue";
        }
    }
}
