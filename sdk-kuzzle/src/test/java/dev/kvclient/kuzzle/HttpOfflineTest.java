package dev.kvclient.kuzzle;

import static dev.kvclient.ConnectionState.CONNECTED;
import static dev.kvclient.ConnectionState.DISCONNECTED;
import static dev.kvclient.kuzzle.fixture.Clients.client;
import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.failureOf;
import static dev.kvclient.testkit.fixture.Timed.failureWithin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.CallOptions;
import dev.kvclient.KvClient;
import dev.kvclient.KvType;
import dev.kvclient.RetryPolicy;
import dev.kvclient.SetResult;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvOfflineException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.fixture.Clients;
import dev.kvclient.kuzzle.fixture.HttpClients;
import dev.kvclient.kuzzle.fixture.States;
import dev.kvclient.kuzzle.ms.KuzzleAsyncMemoryStorage;
import dev.kvclient.testkit.FaultRule;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.kuzzle.Fault;
import dev.kvclient.testkit.kuzzle.Faults;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import dev.kvclient.testkit.proxy.Cut;
import dev.kvclient.testkit.proxy.Direction;
import dev.kvclient.testkit.proxy.FaultProxy;
import dev.kvclient.testkit.proxy.NetworkFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Links over HTTP that break: offline for want of a connection only, and back by a probe only. */
@Timeout(30)
@ExtendWith(NoThreadLeft.class)
class HttpOfflineTest {
    private final KuzzleServer server = KuzzleServer.builder().http().start();
    private final States states = new States();

    @AfterEach
    void stopServer() {
        server.close();
    }

    private FaultProxy proxy() {
        return FaultProxy.inFrontOf(HttpClients.port(server));
    }

    private static KuzzleBackend.Builder backend(FaultProxy proxy) {
        return Clients.backend(proxy.port()).http();
    }

    private static KvClient once(KuzzleBackend.Builder backend) {
        return KvClient.builder(backend.build()).retry(RetryPolicy.none()).connect();
    }

