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
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.kvclient.CallOptions;
import dev.kvclient.KvClient;
import dev.kvclient.KvType;
import dev.kvclient.SetResult;
import dev.kvclient.WriteEffect;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvRateLimitedException;
import dev.kvclient.error.KvSerializationException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.kuzzle.Fault;
import dev.kvclient.testkit.kuzzle.Faults;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that answers what it should not, or not at all. */
@Timeout(20)
@ExtendWith(NoThreadLeft.class)
class OddAnswersTest {
    private static final CallOptions SHORT = CallOptions.none().timeout(Duration.ofMillis(300));

    /** The deadline of {@link #SHORT}, and what a busy machine may take longer than it should. */
    private static final Duration SHORTLY = Duration.ofSeconds(2);

    private final KuzzleServer server = KuzzleServer.start();

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void whereAnAnswerIsNoJsonTheConnectionIsDropped() {
        try (KvClient kv = connect(server)) {
            server.faults().on(Faults.action("get"), Fault.answerNotJson()).once();
            server.faults().on(Faults.action("incrby"), Fault.answerNotJson()).once();
            kv.set("k", "v");

            assertThat(within(SOON, () -> kv.get("k", String.class))).contains("v");
            assertThat(server.connectionsAccepted()).isEqualTo(2);

            KvException e = failureWithin(SOON, () -> kv.increment("n"));
            assertThat(e).isInstanceOf(KvProtocolException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(server.executed("incrby")).isEqualTo(1);
        }
    }

    @Test
    void aSecondAnswerIsNobodys() {
        try (KvClient kv = connect(server)) {
            server.faults().on(Faults.action("incrby"), Fault.answerTwice());
            server.faults().on(Faults.action("get"), Fault.answerTwice());
            for (int i = 1; i <= 50; i++) {
                assertThat(kv.increment("n")).isEqualTo(i);
                assertThat(kv.get("n", Integer.class)).contains(i);
            }
            assertThat(server.executed("incrby")).isEqualTo(50);
            assertThat(server.connectionsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void anAnswerForNobodyLeavesItsAskerWaiting() {
        try (KvClient kv = connect(server)) {
            server.faults().on(Faults.key("lost"), Fault.answerForNobody());
            CompletableFuture<Long> lost =
                    kv.async().increment("lost", 1, CallOptions.none().timeout(Duration.ofMillis(400)));

            assertThat(kv.increment("other")).isEqualTo(1);

            KvException e = within(SHORTLY, () -> failureOf(lost));
            assertThat(e).isInstanceOf(KvTimeoutException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(server.connectionsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void aStrayAnswerBeforeTheRightOneIsIgnored() {
        try (KvClient kv = connect(server)) {
            server.faults().on(Faults.any(), Fault.strayAnswerFirst());
            kv.set("k", "v");
            assertThat(kv.get("k", String.class)).contains("v");
        }
    }

    @Test
    void answersInAnotherOrderFindTheirAskers() {
        try (KvClient kv = connect(server)) {
            for (int i = 0; i < 40; i++) {
                kv.set("k" + i, "v" + i);
                Duration late = Duration.ofMillis((40 - i) * 5L);
                server.faults().on(Faults.key("k" + i), Fault.delayAnswer(late));
            }
            List<CompletableFuture<Optional<String>>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                all.add(kv.async().get("k" + i, String.class));
            }
            for (int i = 0; i < 40; i++) {
                assertThat(resultOf(all.get(i))).contains("v" + i);
            }
        }
    }

    @Test
    void executionInAnotherOrderKeepsTheWritesOfAKey() {
        try (KvClient kv = connect(server)) {
            server.faults()
                    .on(Faults.action("set"), Fault.delayExecution(Duration.ofMillis(100)))
                    .once();
            CompletableFuture<SetResult> first = kv.async().set("k", "first");
            CompletableFuture<SetResult> second = kv.async().set("k", "second");

            assertThat(resultOf(first).written()).isTrue();
            assertThat(resultOf(second).written()).isTrue();
            assertThat(server.value("k")).contains("second");
        }
    }

    @Test
    void aSwallowedWriteIsUnknownAndHasHappened() {
        try (KvClient kv = connect(server)) {
            server.faults().on(Faults.action("incrby"), Fault.swallowAnswer()).once();

            KvException e = failureWithin(SHORTLY, () -> kv.increment("n", 1, SHORT));

            assertThat(e).isInstanceOf(KvTimeoutException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(e.attempts()).isEqualTo(1);
            assertThat(server.executed("incrby")).isEqualTo(1);
            assertThat(kv.increment("n")).isEqualTo(2);
            assertThat(server.connectionsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void oneCallersTimeoutLeavesTheConnectionToTheOthers() {
        try (KvClient kv = connect(server)) {
            server.faults().on(Faults.key("silent"), Fault.ignore());
            server.faults().on(Faults.key("slow"), Fault.delayAnswer(Duration.ofMillis(600)));
            kv.set("slow", "v");
            CompletableFuture<Optional<String>> slow = kv.async().get("slow", String.class);

            assertThat(failureWithin(SHORTLY, () -> kv.get("silent", KvType.of(String.class), SHORT)))
                    .isInstanceOf(KvTimeoutException.class);

            assertThat(resultOf(slow)).contains("v");
            assertThat(server.connectionsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void withoutAnyAnswerTheConnectionIsDropped() {
        try (KvClient kv =
                client(backend(server).answerTimeout(Duration.ofMillis(200))).connect()) {
            server.faults().on(Faults.action("incrby"), Fault.ignore()).once();
            server.faults().on(Faults.action("get"), Fault.ignore()).once();
            CompletableFuture<Optional<String>> read = kv.async().get("k", String.class);
            CompletableFuture<Long> counter =
                    kv.async().increment("n", 1, CallOptions.none().noTimeout());

            KvException e = within(SOON, () -> failureOf(counter));

            assertThat(e).isInstanceOf(KvConnectionException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(within(SOON, () -> resultOf(read))).isEmpty();
            assertThat(server.connectionsAccepted()).isEqualTo(2);
        }
    }

    @Test
    void theAnswerTimeoutAlsoEndsWhatItsCallerHasGivenUp() {
        try (KvClient kv =
                client(backend(server).answerTimeout(Duration.ofMillis(200))).connect()) {
            server.faults().on(Faults.action("get"), Fault.ignore()).once();
            assertThat(failureWithin(
                            SHORTLY, () -> kv.get("k", KvType.of(String.class), SHORT.timeout(Duration.ofMillis(50)))))
                    .isInstanceOf(KvTimeoutException.class);

            await().until(() -> server.connectionsAccepted() == 2);
            await().until(() -> kv.awaitConnected(Duration.ofSeconds(5)));
            assertThat(kv.get("k", String.class)).isEmpty();
        }
    }

    @Test
    void whatWasNotExecutedIsSentAgain() {
        try (KvClient kv = connect(server)) {
            for (Fault fault : List.of(Fault.overloaded(), Fault.shuttingDown(), Fault.notEnoughNodes())) {
                server.faults().on(Faults.action("incrby"), fault).times(2);
            }

            assertThat(kv.increment("n")).isEqualTo(1);
            assertThat(server.executed("incrby")).isEqualTo(1);
            assertThat(server.requestsReceived()).isEqualTo(7);
        }
    }

    @Test
    void tooManyRequestsAreWaitedOut() {
        try (KvClient kv = connect(server)) {
            server.faults().on(Faults.action("incrby"), Fault.tooManyRequests()).once();

            long start = System.nanoTime();
            assertThat(kv.increment("n")).isEqualTo(1);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(900));
        }
    }

    @Test
    void tooManyRequestsForTheDeadlineAreTold() {
        try (KvClient kv = connect(server)) {
            server.faults().on(Faults.action("incrby"), Fault.tooManyRequests());

            KvException e = failureWithin(SHORTLY, () -> kv.increment("n", 1, SHORT));

            assertThat(e).isInstanceOf(KvRateLimitedException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(e.status()).hasValue(429);
            assertThat(e.backendCode()).contains("api.process.too_many_requests");
            assertThat(e.operation()).contains("increment");
            assertThat(e.key()).contains("n");
        }
    }

    @Test
    void anInternalErrorIsRepeatedOnlyForWhatMayRunTwice() {
        try (KvClient kv = connect(server)) {
            server.faults().on(Faults.action("set"), Fault.internalError()).once();
            server.faults().on(Faults.action("get"), Fault.redisDown()).times(3);
            server.faults().on(Faults.action("incrby"), Fault.internalError()).once();

            assertThat(kv.set("k", "v").effect()).isEqualTo(WriteEffect.NOT_TOLD);
            assertThat(kv.get("k", String.class)).contains("v");
            KvException e = catchThrowableOfType(KvException.class, () -> kv.increment("n"));
            assertThat(e).isInstanceOf(KvServerException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(e.attempts()).isEqualTo(1);
            assertThat(server.executed("incrby")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConditionalWriteIsNotRepeatedOnAnInternalError(boolean absent) {
        try (KvClient kv = connect(server)) {
            server.faults().on(Faults.action("set"), Fault.internalError()).once();

            KvException e = catchThrowableOfType(
                    KvException.class, () -> kv.set("k", "v", o -> absent ? o.ifAbsent() : o.ifPresent()));

            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(server.requestsReceived()).isEqualTo(1);
        }
    }

    @Test
    void aCounterBeyond2To53IsApplied() {
        try (KvClient kv = connect(server)) {
            kv.set("n", "9007199254740992");

            KvException e = catchThrowableOfType(KvException.class, () -> kv.increment("n", 10));

            assertThat(e).isInstanceOf(KvSerializationException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.APPLIED);
            assertThat(server.value("n")).contains("9007199254741002");
            assertThat(server.executed("incrby")).isEqualTo(1);
            assertThat(kv.get("n", Long.class)).contains(9_007_199_254_741_002L);
        }
    }
}
