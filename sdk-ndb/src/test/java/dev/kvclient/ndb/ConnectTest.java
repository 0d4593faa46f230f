package dev.kvclient.ndb;

import static dev.kvclient.ndb.fixture.Clients.backend;
import static dev.kvclient.ndb.fixture.Clients.client;
import static dev.kvclient.ndb.fixture.Clients.connect;
import static dev.kvclient.ndb.fixture.Clients.server;
import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.failureOf;
import static dev.kvclient.testkit.fixture.Timed.failureWithin;
import static dev.kvclient.testkit.fixture.Timed.runWithin;
import static dev.kvclient.testkit.fixture.Timed.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.kvclient.Capability;
import dev.kvclient.ConnectionState;
import dev.kvclient.KvClient;
import dev.kvclient.SetResult;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvOfflineException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.fixture.WireTap;
import dev.kvclient.testkit.ndb.Fault;
import dev.kvclient.testkit.ndb.Faults;
import dev.kvclient.testkit.ndb.NdbServer;
import dev.kvclient.testkit.ndb.NdbVersion;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Finding out what a server speaks, making the first connection, and ending it all. */
@Timeout(20)
@ExtendWith(NoThreadLeft.class)
class ConnectTest {
    /** 2 s: what a busy machine may take longer than it should. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static NdbBackend.Builder at(int port) {
        return NdbBackend.builder().endpoint("127.0.0.1", port);
    }

    private static KvException failureToConnect(NdbBackend.Builder backend, Duration timeout) {
        return failureWithin(
                timeout.plus(SLACK),
                () -> client(backend).connectTimeout(timeout).connect().close());
    }

    private static NdbGeneration of(NdbVersion version) {
        return version == NdbVersion.V0_9 ? NdbGeneration.STATUS : NdbGeneration.SESSION;
    }

    @ParameterizedTest
    @EnumSource
    void theGenerationIsFoundOut(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            assertThat(kv.unwrap(NdbClient.class).generation()).isEqualTo(of(version));
            assertThat(kv.capabilities().supports(Capability.SET_IF_ABSENT)).isEqualTo(version != NdbVersion.V0_9);
            assertThat(kv.set("k", "v").written()).isTrue();
            assertThat(kv.get("k", String.class)).contains("v");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theGenerationMayBeGiven(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = client(backend(server).generation(of(version))).connect()) {
            assertThat(kv.set("k", "v").written()).isTrue();
        }
    }

    /** SV_INFO tells B from A, SH_INFO_ALL v0.4 from v0.5, and a mark whether there are marks: those, once each. */
    @Test
    void beforeTheFirstRequestLittleIsAsked() {
        try (NdbServer server = server(NdbVersion.V0_5);
                WireTap tap = WireTap.before(server.port());
                KvClient kv = client(at(tap.port())).connect()) {
            kv.ping();

            assertThat(tap.frames())
                    .containsExactly(
                            "{\"SV_INFO\":{}}", "{\"SH_INFO_ALL\":{}}", "{\"ANYBODY\":{}}", "{\"SH_INFO_ALL\":{}}");
        }
    }

    @ParameterizedTest
    @CsvSource({"V0_4, STATUS", "V0_5, STATUS", "V0_9, SESSION"})
    void aServerOfTheOtherGenerationIsRefusedByName(NdbVersion version, NdbGeneration expected) {
        try (NdbServer server = server(version)) {
            KvException e =
                    within(SOON, () -> failureToConnect(backend(server).generation(expected), Duration.ofSeconds(10)));

            assertThat(e).isInstanceOf(KvConnectionException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(e.retryable()).isFalse();
            assertThat(e.operation()).contains("connect");
            assertThat(e)
                    .hasMessageContaining("speaks the generation " + of(version).word())
                    .hasMessageContaining("this client the generation " + expected.word())
                    .hasMessageContaining("?generation=" + of(version).word());
            await().until(() -> server.connections() == 0);
            assertThat(server.connectionsAccepted()).as("no other attempt").isEqualTo(1);
        }
    }

    @Test
    void whatIsNoNdbIsToldFromBoth() {
        try (NdbServer server = server(NdbVersion.V0_9)) {
            server.faults().on(Faults.command("SV_INFO"), Fault.refuse(10));

            KvException e = failureToConnect(backend(server), Duration.ofSeconds(10));

            assertThat(e).isInstanceOf(KvProtocolException.class);
            assertThat(e).hasMessageContaining("neither generation");
            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        }
    }

    @Test
    void anAnswerThatIsNoJsonFailsTheConnection() {
        try (NdbServer server = server(NdbVersion.V0_9)) {
            server.faults().on(Faults.any(), Fault.answerMalformed());

            KvException e = failureToConnect(backend(server), Duration.ofSeconds(10));

            assertThat(e).isInstanceOf(KvProtocolException.class);
        }
    }

    @Test
    void aServerThatGivesNoMarksBackIsAskedOneByOne() {
        try (NdbServer server = server(NdbVersion.V0_9)) {
            server.faults().on(Faults.command("ANYBODY"), Fault.refuse(10));
            server.faults().on(Faults.command("ANYBODY"), Fault.ignore());
            try (KvClient kv = connect(server)) {
                server.faults().holdAnswers(true);
                List<CompletableFuture<SetResult>> sets = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    sets.add(kv.async().set("k" + i, i));
                }
                await().until(() -> server.executed("KV_SET") >= 1);
                server.faults().holdAnswers(false);
                sets.forEach(
                        set -> assertThat(within(SOON, set::join).written()).isTrue());
            }
        }
    }

