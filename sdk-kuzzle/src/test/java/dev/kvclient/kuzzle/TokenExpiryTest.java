package dev.kvclient.kuzzle;

import static dev.kvclient.kuzzle.fixture.Clients.backend;
import static dev.kvclient.kuzzle.fixture.Clients.client;
import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.failureWithin;
import static dev.kvclient.testkit.fixture.Timed.resultOf;
import static dev.kvclient.testkit.fixture.Timed.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.ConnectionState;
import dev.kvclient.Credentials;
import dev.kvclient.KvClient;
import dev.kvclient.KvListener;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvException;
import dev.kvclient.kuzzle.fixture.MovedClock;
import dev.kvclient.kuzzle.fixture.Tokens;
import dev.kvclient.testkit.FaultRule;
import dev.kvclient.testkit.fixture.CapturedLogs;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.kuzzle.Fault;
import dev.kvclient.testkit.kuzzle.Faults;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that run out: while the link is down, with requests in flight, and while nothing is asked. */
@Timeout(30)
@ExtendWith(NoThreadLeft.class)
class TokenExpiryTest {
    private static final Credentials ADA = Credentials.userPassword("ada", "secret-of-ada");
    private static final Duration A_DAY = Duration.ofDays(1);
    private static final int MANY = 200;

    private final MovedClock clock = new MovedClock();
    private final KuzzleServer server = KuzzleServer.builder()
            .clock(clock)
            .user("ada", "secret-of-ada")
            .anonymousAllowed(false)
            .start();

    /** How often requests were sent until they ended, for the calls that have ended. */
    private final List<Integer> attempts = new CopyOnWriteArrayList<>();

    private final List<KvListener.StateChange> changes = new CopyOnWriteArrayList<>();

    private final AtomicInteger asked = new AtomicInteger();

    private final KvListener listener = new KvListener() {
        @Override
        public void onCallEnd(CallEnd event) {
            attempts.add(event.attempts());
        }

        @Override
        public void onStateChange(StateChange event) {
            changes.add(event);
        }
    };

    @AfterEach
    void stopServer() {
        server.close();
    }

    private String token() {
        return Tokens.of(server, "ada", "secret-of-ada");
    }

    private Credentials supplied() {
        return Credentials.token(() -> {
            asked.incrementAndGet();
            return token();
        });
    }

    private Credentials credentials(String kind) {
        return kind.equals("supplier") ? supplied() : ADA;
    }

    private KvClient connect(Credentials credentials) {
        return client(backend(server).credentials(credentials))
                .listener(listener)
                .connect();
    }

    /** How many logins there were: one for each token, whoever asked for it. */
    private long tokens() {
        return server.executed("auth", "login");
    }

    @ParameterizedTest
    @ValueSource(strings = {"supplier", "user"})
    void oneThatExpiredWhileTheLinkWasDownIsRenewedBeforeAnythingIsSent(String kind) {
        try (KvClient kv = connect(credentials(kind))) {
            kv.set("k", "v");
            server.stop();
            await().until(() -> kv.state() != ConnectionState.CONNECTED);
            clock.advance(A_DAY);
            FaultRule reads = server.faults().on(Faults.action("get"), Fault.delayAnswer(Duration.ZERO));
            server.restart();

            assertThat(kv.awaitConnected(SOON)).isTrue();
            assertThat(kv.get("k", String.class)).contains("v");
            // A second one would be the repetition of one that was refused.
            assertThat(reads.hits()).isEqualTo(1);
            assertThat(tokens()).isEqualTo(2);
        }
    }

