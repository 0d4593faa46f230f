package dev.kvclient.kuzzle;

import static dev.kvclient.kuzzle.fixture.Clients.backend;
import static dev.kvclient.kuzzle.fixture.Clients.client;
import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.failureWithin;
import static dev.kvclient.testkit.fixture.Timed.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.kvclient.Credentials;
import dev.kvclient.KvClient;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.fixture.Tokens;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.fixture.WireTap;
import dev.kvclient.testkit.kuzzle.Fault;
import dev.kvclient.testkit.kuzzle.Faults;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who the client is: by name and password, by a token, by one that is supplied. */
@Timeout(20)
@ExtendWith(NoThreadLeft.class)
class SignInTest {
    private static final Credentials ADA = Credentials.userPassword("ada", "secret-of-ada");

    private final KuzzleServer server = KuzzleServer.builder()
            .user("ada", "secret-of-ada")
            .user("reader", "secret-of-reader", Set.of("ms:get", "auth:*"))
            .anonymousAllowed(false)
            .start();

    @AfterEach
    void stopServer() {
        server.close();
    }

    private String token() {
        return Tokens.of(server, "ada", "secret-of-ada");
    }

    private KvClient connect(Credentials credentials) {
        return client(backend(server).credentials(credentials)).connect();
    }

    private KvException failureToConnect(Credentials credentials) {
        return failureWithin(SOON, () -> connect(credentials).close());
    }

    private long logins() {
        return server.executed("auth", "login");
    }

    @Test
    void byNameAndPassword() {
        try (KvClient kv = connect(ADA)) {
            assertThat(kv.set("k", "v").written()).isTrue();
            assertThat(kv.get("k", String.class)).contains("v");
            assertThat(logins()).isEqualTo(1);
        }
    }

    @Test
    void byTheCommonBuilder() {
        try (KvClient kv = KvClient.builder(server.url()).credentials(ADA).connect()) {
            assertThat(kv.set("k", "v").written()).isTrue();
        }
    }

    @Test
    void byAToken() {
        String token = token();
        try (KvClient kv = connect(Credentials.token(token))) {
            assertThat(kv.set("k", "v").written()).isTrue();
            assertThat(server.executed("auth", "checkToken")).isEqualTo(1);
            assertThat(logins()).isEqualTo(1);
        }
    }

    @Test
    void bySuppliedTokensOneAfterTheOther() {
        String first = token();
        AtomicInteger asked = new AtomicInteger();
        try (KvClient kv = connect(Credentials.token(() -> asked.incrementAndGet() == 1 ? first : token()))) {
            kv.set("k", "v");
            server.revokeTokens();

            assertThat(kv.get("k", String.class)).contains("v");
            assertThat(asked).hasValue(2);
        }
    }

    @Test
    void aWrongPasswordFailsAtOnceAndIsNotTriedAgain() {
        KvException e = failureToConnect(Credentials.userPassword("ada", "wrong-password"));

        assertThat(e)
                .isInstanceOfSatisfying(
                        KvAuthException.class,
                        auth -> assertThat(auth.reason()).isEqualTo(KvAuthException.Reason.UNAUTHENTICATED));
        assertThat(e.backendCode()).contains("plugin.strategy.missing_user");
        assertThat(e.status()).hasValue(401);
        assertThat(e.operation()).contains("connect");
        assertThat(e.toString()).doesNotContain("wrong-password");
        assertThat(server.connectionsAccepted()).isEqualTo(1);
        assertThat(server.requestsReceived()).isEqualTo(1);
    }

    @Test
    void aTokenThatIsNotGoodFailsAtOnce() {
        String revoked = token();
        server.revokeTokens();

        for (String token : List.of("not-a-token", "", revoked)) {
            KvException e = failureToConnect(Credentials.token(token));
            assertThat(e).isInstanceOf(KvAuthException.class);
            assertThat(e.backendCode()).contains("security.token.invalid");
            assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
        }
    }

