package dev.kvclient.ndb;

import static dev.kvclient.ndb.fixture.Clients.connect;
import static dev.kvclient.ndb.fixture.Clients.server;
import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.failureOf;
import static dev.kvclient.testkit.fixture.Timed.failureWithin;
import static dev.kvclient.testkit.fixture.Timed.resultOf;
import static dev.kvclient.testkit.fixture.Timed.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.ConnectionState;
import dev.kvclient.KvClient;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.KvUnsupportedException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.ndb.Fault;
import dev.kvclient.testkit.ndb.Faults;
import dev.kvclient.testkit.ndb.NdbServer;
import dev.kvclient.testkit.ndb.NdbVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Writes that are answered only if they fail. */
@Timeout(20)
@ExtendWith(NoThreadLeft.class)
class QuietTest {
    private static NdbKeys keys(KvClient kv) {
        return kv.unwrap(NdbClient.class).keys();
    }

    private static NdbAsyncKeys async(KvClient kv) {
        return kv.unwrap(NdbClient.class).async().keys();
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_4", "V0_5"})
    void silenceIsSuccess(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            keys(kv).setQuiet("k", "v");
            assertThat(server.value("k")).contains("\"v\"");
            keys(kv).setQuiet(Map.of("a", 1, "b", 2));
            assertThat(keys(kv).addQuiet(Map.of("c", 3))).isEmpty();
            assertThat(keys(kv).addQuiet(Map.of("c", 4, "d", 4))).containsExactly("c");
            assertThat(keys(kv).get(List.of("a", "b", "c", "d"), Integer.class))
                    .isEqualTo(Map.of("a", 1, "b", 2, "c", 3, "d", 4));
            assertThat(server.connectionsAccepted()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_4", "V0_5"})
    void manyAmongOthersAllEnd(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            List<CompletableFuture<?>> writes = new ArrayList<>();
            List<CompletableFuture<Optional<Integer>>> reads = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                writes.add(async(kv).setQuiet("k" + i, i));
                if (i % 5 == 0) {
                    reads.add(kv.async().get("k" + i, Integer.class));
                }
            }

            writes.forEach(write -> assertThat(write).succeedsWithin(SOON));
            for (int i = 0; i < reads.size(); i++) {
                assertThat(resultOf(reads.get(i))).contains(i * 5);
            }
            assertThat(server.keyCount()).isEqualTo(500);
            assertThat(server.requestsSeen("KV_SETQ")).isEqualTo(500);
            assertThat(server.requestsSeen("KV_COUNT"))
                    .as("far fewer than writes")
                    .isLessThan(250);
            assertThat(server.connectionsAccepted()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_4", "V0_5"})
    void manyInASessionThatSomebodyHasEndedAreAllWritten(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server);
                KvClient other = connect(server)) {
            kv.set("k", "v");
            other.unwrap(NdbClient.class)
                    .sessions()
                    .open(NdbBackend.DEFAULT_SESSION)
                    .end();

            List<CompletableFuture<?>> writes = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                writes.add(async(kv).setQuiet("k" + i, i));
            }

            writes.forEach(write -> assertThat(write).succeedsWithin(SOON));
            assertThat(kv.count()).isEqualTo(50);
            assertThat(server.connectionsAccepted())
                    .as("no connection was dropped")
                    .isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_4", "V0_5"})
    void inAnotherSessionThatHasEndedEachIsRefused(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            NdbSessions sessions = kv.unwrap(NdbClient.class).sessions();
            NdbAsyncSession ended =
                    resultOf(kv.unwrap(NdbClient.class).async().sessions().create("mine"));
            sessions.attach("mine", ended.token()).end();

            List<CompletableFuture<?>> writes = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                writes.add(ended.keys().setQuiet("k" + i, i));
            }

            for (CompletableFuture<?> write : writes) {
                KvException e = failureOf(write);
                assertThat(e).isInstanceOf(KvNotFoundException.class);
                assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
            }
            assertThat(server.connectionsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void aFailureIsToldToTheOneThatFailed() {
        try (NdbServer server = server(NdbVersion.V0_5);
                KvClient kv = connect(server)) {
            kv.count();
            server.faults().on(Faults.key("bad"), Fault.refuse(1000)).once();
            CompletableFuture<Set<String>> good = async(kv).addQuiet(Map.of("good", 1));
            CompletableFuture<?> bad = async(kv).setQuiet("bad", 1);

            KvException e = failureOf(bad);
            assertThat(e).isInstanceOf(KvServerException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(resultOf(good)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_4", "V0_5"})
    void aLossLeavesItUnknownAndItIsNotSentAgain(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            kv.count();
            server.faults()
                    .on(Faults.command("KV_SETQ"), Fault.dropAfterExecuting())
                    .once();

            KvException e = failureWithin(SOON, () -> keys(kv).setQuiet("k", "v"));

            assertThat(e).isInstanceOf(KvConnectionException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(server.requestsSeen("KV_SETQ")).isEqualTo(1);
            await().until(() -> kv.state() == ConnectionState.CONNECTED);
            keys(kv).setQuiet("k", "w");
            assertThat(within(SOON, () -> kv.get("k", String.class))).contains("w");
        }
    }

    @Test
    void generationBHasNone() {
        try (NdbServer server = server(NdbVersion.V0_9);
                KvClient kv = connect(server)) {
            long before = server.requestsSeen();

            assertThat(failureWithin(SOON, () -> keys(kv).setQuiet("k", "v")))
                    .isInstanceOf(KvUnsupportedException.class);
            assertThat(failureWithin(SOON, () -> keys(kv).addQuiet(Map.of("k", "v"))))
                    .isInstanceOf(KvUnsupportedException.class);
            assertThat(server.requestsSeen()).isEqualTo(before);
        }
    }
}
