package dev.kvclient.kuzzle;

import static dev.kvclient.kuzzle.fixture.Clients.client;
import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.failureWithin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.ConnectionState;
import dev.kvclient.Credentials;
import dev.kvclient.KvClient;
import dev.kvclient.SetResult;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.fixture.HttpClients;
import dev.kvclient.kuzzle.fixture.MovedClock;
import dev.kvclient.kuzzle.fixture.Tokens;
import dev.kvclient.testkit.fixture.CapturedLogs;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.kuzzle.Fault;
import dev.kvclient.testkit.kuzzle.Faults;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who a client is over HTTP: how it signs in, stays signed in, and becomes somebody else. */
@Timeout(30)
@ExtendWith(NoThreadLeft.class)
class HttpSignInTest {
    private static final Credentials ADA = Credentials.userPassword("ada", "secret-of-ada");
    private static final Credentials READER = Credentials.userPassword("reader", "secret-of-reader");
    private static final Credentials WRONG = Credentials.userPassword("ada", "wrong-password");

    private final MovedClock clock = new MovedClock();
    private final KuzzleServer server = KuzzleServer.builder()
            .http()
            .clock(clock)
            .user("ada", "secret-of-ada")
            .user("reader", "secret-of-reader", Set.of("ms:get", "auth:*"))
            .anonymousAllowed(false)
            .start();

    @AfterEach
    void stopServer() {
        server.close();
    }

    private KvClient connect(Credentials credentials) {
        return client(HttpClients.backend(server).credentials(credentials)).connect();
    }

    private long logins() {
        return server.executed("auth", "login");
    }

    private static void assertForbidden(KvClient kv) {
        assertThat(failureWithin(SOON, () -> kv.set("k", "v")))
                .isInstanceOfSatisfying(
                        KvAuthException.class,
                        auth -> assertThat(auth.reason()).isEqualTo(KvAuthException.Reason.FORBIDDEN));
    }

    @Test
    void byNameAndPasswordOrByAToken() {
        try (KvClient kv = connect(ADA);
                KvClient byToken = connect(Credentials.token(Tokens.of(server, "ada", "secret-of-ada")))) {
            assertThat(kv.set("k", "v").written()).isTrue();
            assertThat(byToken.get("k", String.class)).contains("v");
            assertThat(logins()).isEqualTo(2);
        }
    }

    /** The way is there, whatever the server lets its user do. */
    @Test
    void withoutTheRightToAskForTheTime() {
        try (KvClient kv = connect(READER);
                KvClient nobody = client(HttpClients.backend(server)).connect()) {
            assertThat(kv.get("k", String.class)).isEmpty();
            assertForbidden(kv);
            assertThat(failureWithin(SOON, () -> nobody.get("k", String.class)))
                    .isInstanceOfSatisfying(
                            KvAuthException.class,
                            auth -> assertThat(auth.reason()).isEqualTo(KvAuthException.Reason.UNAUTHENTICATED));
        }
    }

    @Test
    void aWrongPasswordFailsAtOnce() {
        KvException e = failureWithin(SOON, () -> connect(WRONG).close());

        assertThat(e).isInstanceOf(KvAuthException.class);
        assertThat(e.status()).hasValue(401);
        assertThat(server.requestsReceived()).isEqualTo(1);
    }

    @Test
    void oneLoginRenewsARevokedTokenForAllWhoNeedIt() {
        try (KvClient kv = connect(ADA)) {
            kv.set("k", "v");
            server.revokeTokens();

            List<CompletableFuture<SetResult>> writes = IntStream.range(0, 20)
                    .mapToObj(i -> kv.async().set("k" + i, "v"))
                    .toList();

            assertThat(writes).allSatisfy(write -> assertThat(write).succeedsWithin(SOON));
            assertThat(logins()).isEqualTo(2);
        }
    }

    @Test
    void anExpiredTokenIsRenewed() {
        try (KvClient kv = connect(ADA)) {
            kv.set("k", "v");
            clock.advance(Duration.ofHours(2));

            assertThat(kv.get("k", String.class)).contains("v");
            assertThat(logins()).isEqualTo(2);
        }
    }

