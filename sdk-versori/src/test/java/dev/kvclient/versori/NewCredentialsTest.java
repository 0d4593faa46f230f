package dev.kvclient.versori;

import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.failureOf;
import static dev.kvclient.testkit.fixture.Timed.failureWithin;
import static dev.kvclient.testkit.fixture.Timed.resultOf;
import static dev.kvclient.versori.fixture.Clients.API_KEY;
import static dev.kvclient.versori.fixture.Clients.backend;
import static dev.kvclient.versori.fixture.Clients.once;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kvclient.CallOptions;
import dev.kvclient.ConnectionState;
import dev.kvclient.Credentials;
import dev.kvclient.KvClient;
import dev.kvclient.SetResult;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.ManualTime;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.versori.HttpExchange;
import dev.kvclient.testkit.versori.Operation;
import dev.kvclient.testkit.versori.VersoriServer;
import dev.kvclient.testkit.versori.openapi.OpenApiCheck;
import dev.kvclient.versori.fixture.Servers;
import dev.kvclient.versori.fixture.TokenSupplier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Credentials that are given to a client that runs. Times of waiting are played: what is not done at once, is not. */
@Timeout(60)
@ExtendWith(NoThreadLeft.class)
class NewCredentialsTest {
    private static final Credentials NEW = Credentials.token("new");
    private static final Credentials WRONG = Credentials.token("wrong-secret");

    @RegisterExtension
    final OpenApiCheck check = new OpenApiCheck();

    private final ManualTime time = new ManualTime();
    private final Queue<HttpExchange> exchanges = new ConcurrentLinkedQueue<>();
    private VersoriServer server;

