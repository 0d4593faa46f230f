package dev.kvclient.kuzzle;

import static dev.kvclient.error.Outcome.NOT_SENT;
import static dev.kvclient.error.Outcome.REJECTED;
import static dev.kvclient.error.Outcome.UNKNOWN;
import static dev.kvclient.kuzzle.fixture.Clients.backend;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kvclient.KvClient;
import dev.kvclient.RetryPolicy;
import dev.kvclient.error.KvConflictException;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.KvRateLimitedException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.KvTooLargeException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.ms.KuzzleMemoryStorage;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.kuzzle.Fault;
import dev.kvclient.testkit.kuzzle.Faults;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way in which Kuzzle refuses, as the application sees it: by the common API, by {@code ms()} and by
 * {@code query()} alike. Nothing is sent twice here, so that each refusal is told; what is sent again is the last test.
 * Who may do what is in {@link RightsTest}.
 */
@Timeout(20)
@ExtendWith(NoThreadLeft.class)
class RefusalsTest {
    private static final String SECRET = "stored-value";

    private static final int MAX_FRAME = 4_096;

    private static final String REDIS = "plugin.runtime.unexpected_error";

    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private final KuzzleServer server =
            KuzzleServer.builder().maxRequestSize(MAX_FRAME).start();

    @AfterEach
    void stopServer() {
        server.close();
    }

    /** A client's doors. */
    private record Doors(KvClient kv, KuzzleMemoryStorage ms, KuzzleClient kuzzle) {}

    /** What the application is told. */
    private record Told(
            Class<? extends KvException> type,
            Outcome outcome,
            boolean retryable,
            @Nullable Duration retryAfter,
            @Nullable Integer status,
            @Nullable String code) {
        Told again() {
            return new Told(type, outcome, true, retryAfter, status, code);
        }

        Told after(Duration value) {
            return new Told(type, outcome, true, value, status, code);
        }
    }

    private static Told told(Class<? extends KvException> type, Outcome outcome, int status, @Nullable String code) {
        return new Told(type, outcome, false, null, status, code);
    }

    private static Told wrong(String code) {
        return told(KvRequestException.class, REJECTED, 400, code);
    }

    private static Told redisRefuses() {
        return told(KvRequestException.class, REJECTED, 500, REDIS);
    }

    private static Told failed(Outcome outcome, int status, String code) {
        return told(KvServerException.class, outcome, status, code).again();
    }

    private static Consumer<Doors> kv(Consumer<KvClient> call) {
        return doors -> call.accept(doors.kv());
    }

    private static Consumer<Doors> ms(Consumer<KuzzleMemoryStorage> call) {
        return doors -> call.accept(doors.ms());
    }

    private static Consumer<Doors> query(KuzzleRequest request) {
        return doors -> doors.kuzzle().query(request);
    }

    private static KuzzleRequest ask(String action, String key) {
        return KuzzleRequest.of("ms", action).id(key);
    }

