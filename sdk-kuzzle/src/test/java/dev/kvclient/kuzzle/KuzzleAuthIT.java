package dev.kvclient.kuzzle;

import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.failureWithin;
import static dev.kvclient.testkit.fixture.Timed.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.Credentials;
import dev.kvclient.DeleteResult;
import dev.kvclient.KvClient;
import dev.kvclient.KvListener;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvConflictException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.KvRateLimitedException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.kuzzle.auth.ApiKey;
import dev.kvclient.kuzzle.auth.ApiKeySearch;
import dev.kvclient.kuzzle.auth.CreatedApiKey;
import dev.kvclient.kuzzle.auth.CreatedToken;
import dev.kvclient.kuzzle.auth.KuzzleAuth;
import dev.kvclient.kuzzle.auth.KuzzleUser;
import dev.kvclient.kuzzle.auth.LoginToken;
import dev.kvclient.kuzzle.auth.TokenLife;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * {@code auth()} at a real Kuzzle that has no admin, so that anybody may make users: two are made for these tests, one
 * of which may not refresh its token, and removed after them.
 */
@Tag("kuzzle")
@Timeout(60)
@ExtendWith(NoThreadLeft.class)
class KuzzleAuthIT {
    private static final String URL = System.getProperty("kuzzle.url", "kuzzle://127.0.0.1:7512");
    private static final String RUN = UUID.randomUUID().toString();
    private static final String USER = "kvclient-auth-" + RUN;
    private static final String PLAIN = "kvclient-plain-" + RUN;
    private static final String PASSWORD = "secret-" + UUID.randomUUID();

    /** A token that lives so short is renewed after half of it. */
    private static final TokenLife SHORT = TokenLife.of(Duration.ofSeconds(3));

    private final String key = "kvclient-it:" + UUID.randomUUID();
    private final List<Integer> attempts = new CopyOnWriteArrayList<>();
    private KvClient kv;
    private KuzzleAuth auth;

    private record Id(String _id) {}

    @BeforeAll
    static void makeUsers() {
        try (KvClient kv = KvClient.connect(URL)) {
            security(
                    kv,
                    "createRole",
                    Map.of(
                            "controllers",
                            Map.of(
                                    "auth", Map.of("actions", Map.of("getCurrentUser", true, "logout", true)),
                                    "ms", Map.of("actions", Map.of("*", true)))));
            security(kv, "createProfile", Map.of("policies", List.of(Map.of("roleId", PLAIN))));
            makeUser(kv, USER, "default");
            makeUser(kv, PLAIN, PLAIN);
        }
    }

    private static void makeUser(KvClient kv, String name, String profile) {
        Map<String, Object> body = Map.of(
                "content", Map.of("profileIds", List.of(profile)),
                "credentials", Map.of("local", Map.of("username", name, "password", PASSWORD)));
        assertThat(kv.unwrap(KuzzleClient.class)
                        .query(
                                KuzzleRequest.of("security", "createUser")
                                        .with("_id", name)
                                        .body(body),
                                Id.class))
                .contains(new Id(name));
    }

    private static void security(KvClient kv, String action, Map<String, ?> body) {
        assertThat(kv.unwrap(KuzzleClient.class)
                        .query(
                                KuzzleRequest.of("security", action)
                                        .with("_id", PLAIN)
                                        .body(body),
                                Id.class))
                .contains(new Id(PLAIN));
    }

    @AfterAll
    static void removeUsers() {
        try (KvClient kv = KvClient.connect(URL)) {
            remove(kv, "deleteUser", USER);
            remove(kv, "deleteUser", PLAIN);
            remove(kv, "deleteProfile", PLAIN);
            remove(kv, "deleteRole", PLAIN);
        }
    }

    private static void remove(KvClient kv, String action, String id) {
        assertThat(kv.unwrap(KuzzleClient.class)
                        .query(
                                KuzzleRequest.of("security", action)
                                        .with("_id", id)
                                        .with("refresh", "wait_for"),
                                Id.class))
                .contains(new Id(id));
    }

    @BeforeEach
    void connect() {
        kv = KvClient.builder(URL)
                .listener(new KvListener() {
                    @Override
                    public void onCallEnd(CallEnd event) {
                        attempts.add(event.attempts());
                    }
                })
                .connect();
        auth = kv.unwrap(KuzzleClient.class).auth();
    }

    @AfterEach
    void close() {
        kv.close();
    }

    private static Map<String, String> credentials(String name) {
        return Map.of("username", name, "password", PASSWORD);
    }