    @Test
    void suppliedTokensOneAfterTheOther() {
        AtomicInteger asked = new AtomicInteger();
        try (KvClient kv = connect(Credentials.token(() -> {
            asked.incrementAndGet();
            return Tokens.of(server, "ada", "secret-of-ada");
        }))) {
            kv.set("k", "v");
            server.revokeTokens();

            assertThat(kv.get("k", String.class)).contains("v");
            assertThat(asked).hasValue(2);
        }
    }

    @Test
    void aSignInThatFindsNoServerLosesNothing() {
        try (KvClient kv = connect(ADA)) {
            kv.set("k", "v");
            server.revokeTokens();
            server.faults().on(Faults.action("auth", "login"), Fault.dropBeforeExecuting());
            CompletableFuture<SetResult> write = kv.async().set("k", "w");
            server.stop();
            await().until(() -> kv.state() != ConnectionState.CONNECTED || write.isDone());
            CompletableFuture<SetResult> later = kv.async().set("k", "x");
            server.faults().clear();
            server.restart();

            assertThat(later).succeedsWithin(SOON);
            assertThat(server.value("k")).contains("x");
        }
    }

    @Test
    void otherCredentialsAreUsedForAllThatIsAskedAfterwards() {
        try (KvClient kv = connect(ADA)) {
            for (int i = 0; i < 10; i++) {
                assertThat(kv.set("k", i).written()).isTrue();
                kv.credentials(READER);
                assertForbidden(kv);
                kv.credentials(ADA);
            }
            assertThat(kv.state()).isEqualTo(ConnectionState.CONNECTED);
            assertThat(server.executed("set")).isEqualTo(10);
        }
    }

    @Test
    void refusedCredentialsEndTheLinkAndNothingGoesOutWithTheOldOnes() {
        try (KvClient kv = connect(ADA)) {
            kv.set("k", "v");
            CompletableFuture<Long> inFlight;
            server.faults().on(Faults.action("incrby"), Fault.delayAnswer(Duration.ofMillis(300)));
            inFlight = kv.async().increment("n");
            await().until(() -> server.executed("incrby") == 1);

            kv.credentials(WRONG);
            CompletableFuture<SetResult> later = kv.async().set("k", "w");

            assertThat(inFlight).succeedsWithin(SOON).isEqualTo(1L);
            await().until(() -> kv.state() != ConnectionState.CONNECTED);
            await().untilAsserted(() -> assertThat(kv.lastConnectionFailure())
                    .hasValueSatisfying(e -> assertThat(e).isInstanceOf(KvAuthException.class)));
            assertThat(server.value("k")).contains("v");

            kv.credentials(ADA);
            assertThat(kv.awaitConnected(SOON)).isTrue();
            assertThat(later).succeedsWithin(SOON);
            assertThat(server.value("k")).contains("w");
        }
    }

    @Test
    void noSecretAndNoValueIsPrinted() {
        List<String> said = new ArrayList<>();
        try (CapturedLogs logs = CapturedLogs.listen()) {
            KuzzleBackend.Builder settings =
                    HttpClients.backend(server).credentials(ADA).header("X-Secret", "secret-header");
            try (KvClient kv = client(settings).connect()) {
                kv.set("text", "secret-value");
                server.faults().on(Faults.action("set"), Fault.answerNotJson());
                for (Runnable bad : List.<Runnable>of(
                        () -> kv.increment("text"),
                        () -> kv.set("k", "secret-value", o -> o.ifAbsent()),
                        () -> kv.set("k", "secret-value".repeat(100_000)),
                        () -> connect(WRONG).close(),
                        () -> connect(Credentials.token("secret-token")).close(),
                        () -> connect(Credentials.token("secret\nü-token")).close())) {
                    said.add(trace(failureWithin(SOON, bad::run)));
                }
                said.add(kv.toString());
                server.stop();
                CompletableFuture<SetResult> write = kv.async().set("k", "secret-value");
                await().until(() -> kv.lastConnectionFailure().isPresent());
                said.add(trace(kv.lastConnectionFailure().orElseThrow()));
                said.add(write.toString());
            }
            said.addAll(logs.lines());
        }

        assertThat(said).hasSizeGreaterThan(8).noneMatch(line -> line.contains("secret-") || line.contains("kauth-"));
    }

    @Test
    void aHeaderThatCannotBeSentIsRefusedAndNotRepeated() {
        KvException e = failureWithin(
                SOON,
                () -> HttpClients.backend(server).header("X-Secret", "secret-ü").build());

        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(trace(e)).doesNotContain("secret-");
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
