package dev.kvclient.kuzzle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kvclient.Credentials;
import dev.kvclient.KvClient;
import dev.kvclient.RetryPolicy;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvConflictException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.KvRateLimitedException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.ms.KuzzleMemoryStorage;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a real Kuzzle refuses, by the common API, by {@code ms()} and by {@code query()}. Its server has no admin, so
 * that anybody may make users: one is made with few rights, and removed afterwards. A server that stops, or loses its
 * Redis, is in {@link KuzzleOutageIT}, a frame over the limit in {@link KuzzleAdapterIT}.
 */
@Tag("kuzzle")
@Timeout(60)
@ExtendWith(NoThreadLeft.class)
class KuzzleRefusalsIT {
    private static final String URL = System.getProperty("kuzzle.url", "kuzzle://127.0.0.1:7512");
    private static final String NAME = "kvclient-it-" + UUID.randomUUID();
    private static final String HASTY = NAME + "-hasty";
    private static final String PASSWORD = "secret-" + UUID.randomUUID();
    private static final String REDIS = "plugin.runtime.unexpected_error";

    /** The rate limit of the hasty one's profile: so many requests a second. */
    private static final int REQUESTS_A_SECOND = 20;

    private final String prefix = "kvclient-it:" + UUID.randomUUID() + ":";
    private KvClient kv;

    @BeforeAll
    static void makeUser() {
        Map<String, Object> few = Map.of(
                "auth", Map.of("actions", Map.of("*", true)),
                "ms", Map.of("actions", Map.of("get", true, "ping", true)));
        admin(
                KuzzleRequest.of("security", "createRole").id(NAME).body(Map.of("controllers", few)),
                profile(NAME, 0),
                profile(HASTY, REQUESTS_A_SECOND),
                user(NAME),
                user(HASTY));
    }

    private static KuzzleRequest profile(String name, int rateLimit) {
        return KuzzleRequest.of("security", "createProfile")
                .id(name)
                .body(Map.of("rateLimit", rateLimit, "policies", List.of(Map.of("roleId", NAME))));
    }

    private static KuzzleRequest user(String name) {
        return KuzzleRequest.of("security", "createUser")
                .id(name)
                .body(Map.of(
                        "content", Map.of("profileIds", List.of(name)),
                        "credentials", Map.of("local", Map.of("username", name, "password", PASSWORD))));
    }

    @AfterAll
    static void removeUser() {
        admin(
                delete("deleteUser", NAME),
                delete("deleteUser", HASTY),
                delete("deleteProfile", NAME),
                delete("deleteProfile", HASTY),
                delete("deleteRole", NAME));
    }

    /** The next one looks whether anybody needs it still. */
    private static KuzzleRequest delete(String action, String name) {
        return KuzzleRequest.of("security", action).id(name).with("refresh", "wait_for");
    }

    private static void admin(KuzzleRequest... requests) {
        try (KvClient anybody = KvClient.connect(URL)) {
            for (KuzzleRequest request : requests) {
                assertThat(anybody.unwrap(KuzzleClient.class).query(request).status())
                        .isEqualTo(200);
            }
        }
    }

    @BeforeEach
    void connectAndFill() {
        kv = KvClient.builder(URL).retry(RetryPolicy.none()).connect();
        KuzzleMemoryStorage ms = kuzzle(kv).ms();
        ms.set(key("text"), "hello");
        ms.set(key("most"), Long.toString(Long.MAX_VALUE));
        ms.rpush(key("list"), "a");
    }

    @AfterEach
    void removeAndClose() {
        try (KvClient closing = kv) {
            closing.deletePrefix(prefix);
        }
    }

    private String key(String name) {
        return prefix + name;
    }

    private static KuzzleClient kuzzle(KvClient kv) {
        return kv.unwrap(KuzzleClient.class);
    }

    private record Door(KvClient kv, String prefix) {
        KuzzleMemoryStorage ms() {
            return kuzzle(kv).ms();
        }

        void query(String action, String name, @Nullable Map<String, ?> body) {
            KuzzleRequest request = KuzzleRequest.of("ms", action).id(prefix + name);
            kuzzle(kv).query(body == null ? request : request.body(body));
        }
    }

    private static Stream<Arguments> refused(
            String name, Class<? extends KvException> type, int status, String code, List<Consumer<Door>> calls) {
        return calls.stream().map(call -> Arguments.of(Named.of(name, call), type, status, code));
    }

