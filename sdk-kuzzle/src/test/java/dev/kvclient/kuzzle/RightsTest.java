package dev.kvclient.kuzzle;

import static dev.kvclient.kuzzle.fixture.Clients.backend;
import static dev.kvclient.kuzzle.fixture.Clients.client;
import static dev.kvclient.kuzzle.fixture.Clients.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kvclient.Credentials;
import dev.kvclient.KvClient;
import dev.kvclient.RetryPolicy;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvAuthException.Reason;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvRateLimitedException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.fixture.Tokens;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may do what: refusals of the rights, of the token and of too many logins, by every door of a client. */
@Timeout(20)
@ExtendWith(NoThreadLeft.class)
class RightsTest {
    private final KuzzleServer server = KuzzleServer.builder()
            .user("ada", "secret", Set.of("auth:*", "server:now", "ms:get"))
            .loginsPerSecond(1)
            .start();

    @AfterEach
    void stopServer() {
        server.close();
    }

    private static List<Consumer<KvClient>> writes() {
        return Stream.<Consumer<KvClient>>of(
                        kv -> kv.increment("n"),
                        kv -> kv.unwrap(KuzzleClient.class).ms().incr("n"),
                        kv -> kv.unwrap(KuzzleClient.class)
                                .query(KuzzleRequest.of("ms", "incr").id("n")))
                .toList();
    }

    private static void check(KvException e, Reason reason, int status, String code) {
        assertThat(e)
                .isExactlyInstanceOf(KvAuthException.class)
                .isInstanceOfSatisfying(
                        KvAuthException.class, auth -> assertThat(auth.reason()).isEqualTo(reason));
        assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(e.retryable()).isFalse();
        assertThat(e.retryAfter()).isEmpty();
        assertThat(e.status()).hasValue(status);
        assertThat(e.backendCode()).contains(code);
        assertThat(e.backend()).contains("kuzzle");
    }

    @Test
    void theAnonymousUserLacksARight() {
        try (KvClient kv = connect(server)) {
            server.anonymousAllowed(false);
            for (Consumer<KvClient> write : writes()) {
                KvException e = catchThrowableOfType(KvException.class, () -> write.accept(kv));

                check(e, Reason.UNAUTHENTICATED, 401, "security.rights.unauthorized");
                assertThat(e.attempts()).isEqualTo(1);
            }
            assertThat(server.value("n")).isEmpty();
            assertThat(server.connectionsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void aUserLacksARight() {
        try (KvClient kv = client(backend(server).credentials(Credentials.userPassword("ada", "secret")))
                .connect()) {
            for (Consumer<KvClient> write : writes()) {
                KvException e = catchThrowableOfType(KvException.class, () -> write.accept(kv));

                check(e, Reason.FORBIDDEN, 403, "security.rights.forbidden");
                assertThat(e.attempts()).isEqualTo(1);
            }
            // What it may, it does.
            assertThat(kv.get("n", Long.class)).isEmpty();
            assertThat(kv.unwrap(KuzzleClient.class).server().now()).isNotNull();
        }
    }

    @Test
    void aTokenThatIsNotGoodAnyMore() {
        Credentials fixed = Credentials.token(Tokens.of(server, "ada", "secret"));
        try (KvClient kv = client(backend(server).credentials(fixed)).connect()) {
            server.revokeTokens();
            for (Consumer<KvClient> write : writes()) {
                KvException e = catchThrowableOfType(KvException.class, () -> write.accept(kv));

                check(e, Reason.UNAUTHENTICATED, 401, "security.token.invalid");
            }
            assertThat(server.value("n")).isEmpty();
        }
    }

    @Test
    void aWrongPassword() {
        try (KvClient kv = connect(server)) {
            KvException e = catchThrowableOfType(
                    KvException.class,
                    () -> kv.unwrap(KuzzleClient.class)
                            .query(KuzzleRequest.of("auth", "login")
                                    .with("strategy", "local")
                                    .body(Map.of("username", "ada", "password", "guessed"))));

            check(e, Reason.UNAUTHENTICATED, 401, "plugin.strategy.missing_user");
            assertThat(e.toString()).doesNotContain("guessed");
        }
    }

    @Test
    void tooManyLogins() {
        KuzzleRequest login = KuzzleRequest.of("auth", "login")
                .with("strategy", "local")
                .body(Map.of("username", "ada", "password", "secret"));
        try (KvClient kv = KvClient.builder(backend(server).build())
                .retry(RetryPolicy.none())
                .connect()) {
            KuzzleClient kuzzle = kv.unwrap(KuzzleClient.class);
            kuzzle.query(login);

            KvException e = catchThrowableOfType(KvException.class, () -> kuzzle.query(login));

            assertThat(e).isExactlyInstanceOf(KvRateLimitedException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(e.retryable()).isTrue();
            assertThat(e.retryAfter()).contains(Duration.ofSeconds(1));
            assertThat(e.status()).hasValue(429);
            assertThat(e.backendCode()).contains("api.process.too_many_logins_requests");
        }
    }
}