    /** One refusal by each of these doors. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    private static Stream<Arguments> row(String name, Told told, Consumer<Doors>... calls) {
        return Arrays.stream(calls).map(call -> Arguments.of(Named.of(name, call), told));
    }

    private static Stream<Arguments> whatTheRequestIsRefusedFor() {
        return Stream.of(
                        row("no key", wrong("api.assert.missing_argument"), query(KuzzleRequest.of("ms", "get"))),
                        row(
                                "an argument too few",
                                wrong("api.assert.missing_argument"),
                                query(ask("getrange", "text").with("start", 0))),
                        row("no body", wrong("api.assert.body_required"), query(ask("set", "k"))),
                        row(
                                "a value of the wrong type",
                                wrong("api.assert.invalid_type"),
                                query(ask("set", "k").body(Map.of())),
                                query(ask("set", "k").body(Map.of("value", Map.of("a", SECRET)))),
                                query(ask("set", "k").body(Map.of("value", true)))),
                        row(
                                "a number of the wrong type",
                                redisRefuses(),
                                query(ask("incrby", "k").body(Map.of("value", SECRET)))),
                        row(
                                "options that exclude each other",
                                wrong("api.assert.mutually_exclusive"),
                                query(ask("set", "k").body(Map.of("value", SECRET, "nx", true, "xx", true)))),
                        row(
                                "an unknown action",
                                told(KvNotFoundException.class, REJECTED, 404, "api.process.action_not_found"),
                                query(KuzzleRequest.of("ms", "nope"))),
                        row(
                                "an unknown controller",
                                told(KvNotFoundException.class, REJECTED, 404, "api.process.controller_not_found"),
                                query(KuzzleRequest.of("nobody", "home"))),
                        row(
                                "WRONGTYPE",
                                redisRefuses(),
                                kv(c -> c.get("list", String.class)),
                                kv(c -> c.increment("list")),
                                ms(m -> m.get("list")),
                                ms(m -> m.rpush("text", SECRET)),
                                query(ask("get", "list")),
                                query(ask("hget", "list").with("field", "f"))),
                        row(
                                "not an integer",
                                redisRefuses(),
                                kv(c -> c.increment("text")),
                                ms(m -> m.incr("text")),
                                query(ask("incr", "text"))),
                        row("not a number", redisRefuses(), ms(m -> m.incrbyfloat("text", 1.5))),
                        row(
                                "out of range: the sum",
                                redisRefuses(),
                                kv(c -> c.increment("most")),
                                ms(m -> m.incr("most")),
                                query(ask("incr", "most"))),
                        row(
                                "out of range: the index",
                                redisRefuses(),
                                ms(m -> m.lset("list", 9, SECRET)),
                                query(ask("lset", "list").body(Map.of("index", 9, "value", SECRET)))),
                        row(
                                "no such key",
                                redisRefuses(),
                                ms(m -> m.rename("absent", "other")),
                                ms(m -> m.lset("absent", 0, SECRET)),
                                query(ask("rename", "absent").body(Map.of("newkey", "other")))),
                        row(
                                "an expiry that is none",
                                redisRefuses(),
                                query(ask("set", "k").body(Map.of("value", SECRET, "ex", -1)))),
                        row(
                                "a subcommand that is none",
                                redisRefuses(),
                                query(ask("object", "text").with("subcommand", SECRET))),
                        row(
                                "a strategy that is none",
                                wrong("security.credentials.unknown_strategy"),
                                query(KuzzleRequest.of("auth", "login").with("strategy", SECRET))))
                .flatMap(row -> row);
    }

    @ParameterizedTest
    @MethodSource("whatTheRequestIsRefusedFor")
    void theRequestIsRefused(Consumer<Doors> call, Told told) {
        try (KvClient kv = open()) {
            fill(kv);
            int keys = server.keyCount();

            check(refusal(kv, call), told);

            assertThat(server.keyCount()).isEqualTo(keys);
            assertThat(server.value("text")).contains(SECRET);
            assertThat(server.value("most")).contains(Long.toString(Long.MAX_VALUE));
            goesOn(kv, 1);
        }
    }

    private static Stream<Arguments> whatTheServerFailsWith() {
        return Stream.of(
                        Arguments.of(Fault.redisDown(), failed(UNKNOWN, 500, "services.cache.read_failed")),
                        Arguments.of(
                                Fault.refuse(
                                        500,
                                        "core.fatal.unexpected_error",
                                        1,
                                        "Caught an unexpected error: services.cache.notconnected",
                                        "services.cache.notconnected"),
                                failed(REJECTED, 500, "core.fatal.unexpected_error")),
                        Arguments.of(Fault.internalError(), failed(UNKNOWN, 500, "core.fatal.unexpected_error")),
                        Arguments.of(
                                Fault.shuttingDown(),
                                failed(REJECTED, 503, "network.entrypoint.shutting_down")
                                        .after(Duration.ofMillis(700))),
                        Arguments.of(
                                Fault.refuse(503, "api.process.shutting_down", 33685511, "words"),
                                failed(REJECTED, 503, "api.process.shutting_down")
                                        .after(Duration.ofMillis(700))),
                        Arguments.of(Fault.overloaded(), failed(REJECTED, 503, "api.process.overloaded")),
                        Arguments.of(Fault.notEnoughNodes(), failed(REJECTED, 503, "api.process.not_enough_nodes")),
                        Arguments.of(
                                Fault.tooManyRequests(),
                                told(KvRateLimitedException.class, REJECTED, 429, "api.process.too_many_requests")
                                        .after(A_SECOND)),
                        Arguments.of(
                                Fault.refuse(429, "api.process.too_many_logins_requests", 33685517, "words"),
                                told(
                                                KvRateLimitedException.class,
                                                REJECTED,
                                                429,
                                                "api.process.too_many_logins_requests")
                                        .after(A_SECOND)),
                        Arguments.of(
                                Fault.refuse(412, "api.process.action_locked", 33685505, "words"),
                                told(KvConflictException.class, REJECTED, 412, "api.process.action_locked")),
                        Arguments.of(
                                Fault.refuse(413, "network.http.request_too_large", 50397185, "words"),
                                told(KvTooLargeException.class, REJECTED, 413, "network.http.request_too_large")),
                        Arguments.of(
                                Fault.refuse(503, "plugin.runtime.too_many_pipes", 67239940, "words"),
                                failed(UNKNOWN, 503, "plugin.runtime.too_many_pipes")),
                        Arguments.of(
                                Fault.refuse(504, "plugin.of.somebody", 0, "words"),
                                failed(UNKNOWN, 504, "plugin.of.somebody")),
                        Arguments.of(
                                Fault.refuse(206, "api.process.incomplete_multiple_request", 33685514, "words"),
                                told(KvServerException.class, UNKNOWN, 206, "api.process.incomplete_multiple_request")),
                        Arguments.of(
                                Fault.refuse(500, REDIS, 67239938, "words", "OOM command not allowed " + SECRET),
                                failed(REJECTED, 500, REDIS)),
                        Arguments.of(
                                Fault.refuse(500, REDIS, 67239938, "words", "MISCONF Redis is configured to " + SECRET),
                                told(KvServerException.class, REJECTED, 500, REDIS)),
                        Arguments.of(
                                Fault.refuse(500, REDIS, 67239938, "words", "Connection is closed."),
                                failed(UNKNOWN, 500, REDIS)),
                        Arguments.of(
                                Fault.refuse(400, null, 0, "words " + SECRET),
                                told(KvRequestException.class, REJECTED, 400, null)))
                .flatMap(each -> Stream.of(kv(c -> c.increment("n")), ms(m -> m.incr("n")), query(ask("incr", "n")))
                        .map(call -> Arguments.of(each.get()[0], each.get()[1], call)));
    }

    @ParameterizedTest
    @MethodSource("whatTheServerFailsWith")
    void theServerFails(Fault fault, Told told, Consumer<Doors> call) {
        try (KvClient kv = open()) {
            server.faults().on(Faults.any(), fault).once();

            check(refusal(kv, call), told);

            assertThat(server.value("n")).isEmpty();
            goesOn(kv, 1);
        }
    }

    private static Stream<Arguments> tooLarge() {
        String large = SECRET.repeat(MAX_FRAME);
        return row(
                "a frame over the limit",
                new Told(KvTooLargeException.class, NOT_SENT, false, null, null, null),
                kv(c -> c.set("k", large)),
                kv(c -> c.get("key".repeat(MAX_FRAME), String.class)),
                ms(m -> m.set("k", large)),
                ms(m -> m.rpush("list", large)),
                query(ask("set", "k").body(Map.of("value", large))));
    }

    @ParameterizedTest
    @MethodSource("tooLarge")
    void aFrameOverTheLimitIsRefusedHere(Consumer<Doors> call, Told told) {
        try (KvClient kv = open()) {
            check(refusal(kv, call), told);

            assertThat(server.requestsReceived()).isZero();
            goesOn(kv, 1);
        }
    }

    private static Stream<Consumer<Doors>> increments() {
        return Stream.of(kv(c -> c.increment("n")), ms(m -> m.incr("n")), query(ask("incr", "n")));
    }

    @ParameterizedTest
    @MethodSource("increments")
    void aFrameThatOnlyTheServerFindsTooLargeCostsTheConnection(Consumer<Doors> call) {
        try (KvClient kv = KvClient.builder(
                        backend(server).maxFrameBytes(10 * MAX_FRAME).build())
                .retry(RetryPolicy.none())
                .connect()) {
            KvException e =
                    refusal(kv, query(ask("set", "k").body(Map.of("value", "x".repeat(2 * MAX_FRAME), "nx", true))));

            check(e, new Told(KvConnectionException.class, UNKNOWN, true, null, null, null));
            assertThat(server.keyCount()).isZero();
            assertThat(kv.awaitConnected(Duration.ofSeconds(5))).isTrue();
            call.accept(doors(kv));
            assertThat(server.value("n")).contains("1");
        }
    }

    @ParameterizedTest
    @MethodSource("increments")
    void aReaderThatIsTooSlowLosesItsConnection(Consumer<Doors> call) {
        try (KvClient kv = open()) {
            server.faults().on(Faults.any(), Fault.closeAfterExecuting(1011)).once();

            KvException e = refusal(kv, call);

            check(e, new Told(KvConnectionException.class, UNKNOWN, true, null, null, null));
            assertThat(e).hasMessageContaining("1011");
            assertThat(server.value("n")).contains("1");
            goesOn(kv, 2);
        }
    }

    /** What the advice says is what a client does that may send again. */
    @ParameterizedTest
    @MethodSource("increments")
    void whatWasNotCarriedOutIsSentAgainAndWhatMayHaveBeenIsNot(Consumer<Doors> call) {
        List<Fault> refused = List.of(Fault.shuttingDown(), Fault.overloaded(), Fault.notEnoughNodes());
        List<Fault> perhapsDone = List.of(Fault.redisDown(), Fault.internalError(), Fault.closeAfterExecuting(1011));
        RetryPolicy often = RetryPolicy.standard().maxAttempts(5).backoff(Duration.ofMillis(1), Duration.ofMillis(9));
        try (KvClient kv =
                KvClient.builder(backend(server).build()).retry(often).connect()) {
            for (Fault fault : refused) {
                long before = server.requestsReceived();
                server.faults().on(Faults.any(), fault).once();
                call.accept(doors(kv));
                assertThat(server.requestsReceived() - before).isEqualTo(2);
            }
            assertThat(server.value("n")).contains("3");
            for (Fault fault : perhapsDone) {
                assertThat(kv.awaitConnected(Duration.ofSeconds(5))).isTrue();
                server.faults().on(Faults.any(), fault).once();
                KvException e = refusal(kv, call);
                assertThat(e.outcome()).isEqualTo(UNKNOWN);
                assertThat(e.attempts()).isEqualTo(1);
            }
        }
    }