    private static Stream<Arguments> whatTheRequestIsRefusedFor() {
        Class<KvRequestException> wrong = KvRequestException.class;
        return Stream.of(
                        refused(
                                "no key",
                                wrong,
                                400,
                                "api.assert.missing_argument",
                                List.of(d -> kuzzle(d.kv()).query(KuzzleRequest.of("ms", "get")))),
                        refused(
                                "no body",
                                wrong,
                                400,
                                "api.assert.body_required",
                                List.of(d -> d.query("set", "k", null))),
                        refused(
                                "a value of the wrong type",
                                wrong,
                                400,
                                "api.assert.invalid_type",
                                List.of(
                                        d -> d.query("set", "k", Map.of("value", Map.of("a", 1))),
                                        d -> d.query("set", "k", Map.of("value", true)))),
                        refused(
                                "options that exclude each other",
                                wrong,
                                400,
                                "api.assert.mutually_exclusive",
                                List.of(d -> d.query("set", "k", Map.of("value", "v", "nx", true, "xx", true)))),
                        refused(
                                "an unknown action",
                                KvNotFoundException.class,
                                404,
                                "api.process.action_not_found",
                                List.of(d -> kuzzle(d.kv()).query(KuzzleRequest.of("ms", "nope")))),
                        refused(
                                "an unknown controller",
                                KvNotFoundException.class,
                                404,
                                "api.process.controller_not_found",
                                List.of(d -> kuzzle(d.kv()).query(KuzzleRequest.of("nobody", "home")))),
                        refused(
                                "WRONGTYPE",
                                wrong,
                                500,
                                REDIS,
                                List.of(
                                        d -> d.kv().get(d.prefix() + "list", String.class),
                                        d -> d.ms().get(d.prefix() + "list"),
                                        d -> d.query("get", "list", null))),
                        refused(
                                "not an integer",
                                wrong,
                                500,
                                REDIS,
                                List.of(
                                        d -> d.kv().increment(d.prefix() + "text"),
                                        d -> d.ms().incr(d.prefix() + "text"),
                                        d -> d.query("incr", "text", null))),
                        refused(
                                "out of range",
                                wrong,
                                500,
                                REDIS,
                                List.of(
                                        d -> d.kv().increment(d.prefix() + "most"),
                                        d -> d.ms().incr(d.prefix() + "most"),
                                        d -> d.ms().lset(d.prefix() + "list", 9, "v"),
                                        d -> d.query("lset", "list", Map.of("index", 9, "value", "v")))),
                        refused(
                                "no such key",
                                wrong,
                                500,
                                REDIS,
                                List.of(
                                        d -> d.ms().rename(d.prefix() + "absent", d.prefix() + "other"),
                                        d -> d.query("rename", "absent", Map.of("newkey", d.prefix() + "other")))),
                        refused(
                                "what its settings do not allow",
                                KvConflictException.class,
                                412,
                                "core.debugger.native_debug_protocol_usage_denied",
                                List.of(d -> kuzzle(d.kv()).query(KuzzleRequest.of("debug", "enable")))))
                .flatMap(each -> each);
    }

    @ParameterizedTest
    @MethodSource("whatTheRequestIsRefusedFor")
    void theRequestIsRefused(Consumer<Door> call, Class<? extends KvException> type, int status, String code) {
        KvException e = catchThrowableOfType(KvException.class, () -> call.accept(new Door(kv, prefix)));

        check(e, type, status, code, false);
        assertThat(kv.get(key("text"), String.class)).contains("hello");
        assertThat(kuzzle(kv).ms().get(key("most"))).contains(Long.toString(Long.MAX_VALUE));
        assertThat(kuzzle(kv).ms().lrange(key("list"), 0, -1)).containsExactly("a");
    }

    private static void check(
            KvException e, Class<? extends KvException> type, int status, String code, boolean retryable) {
        assertThat(e).isExactlyInstanceOf(type);
        assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(e.retryable()).isEqualTo(retryable);
        assertThat(e.attempts()).isEqualTo(1);
        assertThat(e.status()).hasValue(status);
        assertThat(e.backendCode()).contains(code);
        assertThat(e.operation()).isPresent();
        assertThat(e.nativeError(KuzzleError.class).orElseThrow().id()).contains(code);
    }

    private static KvClient signedIn(String name) {
        return KvClient.builder(URL)
                .credentials(Credentials.userPassword(name, PASSWORD))
                .retry(RetryPolicy.none())
                .connect();
    }