    @Test
    void refusedCredentialsAreTriedOnceASecondUntilOthersAreGiven() {
        try (KvClient kv = connect(ADA)) {
            FaultRule refusals = server.faults()
                    .on(
                            Faults.action("auth", "login"),
                            Fault.refuse(401, "plugin.strategy.missing_user", 67305492, "wrong username or password"));
            long start = System.nanoTime();
            server.dropConnections();

            await().until(() -> refusals.hits() == 1 && kv.state() == ConnectionState.DISCONNECTED);
            assertThat(kv.lastConnectionFailure())
                    .hasValueSatisfying(e -> assertThat(e).isInstanceOf(KvAuthException.class));
            assertThat(kv.offlineQueue().isPaused()).isTrue();
            CompletableFuture<Optional<String>> waiting = kv.async().get("k", String.class);
            await().atMost(SOON).until(() -> refusals.hits() == 3);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(2));
            await().untilAsserted(() -> assertThat(changes).anySatisfy(change -> {
                assertThat(change.to()).isEqualTo(ConnectionState.DISCONNECTED);
                assertThat(change.cause()).containsInstanceOf(KvAuthException.class);
            }));

            refusals.remove();
            long given = System.nanoTime();
            kv.credentials(ADA);

            assertThat(kv.awaitConnected(SOON)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - given)).isLessThan(Duration.ofMillis(800));
            assertThat(resultOf(waiting)).isEmpty();
            assertThat(kv.set("k", "v").written()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"supplier", "user"})
    void oneRenewalServesAllThatAreInFlight(String kind) {
        try (KvClient kv = connect(credentials(kind))) {
            // Each is looked at when it is carried out, and then the token is no longer good.
            FaultRule slow = server.faults().on(Faults.action("incrby"), Fault.delayExecution(Duration.ofMillis(400)));
            slow.times(MANY);
            List<CompletableFuture<Long>> all = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                all.add(kv.async().increment("n" + i));
            }
            await().until(() -> slow.hits() == MANY);
            server.revokeTokens();

            assertThat(all).allSatisfy(each -> assertThat(resultOf(each)).isEqualTo(1));
            assertThat(server.executed("incrby")).isEqualTo(MANY);
            assertThat(tokens()).isEqualTo(2);
            assertThat(attempts).hasSize(MANY).allMatch(times -> times == 2);
            assertThat(server.connectionsAccepted()).isEqualTo(kind.equals("supplier") ? 3 : 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"supplier", "user"})
    void wordOfTheServerAndRefusalsAtOnceAreOneRenewal(String kind) {
        try (KvClient kv = connect(credentials(kind))) {
            kv.set("k", "v");
            for (int round = 1; round <= 3; round++) {
                clock.advance(A_DAY);
                List<CompletableFuture<Optional<String>>> reads = new ArrayList<>();
                for (int i = 0; i < MANY; i++) {
                    reads.add(kv.async().get("k", String.class));
                }
                assertThat(reads).allSatisfy(read -> assertThat(resultOf(read)).contains("v"));
                assertThat(tokens()).isEqualTo(1 + round);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"supplier", "user"})
    void anExpiredTokenIsRenewedBeforeARequestNeedsIt(String kind) {
        try (KvClient kv = connect(credentials(kind))) {
            kv.set("k", "v");
            clock.advance(A_DAY);
            await().until(() -> tokens() == 2 && server.executed("auth", "checkToken") == asked.get());
            attempts.clear();

            for (int i = 0; i < 20; i++) {
                assertThat(kv.get("k", String.class)).contains("v");
            }
            assertThat(attempts).hasSize(20).allMatch(times -> times == 1);
            assertThat(tokens()).isEqualTo(2);
        }
    }

    @Test
    void whatIsAskedMeanwhileWaitsForTheNewToken() {
        try (KvClient kv = connect(ADA)) {
            kv.set("k", "v");
            FaultRule slow =
                    server.faults().on(Faults.action("auth", "login"), Fault.delayAnswer(Duration.ofMillis(300)));
            clock.advance(A_DAY);
            await().until(() -> slow.hits() == 1);
            attempts.clear();

            List<CompletableFuture<Optional<String>>> reads = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                reads.add(kv.async().get("k", String.class));
            }
            assertThat(reads.remove(0).cancel(false)).isTrue();
            assertThat(reads).allSatisfy(read -> assertThat(resultOf(read)).contains("v"));

            await().untilAsserted(() -> assertThat(attempts).hasSize(MANY));
            assertThat(attempts).filteredOn(times -> times == 1).hasSize(MANY - 1);
            assertThat(server.executed("get")).isEqualTo(MANY - 1);
        }
    }

    @Test
    void aLinkThatBreaksUnderTheRenewalEndsNoRequestBadly() {
        try (KvClient kv = connect(ADA)) {
            kv.set("k", "v");
            FaultRule cut = server.faults().on(Faults.action("auth", "login"), Fault.dropBeforeExecuting());
            cut.once();
            server.revokeTokens();

            assertThat(within(SOON, () -> kv.get("k", String.class))).contains("v");
            assertThat(cut.hits()).isEqualTo(1);
            assertThat(server.connectionsAccepted()).isEqualTo(2);
            assertThat(tokens()).isEqualTo(2);
        }
    }

    @Test
    void aServerThatTellsNothingIsAskedInVainOnce() {
        try (KuzzleServer mute = KuzzleServer.builder()
                        .clock(clock)
                        .user("ada", "secret-of-ada")
                        .anonymousAllowed(false)
                        .realtimeNotifications(false)
                        .start();
                KvClient kv = client(backend(mute).credentials(ADA))
                        .listener(listener)
                        .connect()) {
            kv.set("k", "v");
            clock.advance(A_DAY);
            attempts.clear();

            assertThat(kv.get("k", String.class)).contains("v");
            assertThat(attempts).containsExactly(2);
            assertThat(mute.executed("auth", "login")).isEqualTo(2);
        }
    }

    @Test
    void aFixedTokenThatHasExpiredIsToldUntilAnotherIsGiven() {
        String token = token();
        try (CapturedLogs logs = CapturedLogs.listen();
                KvClient kv = connect(Credentials.token(token))) {
            kv.set("k", "v");
            clock.advance(A_DAY);
            await().untilAsserted(() -> assertThat(logs.lines()).anyMatch(line -> line.contains("has expired")));

            KvException e = failureWithin(SOON, () -> kv.get("k", String.class));

            assertThat(e).isInstanceOf(KvAuthException.class);
            assertThat(e.backendCode()).contains("security.token.invalid");
            assertThat(server.connectionsAccepted()).isEqualTo(2);
            assertThat(logs.lines()).noneMatch(line -> line.contains(token));

            kv.credentials(Credentials.token(token()));
            assertThat(kv.get("k", String.class)).contains("v");
        }
    }

    @Test
    void aSupplierThatFailsIsNotAskedByEveryRequest() {
        AtomicInteger times = new AtomicInteger();
        String first = token();
        Credentials failing = Credentials.token(() -> {
            if (times.incrementAndGet() > 1) {
                throw new IllegalStateException("the vault is shut");
            }
            return first;
        });
        try (KvClient kv = connect(failing)) {
            server.revokeTokens();
            for (int i = 0; i < 20; i++) {
                assertThat(failureWithin(SOON, () -> kv.get("k", String.class))).isInstanceOf(KvAuthException.class);
            }
            assertThat(times.get()).isBetween(2, 4);
        }
    }
}