    @Test
    void aReadIsSentAgainWhateverHappened() {
        List<Fault> faults = new ArrayList<>(List.of(
                Fault.redisDown(), Fault.internalError(), Fault.shuttingDown(), Fault.closeBeforeExecuting(1011)));
        RetryPolicy often = RetryPolicy.standard().maxAttempts(9).backoff(Duration.ofMillis(1), Duration.ofMillis(9));
        try (KvClient kv =
                KvClient.builder(backend(server).build()).retry(often).connect()) {
            fill(kv);
            for (Consumer<Doors> read : List.of(
                    kv(c -> assertThat(c.get("text", String.class)).contains(SECRET)),
                    ms(m -> assertThat(m.get("text")).contains(SECRET)),
                    (Consumer<Doors>) d -> assertThat(
                                    d.kuzzle().query(ask("get", "text").readOnly(), String.class))
                            .contains(SECRET))) {
                faults.forEach(
                        fault -> server.faults().on(Faults.action("get"), fault).once());
                read.accept(doors(kv));
            }
        }
    }

    private KvClient open() {
        return KvClient.builder(backend(server).maxFrameBytes(MAX_FRAME).build())
                .retry(RetryPolicy.none())
                .connect();
    }

    private static Doors doors(KvClient kv) {
        KuzzleClient kuzzle = kv.unwrap(KuzzleClient.class);
        return new Doors(kv, kuzzle.ms(), kuzzle);
    }

