package dev.kvclient.kuzzle;

import static dev.kvclient.kuzzle.fixture.Clients.backend;
import static dev.kvclient.kuzzle.fixture.Clients.client;
import static dev.kvclient.testkit.fixture.Timed.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.Credentials;
import dev.kvclient.KvClient;
import dev.kvclient.KvListener;
import dev.kvclient.kuzzle.auth.KuzzleAuth;
import dev.kvclient.kuzzle.auth.TokenLife;
import dev.kvclient.kuzzle.fixture.MovedClock;
import dev.kvclient.testkit.FaultRule;
import dev.kvclient.testkit.ManualTime;
import dev.kvclient.testkit.fixture.CapturedLogs;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.kuzzle.Fault;
import dev.kvclient.testkit.kuzzle.Faults;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tokens are renewed before they end. A token of ten seconds is, after eight. */
@Timeout(30)
@ExtendWith(NoThreadLeft.class)
class TokenRenewalTest {
    private static final Credentials ADA = Credentials.userPassword("ada", "secret-of-ada");
    private static final Credentials PLAIN = Credentials.userPassword("plain", "secret-of-plain");
    private static final Map<String, String> ADAS = Map.of("username", "ada", "password", "secret-of-ada");
    private static final Duration NEARLY = Duration.ofMillis(7_700);
    private static final Duration THEN = Duration.ofMillis(400);

    private final ManualTime time = new ManualTime();
    private final MovedClock clock = new MovedClock();
    private final KuzzleServer server = KuzzleServer.builder()
            .clock(clock)
            .user("ada", "secret-of-ada")
            .user("plain", "secret-of-plain", Set.of("ms:get", "ms:set", "auth:logout"))
            .anonymousAllowed(false)
            .tokenLife(Duration.ofSeconds(10))
            .start();

    @AfterEach
    void stopServer() {
        server.close();
    }

    private KvClient connect(Credentials credentials) {
        return client(backend(server).credentials(credentials)).timeSource(time).connect();
    }

    private static KuzzleAuth auth(KvClient kv) {
        return kv.unwrap(KuzzleClient.class).auth();
    }

    private long executed(String action) {
        return server.executed("auth", action);
    }

    private long refreshes() {
        return executed("refreshToken");
    }

    /** The time of the server goes as that of the client does. */
    private void advance(Duration by) {
        clock.advance(by);
        time.advance(by);
    }

    /** How many timers there are when those of the requests are over. */
    private int timers() {
        advance(Duration.ofSeconds(1));
        return time.waiting();
    }

    @Test
    void oneIsRefreshedInGoodTimeAgainAndAgain() {
        try (KvClient kv = connect(ADA)) {
            // Before the first ping, whose answer no time would be left for.
            for (int round = 1; round <= 2; round++) {
                advance(NEARLY);
                assertThat(refreshes()).isEqualTo(round - 1);
                advance(THEN);
                int expected = round;
                await().until(() -> refreshes() == expected);
                assertThat(kv.set("k", round).written()).isTrue();
            }
            assertThat(executed("login")).isEqualTo(1);
        }
    }

    @Test
    void oneIsReplacedByALoginWhereNoRefreshIsAllowedAndThatIsTriedOnce() {
        FaultRule tried = server.faults().on(Faults.action("auth", "refreshToken"), Fault.delayAnswer(Duration.ZERO));
        try (KvClient kv = connect(PLAIN)) {
            for (int round = 1; round <= 2; round++) {
                advance(NEARLY.plus(THEN));
                int expected = 1 + round;
                await().until(() -> executed("login") == expected);
                assertThat(kv.set("k", round).written()).isTrue();
            }
            assertThat(tried.hits()).isEqualTo(1);
            assertThat(refreshes()).isZero();
        }
    }

    @Test
    void aRenewalThatFailsIsTriedAgainInTheTimeThatIsLeft() {
        FaultRule down = server.faults()
                .on(
                        Faults.action("auth", "refreshToken"),
                        Fault.refuse(500, "services.cache.read_failed", 16973826, "no cache"));
        try (CapturedLogs logs = CapturedLogs.listen();
                KvClient kv = connect(ADA)) {
            advance(NEARLY.plus(THEN));
            await().untilAsserted(() -> assertThat(logs.lines())
                    .filteredOn(l -> l.contains("before its end"))
                    .hasSize(1));
            down.remove();
            advance(Duration.ofSeconds(1));

            await().until(() -> refreshes() == 1);
            assertThat(kv.set("k", "v").written()).isTrue();
            assertThat(logs.lines()).noneMatch(l -> l.contains("kauth-") || l.contains("secret"));
        }
    }

