package dev.kvclient.ndb;

import static dev.kvclient.ndb.fixture.Clients.backend;
import static dev.kvclient.ndb.fixture.Clients.client;
import static dev.kvclient.ndb.fixture.Clients.connect;
import static dev.kvclient.ndb.fixture.Clients.server;
import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.failureWithin;
import static dev.kvclient.testkit.fixture.Timed.resultOf;
import static dev.kvclient.testkit.fixture.Timed.runWithin;
import static dev.kvclient.testkit.fixture.Timed.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.BatchResult;
import dev.kvclient.ConnectionState;
import dev.kvclient.KvClient;
import dev.kvclient.Ordering;
import dev.kvclient.Scan;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvTooLargeException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.fixture.WireTap;
import dev.kvclient.testkit.ndb.Asked;
import dev.kvclient.testkit.ndb.Fault;
import dev.kvclient.testkit.ndb.Faults;
import dev.kvclient.testkit.ndb.NdbServer;
import dev.kvclient.testkit.ndb.NdbVersion;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The second connection, for large answers. */
@Timeout(20)
@ExtendWith(NoThreadLeft.class)
class LargeLinkTest {
    private static final List<String> TWO = List.of("a", "b");

    private static boolean isLarge(Asked asked) {
        return asked.command().equals("KV_GET") && asked.keys().size() > 1;
    }