    @Test
    void aSupplierThatFailsIsTold() {
        KvException e = failureToConnect(Credentials.token(() -> {
            throw new IllegalStateException("the vault is shut");
        }));

        assertThat(e).isInstanceOf(KvAuthException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(e).hasRootCauseMessage("the vault is shut");
    }

    @Test
    void aSupplierThatGivesNothingIsTold() {
        assertThat(failureToConnect(Credentials.token(() -> null))).isInstanceOf(KvAuthException.class);
    }

    @Test
    void theAnonymousUserIsRefusedWhereItMayNot() {
        try (KvClient kv = client(backend(server)).connect()) {
            KvException e = catchThrowableOfType(KvException.class, () -> kv.set("k", "v"));

            assertThat(e)
                    .isInstanceOfSatisfying(
                            KvAuthException.class,
                            auth -> assertThat(auth.reason()).isEqualTo(KvAuthException.Reason.UNAUTHENTICATED));
            assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(e.backendCode()).contains("security.rights.unauthorized");
            assertThat(e.attempts()).isEqualTo(1);
            assertThat(logins()).isZero();
        }
    }

    @Test
    void whatOneMayNotDoIsNotRenewed() {
        try (KvClient kv = connect(Credentials.userPassword("reader", "secret-of-reader"))) {
            assertThat(kv.get("k", String.class)).isEmpty();

            KvException e = catchThrowableOfType(KvException.class, () -> kv.set("k", "v"));

            assertThat(e)
                    .isInstanceOfSatisfying(
                            KvAuthException.class,
                            auth -> assertThat(auth.reason()).isEqualTo(KvAuthException.Reason.FORBIDDEN));
            assertThat(e.attempts()).isEqualTo(1);
            assertThat(logins()).isEqualTo(1);
        }
    }

    @Test
    void aRevokedTokenIsRenewedOnceForAllThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try (KvClient kv = connect(ADA)) {
            kv.set("k", "v");
            for (int round = 1; round <= 3; round++) {
                server.revokeTokens();
                List<Future<Optional<String>>> reads = new ArrayList<>();
                for (int i = 0; i < 64; i++) {
                    reads.add(threads.submit(() -> kv.get("k", String.class)));
                }
                for (Future<Optional<String>> read : reads) {
                    assertThat(read.get(20, TimeUnit.SECONDS)).contains("v");
                }
                assertThat(logins()).isEqualTo(1 + round);
            }
            assertThat(server.connectionsAccepted()).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aTokenThatIsRevokedRightAfterItsRenewalIsRenewedToo() {
        try (KvClient kv = connect(ADA)) {
            for (int i = 0; i < 5; i++) {
                server.revokeTokens();
                assertThat(kv.set("k" + i, i).written()).isTrue();
            }
        }
        assertThat(server.executed("auth", "login")).isEqualTo(6);
    }

    @Test
    void aRevokedTokenIsRenewedForWritesToo() {
        try (KvClient kv = connect(ADA)) {
            server.revokeTokens();

            assertThat(kv.increment("n")).isEqualTo(1);
            assertThat(server.executed("incrby")).isEqualTo(1);
        }
    }

    @Test
    void aFixedTokenThatIsRevokedIsTold() {
        try (KvClient kv = connect(Credentials.token(token()))) {
            server.revokeTokens();

            KvException e = catchThrowableOfType(KvException.class, () -> kv.get("k", String.class));

            assertThat(e).isInstanceOf(KvAuthException.class);
            assertThat(e.backendCode()).contains("security.token.invalid");
        }
    }

    @Test
    void tooManyLoginsAreWaitedOut() {
        try (KuzzleServer slow = KuzzleServer.builder()
                        .user("ada", "secret-of-ada")
                        .anonymousAllowed(false)
                        .loginsPerSecond(1)
                        .start();
                KvClient kv = client(backend(slow).credentials(ADA)).connect()) {
            slow.revokeTokens();

            assertThat(kv.set("k", "v").written()).isTrue();
            assertThat(slow.executed("auth", "login")).isEqualTo(2);
        }
    }

    @Test
    void aNewConnectionSignsInAgain() {
        try (KvClient kv = connect(ADA)) {
            kv.set("k", "v");
            server.revokeTokens();
            server.dropConnections();

            await().until(() -> server.connectionsAccepted() == 2 && kv.awaitConnected(Duration.ofSeconds(5)));
            assertThat(kv.get("k", String.class)).contains("v");
        }
    }

    @Test
    void nothingGoesOutBeforeTheSignInIsDone() {
        server.faults().on(Faults.action("auth", "login"), Fault.delayAnswer(Duration.ofMillis(150)));
        try (WireTap tap = WireTap.before(server.port());
                KvClient kv = client(backend(tap.port()).credentials(ADA))
                        .startOffline()
                        .connect()) {
            for (int round = 0; round < 3; round++) {
                List<CompletableFuture<Optional<String>>> all = new ArrayList<>();
                int opened = round + 1;
                await().pollInterval(Duration.ofMillis(1)).until(() -> {
                    all.add(kv.async().get("k", String.class).exceptionally(offline -> Optional.empty()));
                    return server.connectionsAccepted() == opened && kv.awaitConnected(Duration.ofMillis(1));
                });
                assertThat(kv.increment("n")).isEqualTo(opened);
                all.forEach(read -> assertThat(resultOf(read)).isEmpty());
                server.dropConnections();
            }
            assertThat(tap.connections()).hasSizeGreaterThanOrEqualTo(3);
            for (List<String> frames : tap.connections().subList(0, 3)) {
                assertThat(frames.get(0)).contains("\"action\":\"login\"").doesNotContain("jwt");
                assertThat(frames.subList(1, frames.size())).isNotEmpty().allMatch(f -> f.contains("\"jwt\":\"kauth-"));
            }
        }
    }

    @Test
    void withoutCredentialsNoRequestCarriesAToken() {
        server.anonymousAllowed(true);
        try (WireTap tap = WireTap.before(server.port());
                KvClient kv = client(backend(tap.port())).connect()) {
            kv.set("k", "v");
            kv.get("k", String.class);
            kv.ping();

            assertThat(tap.frames()).hasSize(3).noneMatch(f -> f.contains("jwt"));
        }
    }
}
