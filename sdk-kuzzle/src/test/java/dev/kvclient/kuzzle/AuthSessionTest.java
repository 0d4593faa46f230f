package dev.kvclient.kuzzle;

import static dev.kvclient.kuzzle.fixture.Clients.backend;
import static dev.kvclient.kuzzle.fixture.Clients.client;
import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.failureOf;
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
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvRateLimitedException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.auth.KuzzleAuth;
import dev.kvclient.kuzzle.auth.LoginToken;
import dev.kvclient.kuzzle.auth.TokenLife;
import dev.kvclient.kuzzle.fixture.MovedClock;
import dev.kvclient.kuzzle.fixture.Tokens;
import dev.kvclient.testkit.FaultRule;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.fixture.WireTap;
import dev.kvclient.testkit.kuzzle.Fault;
import dev.kvclient.testkit.kuzzle.Faults;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Logins, logouts and refreshes by {@code auth()}: who the client is afterwards, and what becomes of its requests. */
@Timeout(30)
@ExtendWith(NoThreadLeft.class)
class AuthSessionTest {
    private static final Credentials ADA = Credentials.userPassword("ada", "secret-of-ada");
    private static final Map<String, String> ADAS = Map.of("username", "ada", "password", "secret-of-ada");
    private static final Map<String, String> READERS = Map.of("username", "reader", "password", "secret-of-reader");
    private static final Map<String, String> WRONG = Map.of("username", "ada", "password", "wrong-password");
    private static final TokenLife AN_HOUR = TokenLife.of(Duration.ofHours(1));

    private final MovedClock clock = new MovedClock();
    private final KuzzleServer server = KuzzleServer.builder()
            .clock(clock)
            .user("ada", "secret-of-ada")
            .user("reader", "secret-of-reader", Set.of("ms:get", "auth:getCurrentUser", "auth:logout"))
            .anonymousAllowed(false)
            .start();

    private final List<Integer> attempts = new CopyOnWriteArrayList<>();

    @AfterEach
    void stopServer() {
        server.close();
    }

    private KvClient anonymous() {
        return client(backend(server)).connect();
    }

    private KvClient connect(Credentials credentials) {
        return client(backend(server).credentials(credentials))
                .listener(new KvListener() {
                    @Override
                    public void onCallEnd(CallEnd event) {
                        attempts.add(event.attempts());
                    }
                })
                .connect();
    }

    private static KuzzleAuth auth(KvClient kv) {
        return kv.unwrap(KuzzleClient.class).auth();
    }

    private static String who(KvClient kv) {
        return auth(kv).currentUser().id();
    }

    private long executed(String action) {
        return server.executed("auth", action);
    }

    private boolean isGood(String token) {
        try (KvClient other = anonymous()) {
            return auth(other).checkToken(token).valid();
        }
    }

    private static void assertRefused(KvException e, KvAuthException.Reason reason, String code) {
        assertThat(e)
                .isInstanceOfSatisfying(
                        KvAuthException.class, auth -> assertThat(auth.reason()).isEqualTo(reason));
        assertThat(e.backendCode()).contains(code);
        assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(e.toString()).doesNotContain("secret", "wrong-password", "kauth-");
    }

    private static void assertAnonymous(KvClient kv) {
        assertThat(who(kv)).isEqualTo("-1");
        assertRefused(
                failureWithin(SOON, () -> kv.set("k", "v")),
                KvAuthException.Reason.UNAUTHENTICATED,
                "security.rights.unauthorized");
    }

