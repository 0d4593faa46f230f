package dev.kvclient.kuzzle;

import static dev.kvclient.kuzzle.fixture.Clients.backend;
import static dev.kvclient.kuzzle.fixture.Clients.client;
import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.failureWithin;
import static dev.kvclient.testkit.fixture.Timed.resultOf;
import static dev.kvclient.testkit.fixture.Timed.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kvclient.ConnectionState;
import dev.kvclient.Credentials;
import dev.kvclient.KvClient;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvException;
import dev.kvclient.kuzzle.fixture.Tokens;
import dev.kvclient.testkit.FaultRule;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.kuzzle.Fault;
import dev.kvclient.testkit.kuzzle.Faults;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Credentials that are given to a client that runs. */
@Timeout(30)
@ExtendWith(NoThreadLeft.class)
class NewCredentialsTest {
    private static final Credentials ADA = Credentials.userPassword("ada", "secret-of-ada");
    private static final Credentials READER = Credentials.userPassword("reader", "secret-of-reader");
    private static final Credentials WRONG = Credentials.userPassword("ada", "wrong-password");

    private final KuzzleServer server = KuzzleServer.builder()
            .user("ada", "secret-of-ada")
            .user("reader", "secret-of-reader", Set.of("ms:get", "auth:*"))
            .anonymousAllowed(false)
            .start();

    @AfterEach
    void stopServer() {
        server.close();
    }

    private KvClient connect(Credentials credentials) {
        return client(backend(server).credentials(credentials)).connect();
    }

    private static void assertForbidden(KvClient kv) {
        assertThat(failureWithin(SOON, () -> kv.set("k", "v")))
                .isInstanceOfSatisfying(
                        KvAuthException.class,
                        auth -> assertThat(auth.reason()).isEqualTo(KvAuthException.Reason.FORBIDDEN));
    }

    @Test
    void areUsedForAllThatIsAskedAfterwards() {
        try (KvClient kv = connect(ADA)) {
            for (int i = 0; i < 20; i++) {
                assertThat(kv.set("k", i).written()).isTrue();
                kv.credentials(READER);
                assertForbidden(kv);
                kv.credentials(ADA);
            }
            assertThat(server.connectionsAccepted()).isEqualTo(1);
            assertThat(server.executed("set")).isEqualTo(20);
        }
    }

    @Test
    void mayBeAToken() {
        String token = Tokens.of(server, "ada", "secret-of-ada");
        try (KvClient kv = connect(READER)) {
            kv.credentials(Credentials.token(token));

            assertThat(kv.set("k", "v").written()).isTrue();
            server.dropConnections();
            assertThat(within(
                            SOON,
                            () -> kv.awaitConnected(SOON) && kv.set("k", "w").written()))
                    .isTrue();
        }
    }

    @Test
    void makeSomebodyOfTheAnonymousUser() {
        try (KvClient kv = client(backend(server)).connect()) {
            assertThat(failureWithin(SOON, () -> kv.set("k", "v"))).isInstanceOf(KvAuthException.class);

            kv.credentials(ADA);

            assertThat(kv.set("k", "v").written()).isTrue();
            assertThat(server.connectionsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void thatAreRefusedLeaveNoConnectionAndNothingGoesOutWithTheOldOnes() {
        try (KvClient kv = connect(ADA)) {
            kv.set("k", "v");
            FaultRule slow = server.faults().on(Faults.action("incrby"), Fault.delayAnswer(Duration.ofMillis(300)));
            CompletableFuture<Long> inFlight = kv.async().increment("n");
            await().until(() -> slow.hits() == 1);

            kv.credentials(WRONG);
            CompletableFuture<?> later = kv.async().set("k", "w");

            // What was sent before is answered; then the connection goes.
            assertThat(within(SOON, () -> resultOf(inFlight))).isEqualTo(1);
            await().until(() -> kv.state() != ConnectionState.CONNECTED);
            await().untilAsserted(() -> assertThat(kv.lastConnectionFailure())
                    .hasValueSatisfying(e -> assertThat(e).isInstanceOf(KvAuthException.class)));
            assertThat(server.value("k")).contains("v");

            long given = System.nanoTime();
            kv.credentials(ADA);
            assertThat(kv.awaitConnected(SOON)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - given)).isLessThan(Duration.ofMillis(800));
            assertThat(later).succeedsWithin(SOON);
            assertThat(server.value("k")).contains("w");
        }
    }

    @Test
    void endTheDelayOfAClientThatWasRefusedFromTheStart() {
        try (KvClient kv =
                client(backend(server).credentials(WRONG)).startOffline().connect()) {
            await().untilAsserted(() -> assertThat(kv.lastConnectionFailure())
                    .hasValueSatisfying(e -> assertThat(e).isInstanceOf(KvAuthException.class)));

            long given = System.nanoTime();
            kv.credentials(ADA);

            assertThat(kv.awaitConnected(SOON)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - given)).isLessThan(Duration.ofMillis(800));
            assertThat(kv.set("k", "v").written()).isTrue();
        }
    }

    @Test
    void thatComeDuringASignInAreUsedOnTheSameConnection() {
        FaultRule slow = server.faults().on(Faults.action("auth", "login"), Fault.delayAnswer(Duration.ofMillis(200)));
        try (KvClient kv =
                client(backend(server).credentials(WRONG)).startOffline().connect()) {
            await().until(() -> slow.hits() == 1);

            kv.credentials(READER);
            kv.credentials(ADA);

            assertThat(kv.awaitConnected(SOON)).isTrue();
            assertThat(kv.set("k", "v").written()).isTrue();
            assertThat(server.connectionsAccepted()).isEqualTo(1);
            assertThat(slow.hits()).isEqualTo(2);
        }
    }

    @Test
    void doNotWaitForTheSupplierOfTheFormer() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch asking = new CountDownLatch(1);
        AtomicInteger interrupted = new AtomicInteger();
        Credentials stuck = Credentials.token(() -> {
            asking.countDown();
            try {
                return never.await(1, TimeUnit.MINUTES) ? "never" : "too late";
            } catch (InterruptedException e) {
                interrupted.incrementAndGet();
                throw new IllegalStateException(e);
            }
        });
        try (KvClient kv =
                client(backend(server).credentials(stuck)).startOffline().connect()) {
            assertThat(asking.await(5, TimeUnit.SECONDS)).isTrue();

            kv.credentials(ADA);

            assertThat(kv.awaitConnected(SOON)).isTrue();
            assertThat(interrupted).hasValue(1);
        }
    }

    @Test
    void areSlowedDownByTheServersLimit() {
        try (KuzzleServer strict = KuzzleServer.builder()
                        .user("ada", "secret-of-ada")
                        .user("reader", "secret-of-reader", Set.of("ms:get", "auth:*"))
                        .anonymousAllowed(false)
                        .loginsPerSecond(1)
                        .start();
                KvClient kv = client(backend(strict).credentials(ADA)).connect()) {
            kv.credentials(READER);

            assertForbidden(kv);
            assertThat(strict.connectionsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void aClosedClientTakesNone() {
        KvClient kv = connect(ADA);
        assertThatNullPointerException().isThrownBy(() -> kv.credentials(null));
        kv.close();

        assertThatThrownBy(() -> kv.credentials(READER))
                .isInstanceOf(KvClosedException.class)
                .satisfies(e -> assertThat(((KvException) e).getMessage()).doesNotContain("secret"));
    }
}