    @BeforeEach
    void start() {
        server = Servers.builder(check).listener(exchanges::add).start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private KvClient connect(VersoriBackend.Builder backend) {
        return once(backend).timeSource(time).connect();
    }

    private KvClient startOffline(VersoriBackend.Builder backend) {
        return once(backend).timeSource(time).startOffline().connect();
    }

    private List<String> shown() {
        return exchanges.stream()
                .map(exchange -> exchange.requestHeaders().get("authorization").get(0))
                .toList();
    }

    private static void awaitRefused(KvClient kv) {
        await().untilAsserted(() -> {
            assertThat(kv.state()).isEqualTo(ConnectionState.DISCONNECTED);
            assertThat(kv.lastConnectionFailure())
                    .hasValueSatisfying(e -> assertThat(e).isInstanceOf(KvAuthException.class));
        });
    }

    private static void awaitThat(CountDownLatch latch) {
        await().until(() -> latch.getCount() == 0);
    }

    @Test
    void areUsedForAllThatIsAskedAfterwards() {
        try (KvClient kv = connect(backend(server))) {
            for (int i = 0; i < 5; i++) {
                server.token("key-" + i);
                kv.credentials(Credentials.token("key-" + i));
                assertThat(kv.set("k", i).written()).isTrue();
            }
            assertThat(shown())
                    .containsExactly(
                            "Bearer " + API_KEY,
                            "Bearer key-0",
                            "Bearer key-1",
                            "Bearer key-2",
                            "Bearer key-3",
                            "Bearer key-4");
        }
    }

    @Test
    void takeThePlaceOfAnyOthers() {
        for (VersoriAuth before : List.of(
                VersoriAuth.cookie("session"), VersoriAuth.jwt("a.b.c"), VersoriAuth.apiKey(() -> "supplied"))) {
            server.authorize(anybody -> true);
            try (KvClient kv = connect(backend(server).auth(before))) {
                server.token("new");
                kv.credentials(NEW);
                assertThat(kv.set("k", 1).written()).isTrue();
            }
        }
    }

    @Test
    void ofAnotherKindAreRefusedAndThoseOfBeforeStay() {
        try (KvClient kv = connect(backend(server))) {
            for (Credentials wrong :
                    List.of(Credentials.userPassword("ada", "hunter2"), Credentials.token("hunter2\n"))) {
                assertThatExceptionOfType(KvRequestException.class)
                        .isThrownBy(() -> kv.credentials(wrong))
                        .withMessageNotContaining("hunter2")
                        .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT));
            }
            assertThat(kv.set("k", 1).written()).isTrue();
            assertThat(shown()).containsOnly("Bearer " + API_KEY);
        }
    }

    @Test
    void letTheQueueOfAClientThatIsRefusedGoOnAtOnce() {
        server.token("new");
        try (KvClient kv = startOffline(backend(server).credentials(WRONG))) {
            awaitRefused(kv);
            await().until(() -> kv.offlineQueue().isPaused());
            CompletableFuture<SetResult> waiting = kv.async().set("k", 1);
            assertThat(kv.offlineQueue().entries()).isEqualTo(1);

            kv.credentials(NEW);

            assertThat(resultOf(waiting).written()).isTrue();
            assertThat(kv.offlineQueue().isPaused()).isFalse();
            assertThat(kv.offlineQueue().entries()).isZero();
        }
    }

    @Test
    void thatAreRefusedTooLeaveItPausedUntilThereAreOthers() {
        server.token("new");
        try (KvClient kv = startOffline(backend(server).credentials(WRONG))) {
            awaitRefused(kv);
            await().until(() -> kv.offlineQueue().isPaused());
            CompletableFuture<SetResult> waiting = kv.async().set("k", 1);
            long before = server.requestsSeen();

            kv.credentials(Credentials.token("wrong-too"));
            await().until(() -> server.requestsSeen() == before + 1);
            awaitRefused(kv);
            assertThat(kv.offlineQueue().isPaused()).isTrue();
            assertThat(waiting).isNotDone();

            kv.credentials(NEW);
            assertThat(resultOf(waiting).written()).isTrue();
        }
    }

    @Test
    void comeBackAtOnceWithAServerThatIsThereAgain() {
        try (KvClient kv = connect(backend(server))) {
            server.stop();
            // One may still find the connection of before, which is cut.
            await().until(() -> {
                KvException e = failureWithin(
                        SOON, () -> kv.with(CallOptions.none().queuable(false)).set("k", 1));
                return e.outcome() == Outcome.NOT_SENT && kv.state() == ConnectionState.DISCONNECTED;
            });
            server.token("new");
            server.restart();

            kv.credentials(NEW);

            assertThat(kv.awaitConnected(SOON)).isTrue();
            assertThat(kv.set("k", 2).written()).isTrue();
        }
    }

    @Test
    void thatAreSuppliedAreAskedForBeforeAnythingIsSent() {
        TokenSupplier slow = new TokenSupplier("new");
        try (KvClient kv = connect(backend(server))) {
            exchanges.clear();
            kv.credentials(slow.credentials());
            List<CompletableFuture<SetResult>> many = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                many.add(kv.async().set("k" + i, i));
            }
            slow.awaitAsked();
            assertThat(exchanges).isEmpty();

            slow.answer();

            many.forEach(each -> assertThat(resultOf(each).written()).isTrue());
            assertThat(shown()).hasSize(100).containsOnly("Bearer new");
            assertThat(slow.asked()).isEqualTo(1);
        }
    }

    @Test
    void whoWaitsForThemMayLoseItsPatience() {
        TokenSupplier slow = new TokenSupplier("new");
        try (KvClient kv = connect(backend(server).window(1, 1_000))) {
            exchanges.clear();
            kv.credentials(slow.credentials());
            CompletableFuture<SetResult> cancelled = kv.async().set("a", 1);
            slow.awaitAsked();
            CompletableFuture<SetResult> late = kv.with(CallOptions.none().timeout(Duration.ofSeconds(1)))
                    .async()
                    .set("b", 2);
            CompletableFuture<SetResult> patient = kv.async().set("c", 3);

            cancelled.cancel(true);
            time.advance(Duration.ofSeconds(1));
            assertThat(failureOf(late).outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(exchanges).isEmpty();

            slow.answer();
            assertThat(resultOf(patient).written()).isTrue();
            assertThat(server.requestsSeen(Operation.SET_KV)).isEqualTo(1);
        }
    }

    @Test
    void thatCannotBeGotFailWhatWaitsForThemAndAreAskedForAgain() {
        TokenSupplier broken = new TokenSupplier(null, "new");
        try (KvClient kv = connect(backend(server))) {
            broken.answer();
            kv.credentials(broken.credentials());

            KvException e = failureWithin(SOON, () -> kv.set("k", 1));
            assertThat(e).isInstanceOf(KvAuthException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);

            assertThat(kv.set("k", 2).written()).isTrue();
            assertThat(broken.asked()).isEqualTo(2);
        }
    }

    @Test
    void doNotWaitForTheSupplierOfTheFormer() {
        for (boolean stubborn : List.of(false, true)) {
            TokenSupplier stuck = new TokenSupplier("never");
            stuck.minds(!stubborn);
            server.token("new");
            try (KvClient kv = startOffline(backend(server).credentials(stuck.credentials()))) {
                stuck.awaitAsked();

                kv.credentials(NEW);

                assertThat(kv.awaitConnected(SOON)).isTrue();
                assertThat(kv.set("k", 1).written()).isTrue();
                await().until(stuck::wasInterrupted);
            } finally {
                stuck.answer();
            }
        }
        assertThat(shown()).containsOnly("Bearer new");
    }

    @Test
    void areWhatARefusedRequestIsSentAgainWith() {
        TokenSupplier slow = new TokenSupplier("new");
        try (KvClient kv = connect(backend(server))) {
            CountDownLatch arrived = new CountDownLatch(1);
            CountDownLatch given = new CountDownLatch(1);
            server.authorize(shown -> {
                arrived.countDown();
                awaitThat(given);
                return shown.bearer().equals(Optional.of("new"));
            });
            exchanges.clear();
            CompletableFuture<SetResult> underWay = kv.async().set("k", 1);
            awaitThat(arrived);
            kv.credentials(slow.credentials());
            given.countDown();
            // It is refused, and asks for another credential.
            slow.awaitAsked();
            slow.answer();

            assertThat(resultOf(underWay).written()).isTrue();
            assertThat(shown()).containsExactly("Bearer " + API_KEY, "Bearer new");
        }
    }

    @Test
    void areWhatARefusedRequestIsSentAgainWithAlsoWhenTheFormerAreBeingRenewed() {
        TokenSupplier former = new TokenSupplier("old", "never");
        former.answer();
        server.token("old");
        try (KvClient kv = connect(backend(server).credentials(former.credentials()))) {
            server.token("new");
            former.block();
            CompletableFuture<SetResult> refused = kv.async().set("k", 1);
            await().until(() -> former.asked() == 2);

            kv.credentials(NEW);

            assertThat(resultOf(refused).written()).isTrue();
            assertThat(shown()).endsWith("Bearer old", "Bearer new").doesNotContain("Bearer never");
        }
    }

    @Test
    void aClosedClientTakesNone() {
        KvClient kv = connect(backend(server));
        kv.close();
        assertThatThrownBy(() -> kv.credentials(WRONG))
                .isInstanceOf(KvClosedException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void thatAreStillAskedForKeepNoClientFromClosing() {
        TokenSupplier slow = new TokenSupplier("never");
        KvClient kv = connect(backend(server));
        kv.credentials(slow.credentials());
        CompletableFuture<SetResult> waiting = kv.async().set("k", 1);
        slow.awaitAsked();

        CompletableFuture<Void> closed = CompletableFuture.runAsync(kv::close);
        await().until(() -> {
            time.advance(Duration.ofSeconds(1));
            return closed.isDone();
        });

        assertThat(failureOf(waiting).outcome()).isEqualTo(Outcome.NOT_SENT);
        await().until(slow::wasInterrupted);
    }
}