    private static void fill(KvClient kv) {
        KuzzleMemoryStorage ms = doors(kv).ms();
        ms.set("text", SECRET);
        ms.set("most", Long.toString(Long.MAX_VALUE));
        ms.rpush("list", "a");
    }

    private static KvException refusal(KvClient kv, Consumer<Doors> call) {
        Doors doors = doors(kv);
        return catchThrowableOfType(KvException.class, () -> call.accept(doors));
    }

    private static void check(KvException e, Told told) {
        assertThat(e).isExactlyInstanceOf(told.type());
        assertThat(e.outcome()).isEqualTo(told.outcome());
        assertThat(e.retryable()).isEqualTo(told.retryable());
        assertThat(e.retryAfter()).isEqualTo(Optional.ofNullable(told.retryAfter()));
        assertThat(e.backendCode()).isEqualTo(Optional.ofNullable(told.code()));
        if (told.status() == null) {
            assertThat(e.status()).isEmpty();
        } else {
            assertThat(e.status()).hasValue(told.status());
            assertThat(e.nativeError(KuzzleError.class).orElseThrow().status()).isEqualTo(told.status());
        }
        assertThat(e.backend()).contains("kuzzle");
        assertThat(e.operation()).isPresent();
        assertThat(e.attempts()).isEqualTo(told.outcome() == NOT_SENT ? 0 : 1);
        assertThat(e.toString()).doesNotContain(SECRET);
    }

    /** The client is as good as before. */
    private void goesOn(KvClient kv, int connections) {
        assertThat(kv.awaitConnected(Duration.ofSeconds(5))).isTrue();
        kv.set("after", 1);
        assertThat(kv.get("after", Integer.class)).contains(1);
        assertThat(server.connectionsAccepted()).isEqualTo(connections);
    }
}
