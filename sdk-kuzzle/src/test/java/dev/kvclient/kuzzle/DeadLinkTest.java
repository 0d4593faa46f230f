package dev.kvclient.kuzzle;

import static dev.kvclient.kuzzle.fixture.Clients.backend;
import static dev.kvclient.kuzzle.fixture.Clients.client;
import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.failureOf;
import static dev.kvclient.testkit.fixture.Timed.resultOf;
import static dev.kvclient.testkit.fixture.Timed.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.KvClient;
import dev.kvclient.error.KvException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.kuzzle.Fault;
import dev.kvclient.testkit.kuzzle.Faults;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import dev.kvclient.testkit.proxy.Direction;
import dev.kvclient.testkit.proxy.FaultProxy;
import dev.kvclient.testkit.proxy.NetworkFault;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links that stay open and carry nothing any more, and a server that is alive and answers nothing. */
@Timeout(20)
@ExtendWith(NoThreadLeft.class)
class DeadLinkTest {
    private static final Duration PING_INTERVAL = Duration.ofMillis(100);
    private static final Duration PING_TIMEOUT = Duration.ofMillis(300);

    /** What the machine may take to notice and to connect anew. */
    private static final Duration SLACK = Duration.ofSeconds(1);

    /** Far beyond the ping, so that it is the ping which finds a dead link. */
    private static final Duration LONG = Duration.ofSeconds(10);

    private final KuzzleServer server = KuzzleServer.start();

    @AfterEach
    void stopServer() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLinkThatSwallowsOneWayIsFoundByAPing(boolean fromClient) {
        try (FaultProxy proxy = FaultProxy.inFrontOf(server.port());
                KvClient kv = client(backend(proxy.port())
                                .ping(PING_INTERVAL, PING_TIMEOUT)
                                .answerTimeout(LONG))
                        .connect()) {
            kv.set("k", "v");
            long start = System.nanoTime();
            proxy.begin(NetworkFault.swallow(fromClient ? Direction.TO_SERVER : Direction.TO_CLIENT)
                    .sparingNew());
            CompletableFuture<Optional<String>> read = kv.async().get("k", String.class);
            CompletableFuture<Long> counter = kv.async().increment("n");

            KvException e = within(SOON, () -> failureOf(counter));

            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(resultOf(read)).contains("v");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThanOrEqualTo(PING_TIMEOUT)
                    .isLessThan(PING_INTERVAL.plus(PING_TIMEOUT).plus(SLACK));
            assertThat(proxy.counters().connectionsAccepted()).isEqualTo(2);
            assertThat(server.executed("incrby")).isEqualTo(fromClient ? 0 : 1);
        }
    }

    @Test
    void anIdleLinkThatSwallowsIsFoundToo() {
        try (FaultProxy proxy = FaultProxy.inFrontOf(server.port());
                KvClient kv = client(backend(proxy.port()).ping(PING_INTERVAL, PING_TIMEOUT))
                        .connect()) {
            proxy.begin(NetworkFault.swallow(Direction.TO_SERVER).sparingNew());

            await().atMost(PING_INTERVAL.plus(PING_TIMEOUT).plus(SLACK))
                    .until(() -> proxy.counters().connectionsAccepted() == 2);
            assertThat(kv.awaitConnected(SOON)).isTrue();
            assertThat(kv.set("k", "v").written()).isTrue();
        }
    }

    @Test
    void aServerThatAnswersPingsAndNothingElseIsLeftAfterTheAnswerTimeout() {
        Duration answers = Duration.ofMillis(500);
        try (KvClient kv = client(backend(server)
                        .ping(Duration.ofMillis(50), Duration.ofMillis(200))
                        .answerTimeout(answers))
                .connect()) {
            kv.set("k", "v");
            server.faults().on(Faults.any(), Fault.swallowAnswer()).times(2);
            long start = System.nanoTime();
            CompletableFuture<Optional<String>> read = kv.async().get("k", String.class);
            CompletableFuture<Long> counter = kv.async().increment("n");

            assertThat(within(SOON, () -> failureOf(counter)).outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(resultOf(read)).contains("v");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(answers, answers.plus(SLACK));
            assertThat(server.connectionsAccepted()).isEqualTo(2);
        }
    }
}