    @Test
    void passwordsThatAreRefusedAreNotTriedOverAndOver() {
        try (CapturedLogs logs = CapturedLogs.listen();
                KvClient kv = connect(PLAIN)) {
            FaultRule changed = server.faults()
                    .on(
                            Faults.action("auth", "login"),
                            Fault.refuse(401, "plugin.strategy.missing_user", 67305492, "wrong"));
            int before = timers();
            advance(Duration.ofMillis(7_100));
            await().untilAsserted(() -> assertThat(logs.lines()).anyMatch(l -> l.contains("before its end")));

            assertThat(changed.hits()).isEqualTo(1);
            assertThat(timers()).isEqualTo(before - 1);
            // The token is still good.
            assertThat(kv.set("k", "v").written()).isTrue();
        }
    }

    @Test
    void onlyATokenThatEndsAndCanBeRenewedHasATimer() {
        try (KvClient kv = client(backend(server)).timeSource(time).connect()) {
            int none = timers();

            auth(kv).login("local", ADAS);
            assertThat(timers()).isEqualTo(none + 1);
            auth(kv).login("local", ADAS);
            assertThat(timers()).isEqualTo(none + 1);

            String endless = auth(kv).login("local", ADAS, TokenLife.infinite()).value();
            assertThat(timers()).isEqualTo(none);

            kv.credentials(ADA);
            kv.set("k", "v");
            assertThat(timers()).isEqualTo(none + 1);
            kv.credentials(Credentials.token(endless));
            kv.set("k", "v");
            assertThat(timers()).isEqualTo(none);

            kv.credentials(ADA);
            kv.set("k", "v");
            auth(kv).logout();
            assertThat(timers()).isEqualTo(none);
        }
    }

    @Test
    void aConnectionThatIsLostLeavesNoTimerAndTheNextHasItsOwn() {
        try (KvClient kv = connect(ADA)) {
            int connected = timers();
            server.dropConnections();
            await().until(() -> {
                advance(Duration.ofMillis(5));
                return server.connectionsAccepted() == 2 && kv.awaitConnected(Duration.ofMillis(50));
            });
            kv.set("k", "v");

            await().until(() -> timers() == connected);
            assertThat(refreshes()).isZero();
        }
    }

    @Test
    void aClosedClientRenewsNothing() {
        KvClient kv = connect(ADA);
        kv.close();

        advance(Duration.ofMinutes(1));
        assertThat(refreshes()).isZero();
        assertThat(executed("login")).isEqualTo(1);
        assertThat(time.waiting()).isZero();
    }

    @Test
    void otherCredentialsEndTheTimerOfTheFormer() {
        try (KvClient kv = connect(ADA)) {
            advance(Duration.ofSeconds(7));
            kv.credentials(PLAIN);
            kv.set("k", "v");

            advance(Duration.ofSeconds(7));
            assertThat(refreshes()).isZero();
            assertThat(executed("login")).isEqualTo(2);
            assertThat(kv.set("k", "v").written()).isTrue();
        }
    }

    /** In real time, each token lives for two seconds and is refreshed after one. */
    @Test
    void requestsGoOnOverManyRenewalsAndNoneFails() throws Exception {
        List<Integer> attempts = new CopyOnWriteArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (KuzzleServer quick = KuzzleServer.builder()
                        .user("ada", "secret-of-ada")
                        .anonymousAllowed(false)
                        .tokenLife(Duration.ofSeconds(2))
                        .start();
                KvClient kv = client(backend(quick).credentials(ADA))
                        .listener(new KvListener() {
                            @Override
                            public void onCallEnd(CallEnd event) {
                                attempts.add(event.attempts());
                            }
                        })
                        .connect()) {
            List<Future<Long>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String key = "n" + i;
                all.add(threads.submit(() -> {
                    long last = 0;
                    while (quick.executed("auth", "refreshToken") < 4) {
                        last = kv.increment(key);
                    }
                    return last;
                }));
            }
            long sum = 0;
            for (Future<Long> each : all) {
                sum += each.get(20, TimeUnit.SECONDS);
            }
            assertThat(quick.executed("incrby")).isEqualTo(sum);
            assertThat(quick.executed("auth", "login")).isEqualTo(1);
            await().atMost(SOON).until(() -> attempts.size() >= quick.executed("incrby"));
            assertThat(attempts).allMatch(times -> times == 1);
        } finally {
            threads.shutdownNow();
        }
    }
}
