package dev.kvclient.ndb;

import static dev.kvclient.ndb.fixture.Clients.backend;
import static dev.kvclient.ndb.fixture.Clients.client;
import static dev.kvclient.ndb.fixture.Clients.server;
import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.failureOf;
import static dev.kvclient.testkit.fixture.Timed.failureWithin;
import static dev.kvclient.testkit.fixture.Timed.resultOf;
import static dev.kvclient.testkit.fixture.Timed.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.BatchResult;
import dev.kvclient.KvClient;
import dev.kvclient.Ordering;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.ndb.Fault;
import dev.kvclient.testkit.ndb.Faults;
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
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that do not answer, or take their time. */
@Timeout(20)
@ExtendWith(NoThreadLeft.class)
class AnswerTimeoutTest {
    private static final Duration SHORT = Duration.ofMillis(250);

    /** Four times as long. */
    private static final Duration LONG = Duration.ofSeconds(1);

    private static KvClient impatient(NdbServer server) {
        return client(backend(server).answerTimeout(SHORT)).connect();
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatAnswersNothingIsLeft(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = impatient(server)) {
            kv.set("k", "v");
            server.faults().holdAnswers(true);
            CompletableFuture<?> read = kv.async().get("k", String.class);
            // The next connection gets no answers either, and is given up after its own time.
            await().until(() -> server.connectionsAccepted() > 1);
            server.faults().holdAnswers(false);

            assertThat(read).succeedsWithin(Duration.ofSeconds(12));
        }
    }

    @ParameterizedTest
    @CsvSource({"V0_4, KV_GET", "V0_4, SH_NEW", "V0_5, SH_NEW", "V0_5, KV_GET", "V0_9, KV_GET"})
    void aMissingAnswerIsNotWaitedForLonger(NdbVersion version, String command) {
        try (NdbServer server = server(version);
                KvClient kv = impatient(server)) {
            server.faults().on(Faults.command(command), Fault.swallowAnswer()).once();

            assertThat(within(SOON, () -> kv.get("k", String.class))).isEmpty();
            assertThat(server.connectionsAccepted()).isEqualTo(2);
        }
    }

    @Test
    void whoWaitsForAPlaceBehindAMissingAnswerIsServed() {
        try (NdbServer server = server(NdbVersion.V0_4);
                KvClient kv = impatient(server)) {
            kv.set("k", "v");
            server.faults().on(Faults.command("KV_GET"), Fault.swallowAnswer()).once();
            List<CompletableFuture<?>> reads = List.of(
                    kv.async().get("k", String.class),
                    kv.async().get("k", String.class),
                    kv.async().get("k", String.class));

            reads.forEach(read -> assertThat(read).succeedsWithin(SOON));
        }
    }

    @Test
    void itIsWatchedAlsoWhenTheSecondConnectionCannotBeMade() {
        try (NdbServer server = server(NdbVersion.V0_4);
                KvClient kv = impatient(server)) {
            kv.set("k", "v");
            server.faults().refuseConnections(true);
            BatchResult<String> batch = within(SOON, () -> kv.getAll(List.of("a", "b"), String.class));
            assertThat(batch.failures()).containsOnlyKeys("a", "b");
            assertThat(batch.failures().get("a").outcome()).isEqualTo(Outcome.NOT_SENT);
            server.faults().refuseConnections(false);
            server.faults().on(Faults.command("KV_GET"), Fault.swallowAnswer()).once();

            assertThat(within(SOON, () -> kv.get("k", String.class))).contains("v");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMissingAnswerOfTheSecondConnectionIsNotWaitedForLonger(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = impatient(server)) {
            kv.set("a", "v");
            server.faults().on(Faults.command("KV_GET"), Fault.swallowAnswer()).once();

            assertThat(within(SOON, () -> kv.getAll(List.of("a", "b"), String.class))
                            .values())
                    .containsOnlyKeys("a");
            assertThat(server.connectionsAccepted())
                    .as("only the second is made again")
                    .isEqualTo(3);
        }
    }

    @Test
    void aSaveIsGivenTheSaveTimeoutAndMeanwhileSoIsEverybody() {
        // Without order, since a read would wait for the end of the save.
        try (NdbServer server = server(NdbVersion.V0_9);
                KvClient kv = client(backend(server).answerTimeout(SHORT))
                        .ordering(Ordering.NONE)
                        .connect()) {
            NdbClient ndb = kv.unwrap(NdbClient.class);
            kv.set("k", "v");
            server.faults()
                    .on(Faults.command("KV_SAVE"), Fault.delayAnswer(LONG))
                    .once();
            server.faults()
                    .on(Faults.key("k"), Fault.delayAnswer(LONG.minusMillis(200)))
                    .once();
            CompletableFuture<NdbSaved> save = ndb.async().keys().save("s");
            await().until(() -> server.executed("KV_SAVE") == 1);

            assertThat(within(SOON, () -> kv.get("k", String.class))).contains("v");
            assertThat(resultOf(save).name()).isEqualTo("s");
            assertThat(server.connectionsAccepted()).isEqualTo(2);

            server.faults().on(Faults.key("k"), Fault.delayAnswer(LONG)).once();
            assertThat(within(SOON, () -> kv.get("k", String.class))).contains("v");
            assertThat(server.connectionsAccepted())
                    .as("after the save it is as before")
                    .isEqualTo(3);
        }
    }

    @Test
    void aSaveOfSessionsIsGivenItsTimeAfterItsFirstAnswer() {
        try (NdbServer server = server(NdbVersion.V0_5);
                KvClient kv = impatient(server)) {
            NdbClient ndb = kv.unwrap(NdbClient.class);
            kv.set("k", "v");
            server.faults()
                    .on(Faults.command("SH_SAVE"), Fault.delayAnswer(LONG))
                    .once();

            assertThat(within(SOON, () -> ndb.sessions().save("s")).name()).isEqualTo("s");
            assertThat(server.executed("SH_SAVE")).isEqualTo(1);
        }
    }

    @Test
    void aSaveWithoutAnswerEndsAndIsNotSentAgain() {
        try (NdbServer server = server(NdbVersion.V0_9);
                KvClient kv = client(backend(server).answerTimeout(SHORT).saveTimeout(SHORT))
                        .connect()) {
            NdbClient ndb = kv.unwrap(NdbClient.class);
            kv.set("k", "v");
            server.faults().on(Faults.command("KV_SAVE"), Fault.swallowAnswer()).once();

            KvException e = failureWithin(SOON, () -> ndb.keys().save("s"));

            assertThat(e).isInstanceOf(KvConnectionException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(server.requestsSeen("KV_SAVE")).isEqualTo(1);
            assertThat(ndb.keys().save("s").name()).isEqualTo("s");
        }
    }

    @Test
    void aConnectionWithoutRequestsIsLeftInPeace() {
        try (NdbServer server = server(NdbVersion.V0_9);
                KvClient kv = impatient(server)) {
            kv.set("k", "v");
            kv.getAll(List.of("a", "b"), String.class);

            await().during(LONG).atMost(SOON).until(() -> server.connections() == 2);
            assertThat(server.connectionsAccepted()).isEqualTo(2);
        }
    }

    @Test
    void aWriteWithoutAnswerIsUnknown() {
        try (NdbServer server = server(NdbVersion.V0_5);
                KvClient kv = impatient(server)) {
            kv.count();
            server.faults().on(Faults.command("KV_ADD"), Fault.swallowAnswer()).once();

            KvException e = failureOf(kv.async().set("k", "v", o -> o.ifAbsent()));

            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(server.executed("KV_ADD")).isEqualTo(1);
        }
    }
}