    @Test
    void theQueueFillsWhileTheServerIsGoneAndIsDeliveredInOrder() {
        try (KvClient kv = client(HttpClients.backend(server)).listener(states).connect()) {
            kv.set("k", "before");
            server.stop();

            List<CompletableFuture<SetResult>> writes = IntStream.range(0, 50)
                    .mapToObj(i -> kv.async().set("k", "w" + i))
                    .toList();
            await().until(() -> kv.state() != CONNECTED);
            KuzzleAsyncMemoryStorage ms = kv.unwrap(KuzzleClient.class).ms().async();
            List<CompletableFuture<Long>> pushes = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                pushes.add(ms.rpush("list", i));
            }
            CompletableFuture<Optional<String>> read = kv.async().get("k", String.class);
            assertThat(writes).noneMatch(CompletableFuture::isDone);
            server.restart();

            assertThat(read).succeedsWithin(SOON).isEqualTo(Optional.of("w49"));
            assertThat(writes).allSatisfy(write -> assertThat(write).succeedsWithin(SOON));
            assertThat(pushes).allSatisfy(push -> assertThat(push).succeedsWithin(SOON));
            assertThat(kv.unwrap(KuzzleClient.class).ms().lrange("list", 0, -1))
                    .isEqualTo(
                            IntStream.range(0, 50).mapToObj(Integer::toString).toList());
            assertThat(server.executed("set")).isEqualTo(51);
            assertThat(states.all()).contains(DISCONNECTED).endsWith(CONNECTED);
        }
    }

    @Test
    void whatMayNotWaitFailsAtOnceAndNothingOfTheUsersFindsTheWay() {
        try (FaultProxy proxy = proxy();
                KvClient kv = once(backend(proxy))) {
            proxy.begin(NetworkFault.refuse());
            CallOptions now = CallOptions.none().queuable(false);

            KvException found = failureWithin(SOON, () -> kv.get("k", KvType.of(String.class), now));
            KvException offline = failureWithin(SOON, () -> kv.get("k", KvType.of(String.class), now));

            assertThat(List.of(found, offline)).allSatisfy(e -> {
                assertThat(e).isInstanceOf(KvOfflineException.class);
                assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
            });
            assertThat(kv.lastConnectionFailure())
                    .hasValueSatisfying(e -> assertThat(e).isInstanceOf(KvConnectionException.class));
            proxy.clear();
            assertThat(kv.awaitConnected(SOON)).isTrue();
            assertThat(server.executed("get")).isZero();
            assertThat(server.executed("server", "now")).isEqualTo(2);
        }
    }

    /** There was a connection: no reason to be offline. */
    @Test
    void aCutAfterSendingLeavesTheOutcomeOpenAndTheLinkUp() {
        try (KvClient kv = once(HttpClients.backend(server).answerTimeout(Duration.ofSeconds(5)))) {
            server.faults()
                    .on(Faults.action("incrby"), Fault.dropAfterExecuting())
                    .once();

            KvException e = failureWithin(SOON, () -> kv.increment("n"));

            assertThat(e).isInstanceOf(KvConnectionException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(kv.state()).isEqualTo(CONNECTED);
            assertThat(kv.increment("n")).isEqualTo(2);
            assertThat(server.executed("incrby")).isEqualTo(2);
        }
    }

    @Test
    void aReadIsSentAgainAfterACut() {
        try (KvClient kv = HttpClients.connect(server)) {
            kv.set("k", "v");
            server.faults().on(Faults.action("get"), Fault.dropAfterExecuting()).once();

            assertThat(kv.get("k", String.class)).contains("v");
            assertThat(server.executed("get")).isEqualTo(2);
        }
    }

    @Test
    void anAnswerThatIsCutOnItsWayIsUnknown() {
        try (FaultProxy proxy = proxy();
                KvClient kv = once(backend(proxy))) {
            kv.set("k", "x".repeat(10_000));
            proxy.begin(NetworkFault.cutAfter(Direction.TO_CLIENT, 2_000, Cut.RST));

            KvException e = failureWithin(SOON, () -> kv.get("k", String.class));

            assertThat(e).isInstanceOf(KvConnectionException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(kv.state()).isEqualTo(CONNECTED);
        }
    }

    @Test
    void aSlowAnswerEndsItsOwnRequestOnly() {
        try (KvClient kv = once(HttpClients.backend(server).answerTimeout(Duration.ofMillis(400)))) {
            FaultRule slow = server.faults().on(Faults.key("slow"), Fault.delayAnswer(Duration.ofSeconds(2)));
            CompletableFuture<Long> counted = kv.async().increment("slow");
            await().until(() -> slow.hits() == 1);

            assertThat(kv.set("k", "v").written()).isTrue();
            KvException e = failureOf(counted);

            assertThat(e).isInstanceOf(KvTimeoutException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(kv.state()).isEqualTo(CONNECTED);
            assertThat(slow.hits()).isEqualTo(1);
        }
    }

    @Test
    void connectingMayTakeLongerThanAnAnswer() {
        server.faults()
                .on(Faults.action("server", "now"), Fault.delayAnswer(Duration.ofMillis(500)))
                .once();
        try (KvClient kv = once(HttpClients.backend(server).answerTimeout(Duration.ofMillis(250)))) {
            assertThat(kv.state()).isEqualTo(CONNECTED);
        }
    }

    @Test
    void aCallersDeadlineEndsItsOwnRequestOnly() {
        try (KvClient kv = once(HttpClients.backend(server))) {
            server.faults().on(Faults.key("slow"), Fault.delayAnswer(Duration.ofSeconds(2)));
            CompletableFuture<Optional<String>> other = kv.async().get("k", String.class);

            KvException e = failureWithin(
                    Duration.ofSeconds(1),
                    () -> kv.get(
                            "slow", KvType.of(String.class), CallOptions.none().timeout(Duration.ofMillis(200))));

            assertThat(e).isInstanceOf(KvTimeoutException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(other).succeedsWithin(SOON);
            assertThat(kv.state()).isEqualTo(CONNECTED);
        }
    }

    @Test
    void errorsOfTheServerAreNoReasonToBeOffline() {
        try (KvClient kv = once(HttpClients.backend(server))) {
            server.faults().on(Faults.action("get"), Fault.overloaded());

            assertThat(failureWithin(SOON, () -> kv.get("k", String.class))).isInstanceOf(KvServerException.class);
            assertThat(kv.state()).isEqualTo(CONNECTED);
        }
    }

    @Test
    void aServerThatSaysNoToAProbeIsThereAndOneThatShutsDownIsNot() {
        FaultRule noRedis = server.faults().on(Faults.any(), Fault.redisDown());
        try (KvClient kv = once(HttpClients.backend(server))) {
            assertThat(kv.state()).isEqualTo(CONNECTED);
            assertThat(failureWithin(SOON, () -> kv.get("k", String.class))).isInstanceOf(KvServerException.class);
        }
        noRedis.remove();
        FaultRule closing = server.faults().on(Faults.any(), Fault.shuttingDown());
        try (KvClient kv = client(HttpClients.backend(server)).startOffline().connect()) {
            await().until(() -> closing.hits() >= 3);
            assertThat(kv.state()).isNotEqualTo(CONNECTED);
            closing.remove();
            assertThat(kv.awaitConnected(SOON)).isTrue();
        }
    }

    @Test
    void withoutAServerConnectFailsAndAnOfflineStartWaits() {
        server.stop();
        KvException e = failureWithin(SOON, () -> HttpClients.connect(server).close());
        assertThat(e).isInstanceOf(KvConnectionException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);

        try (KvClient kv = client(HttpClients.backend(server)).startOffline().connect()) {
            CompletableFuture<SetResult> write = kv.async().set("k", "v");
            server.restart();

            assertThat(write).succeedsWithin(SOON);
            assertThat(kv.awaitConnected(SOON)).isTrue();
        }
    }

    @Test
    void aServerThatTakesConnectionsAndSaysNothingIsGivenUpInTime() {
        server.faults().silent(true);

        KvException e = failureWithin(
                SOON,
                () -> client(HttpClients.backend(server))
                        .connectTimeout(Duration.ofMillis(300))
                        .connect()
                        .close());

        assertThat(e).isInstanceOf(KvConnectionException.class);
    }

    @Test
    void ofSeveralServersTheNextOneIsTaken() {
        try (FaultProxy silent = proxy();
                FaultProxy refusing = proxy();
                FaultProxy good = proxy()) {
            silent.begin(NetworkFault.silent());
            refusing.begin(NetworkFault.refuse());
            KuzzleBackend.Builder backend =
                    backend(silent).endpoint("127.0.0.1", refusing.port()).endpoint("127.0.0.1", good.port());
            try (KvClient kv = client(backend)
                    .connectTimeout(Duration.ofMillis(900))
                    .listener(states)
                    .connect()) {
                assertThat(kv.set("k", "v").written()).isTrue();

                refusing.clear();
                good.begin(NetworkFault.refuse());
                assertThat(kv.get("k", String.class)).contains("v");
                assertThat(states.all()).contains(DISCONNECTED);
            }
        }
    }

    @Test
    void closingOfflineLeavesNothing() {
        KvClient kv = client(HttpClients.backend(server))
                .closeTimeout(Duration.ofMillis(100))
                .connect();
        server.stop();
        CompletableFuture<SetResult> write = kv.async().set("k", "v");
        await().until(() -> kv.state() != CONNECTED);
        kv.close();

        KvException e = failureOf(write);
        assertThat(e).isInstanceOf(KvClosedException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void whatIsUnderWayWhenItIsClosedIsUnknown() {
        FaultRule slow = server.faults().on(Faults.action("incrby"), Fault.delayAnswer(Duration.ofSeconds(5)));
        KvClient kv = client(HttpClients.backend(server))
                .closeTimeout(Duration.ofMillis(100))
                .connect();
        CompletableFuture<Long> counted = kv.async().increment("n");
        await().until(() -> slow.hits() == 1);
        kv.close();

        assertThat(failureOf(counted).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void noMoreAreUnderWayThanTheWindowTakes() {
        try (FaultProxy proxy = proxy();
                KvClient kv = client(backend(proxy).window(3, 1 << 20)).connect()) {
            server.faults().on(Faults.action("get"), Fault.delayAnswer(Duration.ofMillis(50)));
            long start = System.nanoTime();
            List<CompletableFuture<Optional<String>>> reads = IntStream.range(0, 30)
                    .mapToObj(i -> kv.async().get("k" + i, String.class))
                    .toList();

            assertThat(reads).allSatisfy(read -> assertThat(read).succeedsWithin(SOON));
            // Ten times three, 50 ms each.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(500));
            // A connection each, that of the probe included.
            assertThat(proxy.counters().connectionsAccepted()).isEqualTo(31);
        }
    }
}