    @Test
    void aLoginMakesTheClientThatUserForAllThatFollows() {
        try (KvClient kv = anonymous()) {
            assertAnonymous(kv);

            LoginToken token = auth(kv).login("local", ADAS);

            assertThat(token.userId()).isEqualTo("ada");
            assertThat(token.life()).contains(Duration.ofHours(1));
            assertThat(token.expiresAt()).isPresent();
            assertThat(token.toString()).contains("ada").doesNotContain(token.value());
            assertThat(kv.set("k", "v").written()).isTrue();
            assertThat(resultOf(auth(kv).async().currentUser()).id()).isEqualTo("ada");
            assertThat(resultOf(kv.async().get("k", String.class))).contains("v");

            resultOf(auth(kv).async().login("local", READERS));
            assertThat(who(kv)).isEqualTo("reader");
            assertThat(server.connectionsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void aLoginIsRememberedForTheNextConnection() {
        try (WireTap tap = WireTap.before(server.port());
                KvClient kv = client(backend(tap.port())).connect()) {
            auth(kv).login("local", ADAS, TokenLife.of(Duration.ofMinutes(7)));
            server.dropConnections();

            await().until(() -> server.connectionsAccepted() == 2 && kv.awaitConnected(SOON));
            assertThat(who(kv)).isEqualTo("ada");
            List<String> logins =
                    tap.frames().stream().filter(f -> f.contains("\"login\"")).toList();
            assertThat(logins)
                    .hasSize(2)
                    .allMatch(f -> f.contains("\"expiresIn\":420000") && f.contains("\"strategy\":\"local\""))
                    .noneMatch(f -> f.contains("jwt"));
        }
    }

    @Test
    void aLoginThatIsRefusedLeavesTheClientWhoItWas() {
        try (KvClient kv = connect(ADA)) {
            KvException e = failureWithin(SOON, () -> auth(kv).login("local", WRONG));

            assertRefused(e, KvAuthException.Reason.UNAUTHENTICATED, "plugin.strategy.missing_user");
            assertThat(e.operation()).contains("auth:login");
            assertThat(e.attempts()).isEqualTo(1);
            assertThat(who(kv)).isEqualTo("ada");
            server.dropConnections();
            await().until(() -> server.connectionsAccepted() == 2 && kv.awaitConnected(SOON));
            assertThat(who(kv)).isEqualTo("ada");
        }
    }

    @Test
    void anUnknownStrategyIsARequestThatIsWrong() {
        try (KvClient kv = anonymous()) {
            KvException e = failureOf(auth(kv).async().login("nope", ADAS));

            assertThat(e).isInstanceOf(KvRequestException.class);
            assertThat(e.backendCode()).contains("security.credentials.unknown_strategy");
            assertThat(failureOf(auth(kv).async().login("", ADAS)).outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(failureOf(auth(kv).async().login("local", List.of("ada")))
                            .outcome())
                    .isEqualTo(Outcome.NOT_SENT);
        }
    }

    @Test
    void loginsWaitForTheServersLimitWithinTheirDeadline() {
        try (KuzzleServer strict = KuzzleServer.builder()
                        .user("ada", "secret-of-ada")
                        .loginsPerSecond(1)
                        .start();
                KvClient kv = client(backend(strict)).connect()) {
            assertRefused(
                    failureWithin(SOON, () -> auth(kv).login("local", WRONG)),
                    KvAuthException.Reason.UNAUTHENTICATED,
                    "plugin.strategy.missing_user");
            KvException e = failureWithin(
                    SOON,
                    () -> auth(kv).with(o -> o.timeout(Duration.ofMillis(300))).login("local", ADAS));
            assertThat(e).isInstanceOf(KvRateLimitedException.class);
            assertThat(who(kv)).isEqualTo("-1");

            assertThat(within(SOON, () -> auth(kv).login("local", ADAS)).userId())
                    .isEqualTo("ada");
            assertThat(strict.executed("auth", "login")).isEqualTo(1);
        }
    }

    @Test
    void aLoginWhoseAnswerIsLostIsNotRepeated() {
        try (KvClient kv = connect(ADA)) {
            server.faults()
                    .on(Faults.action("auth", "login"), Fault.dropAfterExecuting())
                    .once();

            KvException e = failureWithin(SOON, () -> auth(kv).login("local", READERS));

            assertThat(e).isInstanceOf(KvConnectionException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(kv.awaitConnected(SOON)).isTrue();
            assertThat(who(kv)).isEqualTo("ada");
        }
    }

    @Test
    void aLogoutRevokesTheTokenAndForgetsTheCredentials() {
        try (KvClient kv = anonymous()) {
            String token = auth(kv).login("local", ADAS).value();
            assertThat(isGood(token)).isTrue();

            auth(kv).logout();

            assertThat(isGood(token)).isFalse();
            assertAnonymous(kv);
            server.dropConnections();
            await().until(() -> server.connectionsAccepted() >= 4 && kv.awaitConnected(SOON));
            assertAnonymous(kv);
            assertThat(executed("login")).isEqualTo(1);

            kv.credentials(ADA);
            assertThat(who(kv)).isEqualTo("ada");
        }
    }

    @Test
    void aLogoutEndsTheCredentialsOfTheBuilderToo() {
        try (KvClient kv = connect(ADA)) {
            resultOf(auth(kv).async().logout());

            assertAnonymous(kv);
            assertThat(executed("login")).isEqualTo(1);
        }
    }

    @Test
    void aLogoutEverywhereEndsAllTokens() {
        String other = Tokens.of(server, "ada", "secret-of-ada");
        try (KvClient kv = connect(ADA)) {
            auth(kv).logout();
            assertThat(isGood(other)).isTrue();

            auth(kv).login("local", ADAS);
            auth(kv).logoutEverywhere();

            assertThat(isGood(other)).isFalse();
            assertAnonymous(kv);
        }
    }

    @Test
    void whoIsAnonymousCannotSignOut() {
        try (KvClient kv = anonymous()) {
            assertRefused(
                    failureWithin(SOON, () -> auth(kv).logout()),
                    KvAuthException.Reason.UNAUTHENTICATED,
                    "security.rights.unauthorized");
        }
    }

    @Test
    void aTokenThatIsNotGoodAnyMoreNeedNotBeRevoked() {
        try (KvClient kv = connect(ADA)) {
            server.revokeTokens();

            auth(kv).logout();

            assertAnonymous(kv);
            assertThat(executed("login")).isEqualTo(1);
        }
    }

    @Test
    void aLogoutThatFailsLeavesTheClientWhoItWas() {
        try (KvClient kv = connect(ADA)) {
            server.faults()
                    .on(Faults.action("auth", "logout"), Fault.refuse(500, "services.cache.write_failed", 1, "no"))
                    .once();

            KvException e = failureWithin(SOON, () -> auth(kv).logout());

            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(who(kv)).isEqualTo("ada");
        }
    }

    @Test
    void requestsWaitForALogoutAndAreAnonymousThen() {
        server.anonymousAllowed(true);
        try (WireTap tap = WireTap.before(server.port());
                KvClient kv = client(backend(tap.port()).credentials(ADA)).connect()) {
            FaultRule slow =
                    server.faults().on(Faults.action("auth", "logout"), Fault.delayAnswer(Duration.ofMillis(300)));
            CompletableFuture<Void> logout = auth(kv).async().logout();
            await().until(() -> slow.hits() == 1);

            List<CompletableFuture<Optional<String>>> reads = Stream.generate(
                            () -> kv.async().get("k", String.class))
                    .limit(20)
                    .toList();

            resultOf(logout);
            assertThat(reads).allSatisfy(read -> assertThat(resultOf(read)).isEmpty());
            assertThat(tap.frames())
                    .filteredOn(f -> f.contains("\"get\""))
                    .hasSize(20)
                    .noneMatch(f -> f.contains("jwt"));
        }
    }

    @Test
    void aRefreshReplacesTheToken() {
        try (KvClient kv = connect(ADA)) {
            LoginToken first = auth(kv).refreshToken();
            LoginToken second = auth(kv).refreshToken(TokenLife.of(Duration.ofMinutes(5)));

            assertThat(second.value()).isNotEqualTo(first.value());
            assertThat(second.life()).contains(Duration.ofMinutes(5));
            assertThat(who(kv)).isEqualTo("ada");
            clock.advance(Duration.ofSeconds(2));
            assertThat(isGood(first.value())).isFalse();
            assertThat(isGood(second.value())).isTrue();
            assertThat(kv.set("k", "v").written()).isTrue();
            assertThat(executed("login")).isEqualTo(1);
            // What was asked for last is asked for again.
            assertThat(auth(kv).refreshToken().life()).contains(Duration.ofMinutes(5));
        }
    }

    @Test
    void refreshesAtOnceAreOneRequest() {
        try (KvClient kv = connect(ADA)) {
            List<CompletableFuture<LoginToken>> all = Stream.generate(
                            () -> auth(kv).async().refreshToken())
                    .limit(20)
                    .toList();

            List<String> tokens =
                    all.stream().map(each -> resultOf(each).value()).distinct().toList();
            assertThat(tokens).hasSize(1);
            assertThat(executed("refreshToken")).isEqualTo(1);
            assertThat(isGood(tokens.get(0))).isTrue();
        }
    }

    @Test
    void whoGivesUpARefreshEndsItForNobodyElse() {
        try (KvClient kv = connect(ADA)) {
            CompletableFuture<LoginToken> first = auth(kv).async().refreshToken();
            CompletableFuture<LoginToken> second = auth(kv).async().refreshToken();
            first.cancel(true);

            assertThat(isGood(resultOf(second).value())).isTrue();
            assertThat(who(kv)).isEqualTo("ada");
        }
    }

    @Test
    void requestsThatSetOutBeforeARefreshAreCarriedOut() {
        try (KvClient kv = connect(ADA)) {
            // Looked at when they are carried out, and by then the old token is over.
            FaultRule slow = server.faults().on(Faults.action("incrby"), Fault.delayExecution(Duration.ofMillis(2500)));
            slow.times(20);
            List<CompletableFuture<Long>> writes = Stream.iterate(0, i -> i + 1)
                    .limit(20)
                    .map(i -> kv.async().increment("n" + i))
                    .toList();
            await().until(() -> slow.hits() == 20);

            auth(kv).refreshToken();

            assertThat(writes).allSatisfy(write -> assertThat(resultOf(write)).isEqualTo(1));
            assertThat(server.executed("incrby")).isEqualTo(20);
            assertThat(executed("login")).isEqualTo(1);
        }
    }

    @Test
    void aRefreshThatIsNotAllowedIsToldAndChangesNothing() {
        try (KvClient kv = anonymous()) {
            auth(kv).login("local", READERS);

            assertRefused(
                    failureWithin(SOON, () -> auth(kv).refreshToken()),
                    KvAuthException.Reason.FORBIDDEN,
                    "security.rights.forbidden");

            assertThat(who(kv)).isEqualTo("reader");
            assertThat(executed("login")).isEqualTo(1);
        }
    }

    @Test
    void whatHasNoEndIsNotRefreshed() {
        try (KvClient kv = anonymous()) {
            LoginToken endless = auth(kv).login("local", ADAS, TokenLife.infinite());
            assertThat(endless.expiresAt()).isEmpty();
            assertThat(endless.life()).isEmpty();

            assertRefused(
                    failureWithin(SOON, () -> auth(kv).refreshToken(AN_HOUR)),
                    KvAuthException.Reason.UNAUTHENTICATED,
                    "security.token.refresh_forbidden");

            assertThat(who(kv)).isEqualTo("ada");
            assertThat(executed("login")).isEqualTo(1);
        }
    }

    @Test
    void anExpiredTokenIsRefreshedByWayOfALogin() {
        try (KuzzleServer mute = KuzzleServer.builder()
                        .clock(clock)
                        .user("ada", "secret-of-ada")
                        .realtimeNotifications(false)
                        .start();
                KvClient kv = client(backend(mute).credentials(ADA)).connect()) {
            clock.advance(Duration.ofDays(1));

            LoginToken fresh = within(SOON, () -> auth(kv).refreshToken());

            assertThat(auth(kv).checkToken(fresh.value()).valid()).isTrue();
            assertThat(mute.executed("auth", "login")).isEqualTo(2);
        }
    }

    @Test
    void anExpiredTokenWithoutCredentialsIsTold() {
        try (KvClient kv = connect(Credentials.token(Tokens.of(server, "ada", "secret-of-ada")))) {
            clock.advance(Duration.ofDays(1));

            assertRefused(
                    failureWithin(SOON, () -> auth(kv).refreshToken()),
                    KvAuthException.Reason.UNAUTHENTICATED,
                    "security.token.invalid");
        }
    }

    @Test
    void aGivenTokenThatWasRefreshedIsForgottenForTheNewOne() {
        try (KvClient kv = connect(Credentials.token(Tokens.of(server, "ada", "secret-of-ada")))) {
            auth(kv).refreshToken();
            clock.advance(Duration.ofSeconds(2));
            server.dropConnections();

            await().until(() -> kv.state() != ConnectionState.CONNECTED || server.connectionsAccepted() == 3);
            assertThat(kv.awaitConnected(SOON)).isTrue();
            assertThat(who(kv)).isEqualTo("ada");
        }
    }

    @Test
    void whatIsDoneAtOnceIsDoneInTurnAndNothingWaitsForEver() {
        FaultRule slow = server.faults().on(Faults.action("auth", "login"), Fault.delayAnswer(Duration.ofMillis(100)));
        try (KvClient kv = connect(ADA)) {
            for (int round = 0; round < 3; round++) {
                kv.credentials(ADA);
                CompletableFuture<?> login = auth(kv).async().login("local", ADAS);
                CompletableFuture<?> refresh = auth(kv).async().refreshToken();
                CompletableFuture<?> read = kv.async().get("k", String.class);
                CompletableFuture<?> again = auth(kv).async().login("local", ADAS);

                assertThat(CompletableFuture.allOf(login, refresh, read, again)).succeedsWithin(SOON);
                assertThat(who(kv)).isEqualTo("ada");
            }
            assertThat(slow.hits()).isEqualTo(10);
            assertThat(server.connectionsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void credentialsThatAreGivenDuringALoginAreThoseThatCount() {
        try (KvClient kv = anonymous()) {
            FaultRule slow =
                    server.faults().on(Faults.action("auth", "login"), Fault.delayAnswer(Duration.ofMillis(200)));
            CompletableFuture<LoginToken> login = auth(kv).async().login("local", READERS);
            await().until(() -> slow.hits() == 1);

            kv.credentials(ADA);

            assertThat(who(kv)).isEqualTo("ada");
            assertThat(resultOf(login).userId()).isEqualTo("reader");
            assertThat(who(kv)).isEqualTo("ada");
            assertThat(server.connectionsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void aRequestThatFindsTheTokenRevokedDuringALoginWaitsForIt() {
        try (KvClient kv = connect(ADA)) {
            kv.set("k", "v");
            FaultRule slow =
                    server.faults().on(Faults.action("auth", "login"), Fault.delayExecution(Duration.ofMillis(300)));
            CompletableFuture<LoginToken> login = auth(kv).async().login("local", ADAS);
            await().until(() -> slow.hits() == 1);
            server.revokeTokens();

            assertThat(within(SOON, () -> kv.get("k", String.class))).contains("v");
            assertThat(resultOf(login).userId()).isEqualTo("ada");
            assertThat(executed("login")).isEqualTo(2);
        }
    }
}