    private static void assertRefused(KvException e, KvAuthException.Reason reason, String code) {
        assertThat(e)
                .isInstanceOfSatisfying(
                        KvAuthException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
        assertThat(e.backendCode()).contains(code);
        assertThat(e.toString()).doesNotContain(PASSWORD);
    }

    @Test
    void aLoginAndALogout() {
        assertThat(auth.currentUser().isAnonymous()).isTrue();
        assertThat(auth.strategies()).contains("local");

        LoginToken token = auth.login("local", credentials(USER), TokenLife.of(Duration.ofHours(2)));
        assertThat(token.life()).contains(Duration.ofHours(2));
        assertThat(auth.currentUser().id()).isEqualTo(USER);
        assertThat(auth.checkToken(token.value()).userId()).contains(USER);

        auth.logout();
        assertThat(auth.currentUser().isAnonymous()).isTrue();
        assertThat(auth.checkToken(token.value()).valid()).isFalse();
        assertRefused(
                failureWithin(SOON, () -> auth.logout()),
                KvAuthException.Reason.UNAUTHENTICATED,
                "security.rights.unauthorized");
    }

    @Test
    void aLogoutEverywhere() {
        String other = auth.login("local", credentials(USER), TokenLife.of(Duration.ofMinutes(5)))
                .value();
        try (KvClient second = KvClient.builder(URL)
                .credentials(Credentials.userPassword(USER, PASSWORD))
                .connect()) {
            second.unwrap(KuzzleClient.class).auth().logoutEverywhere();
        }
        assertThat(auth.checkToken(other).valid()).isFalse();
        // The client has its credentials, and signs in again.
        assertThat(auth.currentUser().id()).isEqualTo(USER);
    }

    @Test
    void refusalsOfALogin() {
        assertRefused(
                failureWithin(SOON, () -> auth.login("local", Map.of("username", USER, "password", "wrong"))),
                KvAuthException.Reason.UNAUTHENTICATED,
                "plugin.strategy.missing_user");
        // Of several in a row two fall into one second.
        List<KvException> tooSoon = Stream.generate(() -> failureWithin(
                        SOON,
                        () -> auth.with(o -> o.timeout(Duration.ofMillis(300)))
                                .login("local", Map.of("username", USER, "password", "wrong"))))
                .limit(4)
                .toList();
        assertThat(tooSoon).hasAtLeastOneElementOfType(KvRateLimitedException.class);
        KvException unknown = failureWithin(SOON, () -> auth.login("nope", credentials(USER)));
        assertThat(unknown).isInstanceOf(KvRequestException.class);
        assertThat(unknown.backendCode()).contains("security.credentials.unknown_strategy");
        assertThat(auth.currentUser().isAnonymous()).isTrue();

        assertThat(auth.login("local", credentials(USER)).userId()).isEqualTo(USER);
    }

    @Test
    void aRefreshRightAfterALoginGivesATokenThatLasts() {
        LoginToken first = auth.login("local", credentials(USER));
        CompletableFuture<LoginToken> one = auth.async().refreshToken();
        CompletableFuture<LoginToken> two = auth.async().refreshToken();

        LoginToken fresh = resultOf(one);
        assertThat(resultOf(two)).isEqualTo(fresh);
        assertThat(fresh.value()).isNotEqualTo(first.value());
        await().atMost(SOON).until(() -> !auth.checkToken(first.value()).valid());
        assertThat(auth.checkToken(fresh.value()).valid()).isTrue();
        assertThat(auth.currentUser().id()).isEqualTo(USER);
    }

    @Test
    void whatHasNoEndIsNotRefreshed() {
        LoginToken endless = auth.login("local", credentials(USER), TokenLife.infinite());
        assertThat(endless.expiresAt()).isEmpty();
        assertRefused(
                failureWithin(SOON, () -> auth.refreshToken()),
                KvAuthException.Reason.UNAUTHENTICATED,
                "security.token.refresh_forbidden");
        auth.logout();
    }

    /** Works while its tokens would have ended twice. */
    private void worksOn(String user) {
        auth.login("local", credentials(user), SHORT);
        attempts.clear();
        long end = System.nanoTime() + Duration.ofSeconds(7).toNanos();
        long count = 0;
        while (System.nanoTime() < end) {
            count = kv.increment(key);
        }
        assertThat(count).isPositive();
        assertThat(auth.currentUser().id()).isEqualTo(user);
        await().untilAsserted(() -> assertThat(attempts).hasSizeGreaterThan((int) (kv.increment(key) - 1)));
        assertThat(attempts).allMatch(times -> times == 1);
        assertThat(kv.delete(key).existed()).isEqualTo(DeleteResult.Existed.YES);
    }

    @Test
    void tokensAreRefreshedBeforeTheyEnd() {
        worksOn(USER);
    }

    @Test
    void tokensAreReplacedByALoginWhereNoRefreshIsAllowed() {
        worksOn(PLAIN);
        assertRefused(
                failureWithin(SOON, () -> auth.refreshToken()),
                KvAuthException.Reason.FORBIDDEN,
                "security.rights.forbidden");
    }

    @Test
    void tokensForOthers() {
        auth.login("local", credentials(USER));

        CreatedToken once = auth.createOneTimeToken(TokenLife.of(Duration.ofMinutes(1)));
        assertThat(once.singleUse()).isTrue();
        assertThat(auth.checkToken(once.value()).valid()).isTrue();
        assertThat(auth.checkToken(once.value()).valid()).isFalse();
        CreatedToken lasting = auth.createToken(TokenLife.of(Duration.ofMinutes(2)));
        assertThat(lasting.singleUse()).isFalse();
        assertThat(lasting.life()).isEqualTo(Duration.ofMinutes(2));
        assertThat(auth.checkToken(lasting.value()).userId()).contains(USER);
    }

    @Test
    void apiKeys() {
        auth.login("local", credentials(USER));
        CreatedApiKey made = auth.createApiKey("kvclient-" + RUN, "a test", TokenLife.of(Duration.ofMinutes(5)));
        CreatedApiKey endless = auth.createApiKey("another test");

        assertThat(auth.searchApiKeys()).contains(made.key(), endless.key());
        assertThat(auth.searchApiKeys(ApiKeySearch.all().koncorde(Map.of("equals", Map.of("ttl", -1)))))
                .extracting(ApiKey::id)
                .contains(endless.key().id())
                .doesNotContain(made.key().id());
        assertThat(auth.searchApiKeys(ApiKeySearch.all().size(1))).hasSize(1);
        try (KvClient other = KvClient.builder(URL)
                .credentials(Credentials.token(made.value()))
                .connect()) {
            assertThat(other.unwrap(KuzzleClient.class).auth().currentUser().id())
                    .isEqualTo(USER);
        }
        KvException twice =
                failureWithin(SOON, () -> auth.createApiKey(made.key().id(), "again", TokenLife.usual()));
        assertThat(twice).isInstanceOf(KvRequestException.class);

        auth.deleteApiKey(made.key().id());
        auth.deleteApiKey(endless.key().id());
        assertThat(auth.checkToken(made.value()).valid()).isFalse();
        assertThat(failureWithin(SOON, () -> auth.deleteApiKey(made.key().id())))
                .isInstanceOf(KvNotFoundException.class);
    }

    @Test
    void theOwnAccount() {
        auth.login("local", credentials(USER));

        assertThat(auth.credentialsExist("local")).isTrue();
        assertThat(auth.getMyCredentials("local").json()).contains(USER).doesNotContain(PASSWORD);
        assertThat(auth.validateMyCredentials("local", credentials(USER))).isTrue();
        assertThat(failureWithin(SOON, () -> auth.createMyCredentials("local", credentials(USER))))
                .isInstanceOf(KvConflictException.class);
        assertThat(auth.updateMyCredentials("local", Map.of("password", PASSWORD))
                        .json())
                .contains(USER);
        assertThat(failureWithin(SOON, () -> auth.credentialsExist("nope"))).isInstanceOf(KvRequestException.class);
        auth.deleteMyCredentials("local");
        assertThat(auth.credentialsExist("local")).isFalse();
        assertThat(auth.createMyCredentials("local", credentials(USER)).json()).contains(USER);

        KuzzleUser me = auth.updateSelf(Map.of("name", "Ada"));
        assertThat(me.source().json()).contains("Ada");
        assertThat(me.profileIds()).containsExactly("default");
        assertThat(failureWithin(SOON, () -> auth.updateSelf(Map.of("profileIds", List.of("admin")))))
                .isInstanceOf(KvRequestException.class);
        assertThat(auth.myRights()).isNotEmpty();
        assertThat(auth.checkRights("ms", "get")).isTrue();
    }

    @Test
    void whatOneMayNotDo() {
        auth.login("local", credentials(PLAIN));

        assertRefused(
                failureWithin(SOON, () -> auth.createApiKey("no")),
                KvAuthException.Reason.FORBIDDEN,
                "security.rights.forbidden");
        assertThat(auth.currentUser().id()).isEqualTo(PLAIN);
    }
}
