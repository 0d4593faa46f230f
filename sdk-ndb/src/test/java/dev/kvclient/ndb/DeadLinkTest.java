package dev.kvclient.ndb;

import static dev.kvclient.ndb.fixture.Clients.PAYLOAD;
import static dev.kvclient.ndb.fixture.Clients.backend;
import static dev.kvclient.ndb.fixture.Clients.client;
import static dev.kvclient.ndb.fixture.Clients.connect;
import static dev.kvclient.ndb.fixture.Clients.server;
import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.resultOf;
import static dev.kvclient.testkit.fixture.Timed.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kvclient.Credentials;
import dev.kvclient.KvClient;
import dev.kvclient.RetryPolicy;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.ndb.NdbServer;
import dev.kvclient.testkit.ndb.NdbVersion;
import dev.kvclient.testkit.proxy.Direction;
import dev.kvclient.testkit.proxy.FaultProxy;
import dev.kvclient.testkit.proxy.NetworkFault;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Links that stay open and carry nothing any more, and a server that is alive and answers nothing. */
@Timeout(20)
@ExtendWith(NoThreadLeft.class)
class DeadLinkTest {
    private static final Duration PING_INTERVAL = Duration.ofMillis(100);
    private static final Duration PING_TIMEOUT = Duration.ofMillis(300);

    /** What the machine may take to notice and to connect anew. */
    private static final Duration SLACK = Duration.ofSeconds(1);

    private static NdbBackend.Builder through(FaultProxy proxy) {
        return NdbBackend.builder()
                .endpoint("127.0.0.1", proxy.port())
                .maxPayload(PAYLOAD)
                .reconnect(Duration.ofMillis(5), Duration.ofMillis(40))
                .ping(PING_INTERVAL, PING_TIMEOUT);
    }

    @ParameterizedTest
    @CsvSource({"V0_5, true", "V0_5, false", "V0_9, true", "V0_9, false"})
    void aLinkThatSwallowsOneWayIsFoundByAPing(NdbVersion version, boolean fromClient) {
        try (NdbServer server = server(version);
                FaultProxy proxy = FaultProxy.inFrontOf(server.port());
                KvClient kv =
                        client(through(proxy)).retry(RetryPolicy.standard()).connect()) {
            kv.set("k", "v");
            long start = System.nanoTime();
            proxy.begin(NetworkFault.swallow(fromClient ? Direction.TO_SERVER : Direction.TO_CLIENT)
                    .sparingNew());
            CompletableFuture<Optional<String>> read = kv.async().get("k", String.class);
            CompletableFuture<?> write = kv.async().set("w", "v");

            assertThat(within(SOON, () -> resultOf(read))).contains("v");
            assertThat(write).succeedsWithin(SOON);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(PING_TIMEOUT, PING_INTERVAL.plus(PING_TIMEOUT).plus(SLACK));
            assertThat(proxy.counters().connectionsAccepted()).isEqualTo(2);
            assertThat(server.value("w")).contains("\"v\"");
        }
    }

    @Test
    void anIdleLinkThatSwallowsIsFoundToo() {
        try (NdbServer server = server(NdbVersion.V0_9);
                FaultProxy proxy = FaultProxy.inFrontOf(server.port());
                KvClient kv = client(through(proxy)).connect()) {
            proxy.begin(NetworkFault.swallow(Direction.TO_SERVER).sparingNew());

            await().atMost(PING_INTERVAL.plus(PING_TIMEOUT).plus(SLACK))
                    .until(() -> proxy.counters().connectionsAccepted() == 2);
            assertThat(kv.awaitConnected(SOON)).isTrue();
            assertThat(kv.set("k", "v").written()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatAnswersPingsAndNothingElseIsLeftAfterTheAnswerTimeout(NdbVersion version) {
        Duration answers = Duration.ofMillis(500);
        try (NdbServer server = server(version);
                KvClient kv = client(backend(server)
                                .ping(Duration.ofMillis(50), Duration.ofMillis(200))
                                .answerTimeout(answers))
                        .connect()) {
            kv.set("k", "v");
            server.faults().holdAnswers(true);
            long start = System.nanoTime();
            CompletableFuture<Optional<String>> read = kv.async().get("k", String.class);
            await().until(() -> server.connections() == 0 || server.connectionsAccepted() > 1);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(answers, answers.plus(SLACK));
            server.faults().holdAnswers(false);

            assertThat(within(SOON, () -> resultOf(read))).contains("v");
        }
    }

    @Test
    void aRunningClientTakesNoCredentialsEither() {
        try (NdbServer server = server(NdbVersion.V0_9);
                KvClient kv = connect(server)) {
            assertThatThrownBy(() -> kv.credentials(Credentials.token("hunter2")))
                    .isInstanceOf(KvRequestException.class)
                    .hasMessageContaining("no credentials")
                    .satisfies(e -> assertThat(((KvException) e).outcome()).isEqualTo(Outcome.NOT_SENT))
                    .satisfies(e -> assertThat(e.toString()).doesNotContain("hunter2"));
            assertThat(kv.set("k", "v").written()).isTrue();
        }
    }
}
