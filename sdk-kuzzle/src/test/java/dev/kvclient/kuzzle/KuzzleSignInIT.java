package dev.kvclient.kuzzle;

import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.failureWithin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.kvclient.Credentials;
import dev.kvclient.DeleteResult;
import dev.kvclient.KvClient;
import dev.kvclient.KvListener;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Who the client is, at a real Kuzzle that has no admin, so that anybody may make users: one is made for these tests,
 * and removed after them. Each login is the first of its connection, unless the test is about a second one: the server
 * takes one a second and connection.
 */
@Tag("kuzzle")
@Timeout(30)
@ExtendWith(NoThreadLeft.class)
class KuzzleSignInIT {
    private static final String URL = System.getProperty("kuzzle.url", "kuzzle://127.0.0.1:7512");
    private static final String USER = "kvclient-it-" + UUID.randomUUID();
    private static final String PASSWORD = "secret-" + UUID.randomUUID();

    private final String key = "kvclient-it:" + UUID.randomUUID();

    private record Id(String _id) {}

    private record Login(String jwt) {}

    private record Acknowledged(boolean acknowledged) {}

    @BeforeAll
    static void makeUser() {
        Map<String, Object> body = Map.of(
                "content", Map.of("profileIds", List.of("default")),
                "credentials", Map.of("local", Map.of("username", USER, "password", PASSWORD)));
        try (KvClient kv = KvClient.connect(URL)) {
            assertThat(kv.unwrap(KuzzleClient.class)
                            .query(
                                    KuzzleRequest.of("security", "createUser")
                                            .with("_id", USER)
                                            .body(body),
                                    Id.class))
                    .contains(new Id(USER));
        }
    }

    @AfterAll
    static void removeUser() {
        try (KvClient kv = KvClient.connect(URL)) {
            assertThat(kv.unwrap(KuzzleClient.class)
                            .query(KuzzleRequest.of("security", "deleteUser").with("_id", USER), Id.class))
                    .contains(new Id(USER));
        }
    }

    private static KvClient connect(Credentials credentials) {
        return KvClient.builder(URL).credentials(credentials).connect();
    }

    private static KvException failureToConnect(Credentials credentials) {
        return failureWithin(SOON, () -> connect(credentials).close());
    }

    private static Credentials password() {
        return Credentials.userPassword(USER, PASSWORD);
    }

    /** A fresh token, had over a connection of its own. */
    private static String token() {
        return token(Duration.ofHours(1));
    }

    private static String token(Duration life) {
        try (KvClient kv = KvClient.connect(URL)) {
            return kv.unwrap(KuzzleClient.class)
                    .query(
                            KuzzleRequest.of("auth", "login")
                                    .with("strategy", "local")
                                    .with("expiresIn", life.toMillis())
                                    .body(Map.of("username", USER, "password", PASSWORD)),
                            Login.class)
                    .orElseThrow()
                    .jwt();
        }
    }

    private static String who(KvClient kv) {
        return kv.unwrap(KuzzleClient.class)
                .query(KuzzleRequest.of("auth", "getCurrentUser").readOnly(), Id.class)
                .orElseThrow()
                ._id();
    }

    /** Ends the token that the client carries. */
    private static void logout(KvClient kv) {
        assertThat(kv.unwrap(KuzzleClient.class).query(KuzzleRequest.of("auth", "logout"), Acknowledged.class))
                .contains(new Acknowledged(true));
    }

    private void isUsable(KvClient kv) {
        assertThat(kv.set(key, "v").written()).isTrue();
        assertThat(kv.get(key, String.class)).contains("v");
        assertThat(kv.delete(key).existed()).isEqualTo(DeleteResult.Existed.YES);
    }

    @Test
    void withoutCredentialsOneIsAnonymous() {
        try (KvClient kv = KvClient.connect(URL)) {
            assertThat(who(kv)).isEqualTo("-1");
        }
    }

    @Test
    void byNameAndPassword() {
        try (KvClient kv = connect(password())) {
            assertThat(who(kv)).isEqualTo(USER);
            isUsable(kv);
        }
    }

