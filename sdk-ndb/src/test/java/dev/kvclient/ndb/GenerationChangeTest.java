package dev.kvclient.ndb;

import static dev.kvclient.ndb.fixture.Clients.connect;
import static dev.kvclient.ndb.fixture.Clients.server;
import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.failureOf;
import static dev.kvclient.testkit.fixture.Timed.failureWithin;
import static dev.kvclient.testkit.fixture.Timed.resultOf;
import static dev.kvclient.testkit.fixture.Timed.runWithin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.BatchResult;
import dev.kvclient.ConnectionState;
import dev.kvclient.KvClient;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.ndb.NdbServer;
import dev.kvclient.testkit.ndb.NdbVersion;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that comes back as one of the other generation, which no attempt can mend. */
@Timeout(20)
@ExtendWith(NoThreadLeft.class)
class GenerationChangeTest {
    @ParameterizedTest
    @CsvSource({"V0_9, V0_5, session, status", "V0_5, V0_9, status, session", "V0_4, V0_9, status, session"})
    void isAStateOfItsOwnThatSaysWhy(NdbVersion before, NdbVersion after, String found, String expected) {
        try (NdbServer server = server(before)) {
            KvClient kv = connect(server);
            kv.set("k", "v");
            kv.getAll(List.of("a", "b"), String.class);
            server.faults().holdAnswers(true);
            CompletableFuture<?> underWay = kv.async().get("k", String.class);
            CompletableFuture<BatchResult<String>> large = kv.async().getAll(List.of("a", "b"), String.class);
            CompletableFuture<?> write = kv.async().set("x", "v");
            // v0.4 is asked one by one.
            long sets = before == NdbVersion.V0_4 ? 1 : 2;
            await().until(() -> server.executed("KV_GET") == 3 && server.executed("KV_SET") == sets);

            server.restart(after);
            server.faults().holdAnswers(false);

            await().until(() -> kv.state() == ConnectionState.FAILED);
            KvException fresh = failureWithin(SOON, () -> kv.get("k", String.class));
            assertThat(fresh.outcome()).isEqualTo(Outcome.NOT_SENT);
            for (KvException each : List.of(
                    failureOf(underWay),
                    failureOf(write),
                    fresh,
                    kv.lastConnectionFailure().orElseThrow())) {
                assertThat(each).isInstanceOf(KvConnectionException.class);
                assertThat(each)
                        .hasMessageContaining("the server speaks the generation " + found)
                        .hasMessageContaining("this client the generation " + expected);
                assertThat(each.retryable()).isFalse();
            }
            assertThat(failureOf(write).outcome()).isEqualTo(sets == 1 ? Outcome.NOT_SENT : Outcome.UNKNOWN);
            assertThat(resultOf(large).failures()).containsOnlyKeys("a", "b");
            assertThat(kv.awaitConnected(Duration.ofSeconds(5))).isFalse();
            await().until(() -> server.connections() == 0);
            long connections = server.connectionsAccepted();
            // Several times what a client that went on trying would wait.
            await().during(Duration.ofMillis(200))
                    .atMost(SOON)
                    .until(() -> server.connectionsAccepted() == connections);

            runWithin(SOON, kv::close);
            assertThat(kv.state()).isEqualTo(ConnectionState.CLOSED);
        }
    }

    @Test
    void anotherVersionOfTheSameGenerationIsWelcome() {
        try (NdbServer server = server(NdbVersion.V0_4);
                KvClient kv = connect(server)) {
            kv.set("k", "v");
            server.restart(NdbVersion.V0_5);
            await().until(() -> server.connections() == 1 && kv.state() == ConnectionState.CONNECTED);

            assertThat(kv.get("k", String.class)).isEmpty();
            assertThat(kv.set("k", "w").written()).isTrue();
        }
    }
}