    @Test
    void aUserLacksARight() {
        try (KvClient limited = signedIn(NAME)) {
            for (Consumer<Door> call : List.<Consumer<Door>>of(
                    d -> d.kv().increment(d.prefix() + "n"),
                    d -> d.ms().incr(d.prefix() + "n"),
                    d -> d.query("incr", "n", null))) {
                KvException e = catchThrowableOfType(KvException.class, () -> call.accept(new Door(limited, prefix)));

                check(e, KvAuthException.class, 403, "security.rights.forbidden", false);
                assertThat(((KvAuthException) e).reason()).isEqualTo(KvAuthException.Reason.FORBIDDEN);
            }
            assertThat(limited.get(key("text"), String.class)).contains("hello");
            assertThat(kv.contains(key("n"))).isFalse();
        }
    }

    @Test
    void whatIsWrongWithWhoOneIs() {
        KuzzleRequest login = KuzzleRequest.of("auth", "login").with("strategy", "local");

        KvException password = catchThrowableOfType(
                KvException.class,
                () -> kuzzle(kv).query(login.body(Map.of("username", NAME, "password", "not-" + PASSWORD))));
        KvException again = catchThrowableOfType(
                KvException.class, () -> kuzzle(kv).query(login.body(Map.of("username", NAME, "password", PASSWORD))));

        check(password, KvAuthException.class, 401, "plugin.strategy.missing_user", false);
        assertThat(((KvAuthException) password).reason()).isEqualTo(KvAuthException.Reason.UNAUTHENTICATED);
        // One login a second and connection, failures included.
        check(again, KvRateLimitedException.class, 429, "api.process.too_many_logins_requests", true);
        assertThat(again.retryAfter()).contains(Duration.ofSeconds(1));
    }

    @Test
    void tooManyRequests() {
        try (KvClient limited = signedIn(HASTY)) {
            List<CompletableFuture<?>> all = new ArrayList<>();
            for (int i = 0; i < 5 * REQUESTS_A_SECOND; i++) {
                all.add(limited.async().get(key("text"), String.class).handle((text, e) -> e == null ? null : e));
            }
            List<KvException> refused = all.stream()
                    .map(CompletableFuture::join)
                    .filter(KvException.class::isInstance)
                    .map(KvException.class::cast)
                    .toList();

            assertThat(refused).hasSizeGreaterThan(REQUESTS_A_SECOND);
            for (KvException e : refused) {
                check(e, KvRateLimitedException.class, 429, "api.process.too_many_requests", true);
                assertThat(e.retryAfter()).contains(Duration.ofSeconds(1));
            }
        }
    }

    @Test
    void aClientThatFollowsTheAdviceGetsThrough() {
        try (KvClient patient = KvClient.builder(URL)
                .credentials(Credentials.userPassword(HASTY, PASSWORD))
                .connect()) {
            for (int i = 0; i < REQUESTS_A_SECOND + 5; i++) {
                assertThat(patient.get(key("text"), String.class)).contains("hello");
            }
        }
    }

    @Test
    void aServerWithoutItsClusterFailsToSubscribe() {
        KvException e = catchThrowableOfType(
                KvException.class,
                () -> kuzzle(kv)
                        .query(KuzzleRequest.of("realtime", "subscribe")
                                .index("town")
                                .collection("streets")
                                .body(Map.of())));

        assertThat(e).isExactlyInstanceOf(KvServerException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(e.backendCode()).contains("core.fatal.assertion_failed");
    }

    /** The server closes with 1011 on a client that does not read: one whose callbacks are slow reads all the same. */
    @Test
    void anApplicationThatIsSlowIsNoSlowReader() throws Exception {
        int reads = 1_000;
        String value = "x".repeat(10_000);
        AtomicInteger attempts = new AtomicInteger();
        ExecutorService one = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "slow-application");
            thread.setDaemon(true);
            return thread;
        });
        try (KvClient slow = KvClient.builder(URL)
                .retry(RetryPolicy.none())
                .callbackExecutor(one)
                .connect()) {
            slow.set(key("large"), value);
            List<CompletableFuture<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < reads; i++) {
                all.add(slow.async().get(key("large"), String.class).thenApply(text -> {
                    long until = System.nanoTime() + Duration.ofMillis(2).toNanos();
                    while (System.nanoTime() < until) {
                        Thread.onSpinWait();
                    }
                    attempts.incrementAndGet();
                    return text.orElse("").equals(value);
                }));
            }

            for (CompletableFuture<Boolean> each : all) {
                assertThat(each.join()).isTrue();
            }
            assertThat(attempts).hasValue(reads);
        } finally {
            one.shutdown();
            assertThat(one.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        }
    }
}