    @Test
    void aWrongPasswordOrNameFailsAtOnce() {
        for (Credentials wrong : List.of(
                Credentials.userPassword(USER, "not-" + PASSWORD),
                Credentials.userPassword("nobody-" + USER, PASSWORD))) {
            KvException e = failureToConnect(wrong);

            assertThat(e)
                    .isInstanceOfSatisfying(
                            KvAuthException.class,
                            auth -> assertThat(auth.reason()).isEqualTo(KvAuthException.Reason.UNAUTHENTICATED));
            assertThat(e.backendCode()).contains("plugin.strategy.missing_user");
            assertThat(e.status()).hasValue(401);
            assertThat(e.toString()).doesNotContain(PASSWORD);
        }
    }

    @Test
    void byAToken() {
        try (KvClient kv = connect(Credentials.token(token()))) {
            assertThat(who(kv)).isEqualTo(USER);
            isUsable(kv);
        }
    }

    @Test
    void aTokenThatIsNotGoodFailsAtOnce() {
        String revoked = token();
        try (KvClient kv = connect(Credentials.token(revoked))) {
            logout(kv);
        }

        for (String token : List.of("not-a-token", "", revoked)) {
            KvException e = failureToConnect(Credentials.token(token));

            assertThat(e).isInstanceOf(KvAuthException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(e.backendCode()).contains("security.token.invalid");
        }
    }

    @Test
    void aRevokedTokenIsRenewed() {
        try (KvClient kv = connect(password())) {
            logout(kv);

            // The second login within a second is refused with 429, and comes again when the second is over.
            isUsable(kv);
            assertThat(who(kv)).isEqualTo(USER);
        }
    }

    @Test
    void aSuppliedTokenThatIsRevokedIsAskedForAgain() {
        AtomicInteger asked = new AtomicInteger();
        try (KvClient kv = connect(Credentials.token(() -> {
            asked.incrementAndGet();
            return token();
        }))) {
            logout(kv);

            isUsable(kv);
            assertThat(who(kv)).isEqualTo(USER);
            assertThat(asked).hasValue(2);
        }
    }

    @Test
    void aFixedTokenThatIsRevokedIsTold() {
        try (KvClient kv = connect(Credentials.token(token()))) {
            logout(kv);

            KvException e = catchThrowableOfType(KvException.class, () -> kv.set(key, "v"));

            assertThat(e).isInstanceOf(KvAuthException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(e.backendCode()).contains("security.token.invalid");
        }
    }

    @Test
    void aTokenThatExpiresIsRenewedBeforeARequestNeedsIt() {
        List<Integer> attempts = new CopyOnWriteArrayList<>();
        AtomicInteger asked = new AtomicInteger();
        Credentials supplied = Credentials.token(
                () -> token(asked.incrementAndGet() == 1 ? Duration.ofSeconds(2) : Duration.ofHours(1)));
        KvListener listener = new KvListener() {
            @Override
            public void onCallEnd(CallEnd event) {
                attempts.add(event.attempts());
            }
        };
        try (KvClient kv =
                KvClient.builder(URL).credentials(supplied).listener(listener).connect()) {
            assertThat(who(kv)).isEqualTo(USER);

            // Nothing is asked: the server tells, without any subscription.
            await().atMost(SOON).until(() -> asked.get() == 2);

            assertThat(who(kv)).isEqualTo(USER);
            await().untilAsserted(() -> assertThat(attempts).containsExactly(1, 1));
        }
    }

    @Test
    void otherCredentialsAreUsedAtOnce() {
        try (KvClient kv = KvClient.connect(URL)) {
            assertThat(who(kv)).isEqualTo("-1");

            kv.credentials(password());
            assertThat(who(kv)).isEqualTo(USER);

            kv.credentials(Credentials.userPassword(USER, "not-" + PASSWORD));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(kv.lastConnectionFailure())
                            .hasValueSatisfying(e -> assertThat(e).isInstanceOf(KvAuthException.class)));

            kv.credentials(Credentials.token(token()));
            assertThat(kv.awaitConnected(SOON)).isTrue();
            assertThat(who(kv)).isEqualTo(USER);
        }
    }
}