    @Test
    void aRefusedConnectionFailsAtOnce() throws IOException {
        int port = freePort();

        KvException e = within(SOON, () -> failureToConnect(at(port), Duration.ofSeconds(10)));

        assertThat(e).isInstanceOf(KvConnectionException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(e.backend()).contains("ndb");
    }

    @Test
    void aSilentServerIsGivenUpWithinTheConnectTimeout() {
        try (NdbServer server = server(NdbVersion.V0_9)) {
            server.faults().silent(true);

            KvException e = failureToConnect(backend(server), Duration.ofMillis(300));

            assertThat(e).isInstanceOf(KvTimeoutException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        }
    }

    @ParameterizedTest
    @CsvSource({"V0_9, SV_INFO", "V0_9, ANYBODY", "V0_5, SV_INFO", "V0_5, SH_INFO_ALL", "V0_5, ANYBODY"})
    void aServerThatDoesNotSayWhatItIsIsGivenUpToo(NdbVersion version, String command) {
        try (NdbServer server = server(version)) {
            server.faults().on(Faults.command(command), Fault.ignore());

            KvException e = failureToConnect(backend(server), Duration.ofMillis(300));

            assertThat(e).isInstanceOf(KvTimeoutException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        }
    }

    @ParameterizedTest
    @CsvSource({"V0_9, SV_INFO", "V0_5, SH_INFO_ALL", "V0_5, ANYBODY"})
    void aServerThatGoesAwayWhileAskedFailsTheConnection(NdbVersion version, String command) {
        try (NdbServer server = server(version)) {
            server.faults().on(Faults.command(command), Fault.dropBeforeExecuting());

            KvException e = within(SOON, () -> failureToConnect(backend(server), Duration.ofSeconds(10)));

            assertThat(e).isInstanceOf(KvConnectionException.class);
        }
    }

    @Test
    void endpointsAreTriedInTurn() throws IOException {
        try (NdbServer server = server(NdbVersion.V0_9);
                KvClient kv = KvClient.connect("ndb://127.0.0.1:" + freePort() + ",127.0.0.1:" + server.port())) {
            assertThat(kv.set("k", "v").written()).isTrue();
        }
    }

    @Test
    void theNextEndpointTakesOverWithBothConnections() {
        try (NdbServer first = server(NdbVersion.V0_5);
                NdbServer second = server(NdbVersion.V0_5);
                KvClient kv = client(backend(first).endpoint("127.0.0.1", second.port()))
                        .connect()) {
            kv.set("k", "first");
            assertThat(kv.getAll(List.of("k", "x"), String.class).values()).containsOnlyKeys("k");
            first.stop();
            await().until(() -> second.connectionsAccepted() == 1 && kv.state() == ConnectionState.CONNECTED);

            assertThat(kv.get("k", String.class)).isEmpty();
            kv.set("k", "second");
            assertThat(kv.getAll(List.of("k", "x"), String.class).values()).containsEntry("k", "second");
            assertThat(second.connectionsAccepted()).isEqualTo(2);
        }
    }

    @Test
    void startOfflineNeedsTheGeneration() throws IOException {
        int port = freePort();

        assertThatThrownBy(() -> client(at(port)).startOffline().connect().close())
                .isInstanceOf(KvRequestException.class)
                .hasMessageContaining("generation=session")
                .hasMessageContaining("generation=status")
                .satisfies(e -> assertThat(((KvException) e).outcome()).isEqualTo(Outcome.NOT_SENT));
    }

    @ParameterizedTest
    @EnumSource
    void startedOfflineItIsUsableOnceTheServerIsThere(NdbVersion version) {
        try (NdbServer server = server(version)) {
            server.stop();
            try (KvClient kv = client(backend(server).generation(of(version)))
                    .startOffline()
                    .connect()) {
                assertThat(kv.capabilities().supports(Capability.SET_IF_ABSENT)).isEqualTo(version != NdbVersion.V0_9);
                KvException e = failureWithin(SOON, () -> kv.set("k", "v", o -> o.queuable(false)));
                assertThat(e).isInstanceOf(KvOfflineException.class);
                assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);

                server.restart();

                assertThat(kv.awaitConnected(Duration.ofSeconds(10))).isTrue();
                assertThat(kv.set("k", "v").written()).isTrue();
            }
        }
    }

    @Test
    void startedOfflineAndNeverConnectedItLeavesNothing() throws IOException {
        KvClient kv = client(at(freePort()).generation(NdbGeneration.STATUS))
                .startOffline()
                .connect();
        assertThat(kv.awaitConnected(Duration.ofMillis(50))).isFalse();

        runWithin(SOON, kv::close);

        assertThat(kv.state()).isEqualTo(ConnectionState.CLOSED);
    }

    @ParameterizedTest
    @EnumSource
    void closeSettlesWhatIsUnderWayOnBothConnections(NdbVersion version) {
        try (NdbServer server = server(version)) {
            KvClient kv = client(backend(server)).closeTimeout(Duration.ZERO).connect();
            kv.getAll(List.of("a", "b"), String.class);
            server.faults().holdAnswers(true);
            CompletableFuture<?> set = kv.async().set("k", "v");
            CompletableFuture<?> all = kv.async().getAll(List.of("a", "b"), String.class);
            CompletableFuture<?> waiting = kv.async().getAll(List.of("a", "b"), String.class);
            await().until(() -> server.executed("KV_SET") == 1 && server.executed("KV_GET") == 2);

            runWithin(SOON, kv::close);

            for (CompletableFuture<?> each : List.of(set, all, waiting)) {
                assertThat(failureOf(each)).isInstanceOf(KvClosedException.class);
            }
            assertThat(failureOf(set).outcome()).isEqualTo(Outcome.UNKNOWN);
            KvException after = catchThrowableOfType(KvException.class, () -> kv.get("k", String.class));
            assertThat(after).isInstanceOf(KvClosedException.class);
            await().until(() -> server.connections() == 0);
        }
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("kvclient-ndb"))
                .sorted()
                .toList();
    }

    @Test
    void aConnectionHasTwoThreadsAndNoneAreLeftWhenCloseReturns() {
        try (NdbServer server = server(NdbVersion.V0_5)) {
            KvClient kv = connect(server);
            kv.set("k", "v");
            assertThat(threads()).containsExactly("kvclient-ndb-reader", "kvclient-ndb-writer");
            kv.getAll(List.of("a", "b"), String.class);
            assertThat(threads())
                    .containsExactly(
                            "kvclient-ndb-large-reader",
                            "kvclient-ndb-large-writer",
                            "kvclient-ndb-reader",
                            "kvclient-ndb-writer");

            kv.close();

            assertThat(threads()).isEmpty();
        }
    }

    @Test
    void anIdleCutIsNotMetBecauseTheClientPings() {
        try (NdbServer strict =
                        NdbServer.builder().idleTimeout(Duration.ofMillis(400)).start();
                KvClient kv = client(backend(strict).ping(Duration.ofMillis(100), Duration.ofSeconds(2)))
                        .connect()) {
            kv.getAll(List.of("a", "b"), String.class);

            // Three times what the server lets pass without a sign of life.
            await().during(Duration.ofMillis(1_200))
                    .atMost(SOON)
                    .until(() -> strict.connections() == 2 && strict.connectionsAccepted() == 2);
            assertThat(kv.set("k", "v").written()).isTrue();
        }
    }
}