    @ParameterizedTest
    @EnumSource
    void isMadeWhenItIsFirstNeeded(NdbVersion version) {
        try (NdbServer server = server(version);
                WireTap tap = WireTap.before(server.port());
                KvClient kv = client(NdbBackend.builder()
                                .endpoint("127.0.0.1", tap.port())
                                .maxPayload(1 << 20))
                        .connect()) {
            kv.set("a", 1);
            kv.get("a", Integer.class);
            kv.contains("a");
            kv.count();
            kv.delete("x");
            kv.ping();
            assertThat(tap.connections()).hasSize(1);

            assertThat(kv.getAll(TWO, Integer.class).values()).containsOnlyKeys("a");
            try (Stream<String> keys = kv.keys(Scan.all())) {
                assertThat(keys).containsExactly("a");
            }

            assertThat(tap.connections()).hasSize(2);
            assertThat(tap.connections().get(0))
                    .noneMatch(frame -> frame.contains("KV_KEYS") || frame.contains("\"b\""));
            assertThat(tap.connections().get(1))
                    .filteredOn(frame -> !frame.contains("_INFO"))
                    .hasSize(2)
                    .allMatch(frame -> frame.contains("KV_KEYS") || frame.contains("\"b\""));
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesOneAtATime(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            kv.getAll(TWO, String.class);
            long before = server.requestsSeen("KV_GET");
            server.faults().holdAnswers(true);
            List<CompletableFuture<BatchResult<String>>> reads = Stream.generate(
                            () -> kv.async().getAll(TWO, String.class))
                    .limit(5)
                    .toList();
            await().during(Duration.ofMillis(200))
                    .atMost(SOON)
                    .until(() -> server.requestsSeen("KV_GET") - before <= 1);
            server.faults().holdAnswers(false);

            reads.forEach(read -> assertThat(resultOf(read).failures()).isEmpty());
            assertThat(server.requestsSeen("KV_GET") - before).isEqualTo(5);
            assertThat(server.connectionsAccepted()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void itsLossDoesNotHurtTheFirst(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            kv.set("a", "v");
            kv.set("slow", "v");
            server.faults()
                    .on(LargeLinkTest::isLarge, Fault.dropAfterExecuting())
                    .once();
            server.faults()
                    .on(Faults.key("slow"), Fault.delayAnswer(Duration.ofMillis(150)))
                    .once();
            CompletableFuture<Optional<String>> slow = kv.async().get("slow", String.class);

            assertThat(within(SOON, () -> kv.getAll(TWO, String.class)).values())
                    .containsOnlyKeys("a");
            assertThat(resultOf(slow)).contains("v");
            assertThat(server.connectionsAccepted())
                    .as("the first, the second twice")
                    .isEqualTo(3);
            assertThat(kv.state()).isEqualTo(ConnectionState.CONNECTED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theLossOfTheFirstDoesNotHurtWhatIsUnderWayOnIt(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = client(backend(server)).ordering(Ordering.NONE).connect()) {
            kv.set("a", "v");
            kv.getAll(TWO, String.class);
            long before = server.requestsSeen("KV_KEYS");
            server.faults()
                    .on(Faults.command("KV_KEYS"), Fault.delayAnswer(Duration.ofMillis(400)))
                    .once();
            CompletableFuture<List<String>> keys =
                    kv.unwrap(NdbClient.class).async().keys().keys();
            await().until(() -> server.executed("KV_KEYS") == 1);
            server.faults().on(Faults.key("x"), Fault.dropBeforeExecuting()).once();

            assertThat(within(SOON, () -> kv.set("x", "v")).written()).isTrue();
            assertThat(resultOf(keys)).containsExactly("a");
            assertThat(server.requestsSeen("KV_KEYS") - before)
                    .as("not sent again")
                    .isEqualTo(1);
            assertThat(within(SOON, () -> kv.getAll(TWO, String.class)).values())
                    .containsOnlyKeys("a");
            assertThat(server.connectionsAccepted())
                    .as("the first twice, the second")
                    .isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theLossOfTheFirstEndsItIfNothingIsUnderWay(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            kv.getAll(TWO, String.class);
            server.faults().on(Faults.key("x"), Fault.dropBeforeExecuting()).once();
            kv.set("x", "v");

            await().until(() -> server.connections() == 1);
            assertThat(kv.getAll(TWO, String.class).failures()).isEmpty();
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void bothAreMadeAgainAfterARestart(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            kv.getAll(TWO, String.class);
            server.restart();
            await().until(() -> server.connections() == 1 && kv.state() == ConnectionState.CONNECTED);

            kv.set("a", "v");
            assertThat(within(SOON, () -> kv.getAll(TWO, String.class)).values())
                    .containsOnlyKeys("a");
        }
    }

    @Test
    void goesWhereTheFirstWent() throws IOException {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        try (NdbServer server = server(NdbVersion.V0_9);
                KvClient kv = client(NdbBackend.builder()
                                .endpoint("127.0.0.1", nobody)
                                .endpoint("127.0.0.1", server.port()))
                        .connect()) {
            assertThat(kv.getAll(TWO, String.class).failures()).isEmpty();
            assertThat(server.connectionsAccepted()).isEqualTo(2);
        }
    }

    @Test
    void ifItCannotBeMadeOnlyLargeRequestsFail() {
        try (NdbServer server = server(NdbVersion.V0_9);
                KvClient kv = connect(server)) {
            kv.set("a", "v");
            server.faults().refuseConnections(true);

            BatchResult<String> batch = within(SOON, () -> kv.getAll(TWO, String.class));

            assertThat(batch.failures()).containsOnlyKeys("a", "b");
            assertThat(batch.failures().get("a").outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(batch.failures().get("a").attempts()).isZero();
            assertThat(kv.get("a", String.class)).contains("v");
            server.faults().refuseConnections(false);
            assertThat(kv.getAll(TWO, String.class).values()).containsOnlyKeys("a");
        }
    }

    @Test
    void closeWhileItIsMadeLeavesNothing() {
        try (NdbServer server = server(NdbVersion.V0_9)) {
            KvClient kv = client(backend(server)).closeTimeout(Duration.ZERO).connect();
            server.faults().silent(true);
            CompletableFuture<?> read = kv.async().getAll(TWO, String.class);

            runWithin(SOON, kv::close);

            assertThat(read).isDone();
        }
    }

    @Test
    void theLossOfTheFirstWhileItIsMadeIsSurvived() {
        try (NdbServer server = server(NdbVersion.V0_9);
                KvClient kv = connect(server)) {
            server.faults().on(Faults.command("SV_INFO"), Fault.ignore()).once();
            CompletableFuture<BatchResult<String>> read = kv.async().getAll(TWO, String.class);
            await().until(() -> server.requestsSeen("SV_INFO") == 2);
            server.dropConnections();

            assertThat(within(SOON, () -> resultOf(read)).failures()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void keysAreNotListedAboveTheLimit(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = client(backend(server).maxListedKeys(3)).connect()) {
            for (int i = 0; i < 3; i++) {
                kv.set("k" + i, i);
            }
            assertThat(kv.count("k")).isEqualTo(3);
            kv.set("k3", 3);
            long listed = server.requestsSeen("KV_KEYS");

            for (var listing : List.<ThrowingCallable>of(
                    () -> kv.count("k"),
                    () -> kv.deletePrefix("k"),
                    () -> kv.keys(Scan.all()).toList(),
                    () -> kv.entries(Scan.all(), Integer.class).toList())) {
                KvException e = failureWithin(SOON, listing);
                assertThat(e).isInstanceOf(KvTooLargeException.class);
                assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
                assertThat(e).hasMessageContaining("4 keys").hasMessageContaining("maxListedKeys is 3");
            }
            assertThat(server.requestsSeen("KV_KEYS")).isEqualTo(listed);
            assertThat(server.keyCount()).isEqualTo(4);
            assertThat(kv.count()).isEqualTo(4);
        }
    }
}
