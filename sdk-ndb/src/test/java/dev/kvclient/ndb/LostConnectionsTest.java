package dev.kvclient.ndb;

import static dev.kvclient.ndb.fixture.Clients.backend;
import static dev.kvclient.ndb.fixture.Clients.client;
import static dev.kvclient.ndb.fixture.Clients.connect;
import static dev.kvclient.ndb.fixture.Clients.server;
import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.failureOf;
import static dev.kvclient.testkit.fixture.Timed.failureWithin;
import static dev.kvclient.testkit.fixture.Timed.resultOf;
import static dev.kvclient.testkit.fixture.Timed.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.CallOptions;
import dev.kvclient.ConnectionState;
import dev.kvclient.DeleteResult;
import dev.kvclient.KvClient;
import dev.kvclient.KvType;
import dev.kvclient.SetOptions;
import dev.kvclient.SetResult;
import dev.kvclient.WriteEffect;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvOfflineException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.ndb.Fault;
import dev.kvclient.testkit.ndb.Faults;
import dev.kvclient.testkit.ndb.NdbServer;
import dev.kvclient.testkit.ndb.NdbVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections that end while requests are under way, and answers that make the client end one. */
@Timeout(20)
@ExtendWith(NoThreadLeft.class)
class LostConnectionsTest {
    private static final List<NdbVersion> VERSIONS = List.of(NdbVersion.values());

    /** After which the server is still there. */
    private static List<Fault> before() {
        return List.of(Fault.dropBeforeExecuting());
    }

    private static List<Fault> after() {
        return List.of(Fault.dropAfterExecuting(), Fault.answerMalformed());
    }

    /** After which the connection is still there, and one answer is missing. */
    private static List<Fault> silences() {
        return List.of(Fault.swallowAnswer(), Fault.ignore());
    }

    private static Stream<Arguments> with(List<Fault> faults) {
        return VERSIONS.stream().flatMap(version -> faults.stream().map(fault -> Arguments.of(version, fault)));
    }

    static Stream<Arguments> losses() {
        return Stream.concat(with(before()), with(after()));
    }

    /** Of generation A, which has conditional writes. */
    static Stream<Arguments> lossesOfAnswers() {
        return with(after()).filter(line -> line.get()[0] != NdbVersion.V0_9);
    }

    static Stream<Arguments> missingAnswers() {
        return Stream.of(NdbVersion.V0_5, NdbVersion.V0_9)
                .flatMap(version -> silences().stream().map(fault -> Arguments.of(version, fault)));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void readsAreSentAgain(NdbVersion version, Fault fault) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            kv.set("k", "v");
            for (String command : List.of("KV_GET", "KV_CONTAINS", "KV_COUNT", "KV_KEYS")) {
                server.faults().on(Faults.command(command), fault).once();
            }

            assertThat(within(SOON, () -> kv.get("k", String.class))).contains("v");
            assertThat(within(SOON, () -> kv.contains("k"))).isTrue();
            assertThat(within(SOON, () -> kv.count())).isEqualTo(1);
            assertThat(within(SOON, () -> kv.count("k"))).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void unconditionalWritesAreSentAgainAndTellNoEffect(NdbVersion version, Fault fault) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            for (String command : List.of("KV_SET", "KV_RMV", "KV_CLEAR")) {
                server.faults().on(Faults.command(command), fault).once();
            }

            SetResult set = within(SOON, () -> kv.set("k", "v"));
            assertThat(set.written()).isTrue();
            assertThat(set.effect()).isEqualTo(WriteEffect.NOT_TOLD);
            assertThat(server.value("k")).contains("\"v\"");
            assertThat(within(SOON, () -> kv.delete("k")).existed()).isEqualTo(DeleteResult.Existed.NOT_TOLD);
            assertThat(server.value("k")).isEmpty();
            kv.set("x", "v");
            within(SOON, () -> {
                kv.clear();
                return kv;
            });
            assertThat(server.keyCount()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("lossesOfAnswers")
    void aConditionalSetThatRanIsUnknownAndNotRepeated(NdbVersion version, Fault fault) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            server.faults().on(Faults.command("KV_ADD"), fault).once();

            KvException e = failureWithin(SOON, () -> kv.set("k", "v", o -> o.ifAbsent()));

            assertThat(e).isInstanceOfAny(KvConnectionException.class, KvProtocolException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(e.attempts()).isEqualTo(1);
            assertThat(server.executed("KV_ADD")).isEqualTo(1);
            assertThat(server.value("k")).contains("\"v\"");
        }
    }

    @ParameterizedTest
    @MethodSource("missingAnswers")
    void anAnswerThatIsMissingIsFoundLongBeforeTheAnswerTimeout(NdbVersion version, Fault fault) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            kv.set("k", "v");
            server.faults().on(Faults.command("KV_GET"), fault).once();

            assertThat(within(Duration.ofSeconds(3), () -> kv.get("k", String.class)))
                    .contains("v");
            assertThat(server.connectionsAccepted()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_5", "V0_9"})
    void anAnswerThatIsGivenTwiceHarmsNobody(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            for (int i = 0; i < 20; i++) {
                kv.set("k" + i, i);
            }
            server.faults()
                    .on(Faults.command("KV_GET"), Fault.answerTwice())
                    .afterSkipping(3)
                    .times(2);

            List<CompletableFuture<Optional<Integer>>> reads = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                reads.add(kv.async().get("k" + i, Integer.class));
            }

            for (int i = 0; i < 20; i++) {
                assertThat(resultOf(reads.get(i))).contains(i);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_5", "V0_9"})
    void answersOutOfTurnHarmNobody(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            for (int i = 0; i < 20; i++) {
                kv.set("k" + i, i);
            }
            server.faults()
                    .on(Faults.key("k5"), Fault.delayAnswerOvertaken(Duration.ofMillis(20)))
                    .once();

            List<CompletableFuture<Optional<Integer>>> reads = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                reads.add(kv.async().get("k" + i, Integer.class));
            }

            for (int i = 0; i < 20; i++) {
                assertThat(resultOf(reads.get(i))).contains(i);
            }
            assertThat(server.connectionsAccepted()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everythingUnderWayIsSettled(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            boolean conditional = version != NdbVersion.V0_9;
            kv.count();
            server.faults().holdAnswers(true);
            CompletableFuture<?> write = conditional
                    ? kv.async().set("n", "v", o -> o.ifAbsent())
                    : kv.async().set("n", "v");
            List<CompletableFuture<Optional<String>>> reads = Stream.generate(
                            () -> kv.async().get("k", String.class))
                    .limit(100)
                    .toList();
            await().until(() -> server.executed("KV_ADD") + server.executed("KV_SET") == 1);

            server.dropConnections();
            server.faults().holdAnswers(false);

            reads.forEach(read -> assertThat(within(SOON, () -> resultOf(read))).isEmpty());
            if (conditional) {
                assertThat(failureOf(write).outcome()).isEqualTo(Outcome.UNKNOWN);
            } else {
                assertThat(write).succeedsWithin(SOON);
            }
            assertThat(server.value("n")).contains("\"v\"");
        }
    }

    @Test
    void nativeCommandsAreNotSentAgain() {
        try (NdbServer server = server(NdbVersion.V0_9);
                KvClient kv = connect(server)) {
            NdbArrays<Long> arrays = kv.unwrap(NdbClient.class).intArrays();
            arrays.create("a", 5);
            for (String command : List.of("IARR_SET", "IARR_LEN")) {
                server.faults()
                        .on(Faults.command(command), Fault.dropAfterExecuting())
                        .once();
            }

            KvException write = failureWithin(SOON, () -> arrays.append("a", 7L));
            await().until(() -> kv.state() == ConnectionState.CONNECTED);
            KvException read = failureWithin(SOON, () -> arrays.capacity("a"));

            assertThat(write.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(read).isInstanceOf(KvConnectionException.class);
            assertThat(server.requestsSeen("IARR_SET")).isEqualTo(1);
            assertThat(server.requestsSeen("IARR_LEN")).isEqualTo(1);
        }
    }

    static Stream<Arguments> ends() {
        return VERSIONS.stream()
                .flatMap(version -> Stream.of(
                        Arguments.of(version, Fault.stopBeforeExecuting()),
                        Arguments.of(version, Fault.stopAfterExecuting()),
                        Arguments.of(version, Fault.dieBeforeExecuting()),
                        Arguments.of(version, Fault.dieAfterExecuting())));
    }

    /** A stop is a clean close, 1000: what it leaves behind is as unknown as after a cut. */
    @ParameterizedTest
    @MethodSource("ends")
    void aServerThatGoesLeavesNothingHangingAndIsFoundAgain(NdbVersion version, Fault fault) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            kv.set("k", "v");
            server.faults().on(Faults.key("gone"), fault).once();
            CompletableFuture<?> first = kv.async().set("gone", "v");
            await().until(() -> kv.state() != ConnectionState.CONNECTED);

            KvException offline = failureWithin(
                    SOON,
                    () -> kv.get(
                            "k", KvType.of(String.class), CallOptions.none().queuable(false)));
            assertThat(offline).isInstanceOf(KvOfflineException.class);
            assertThat(offline.outcome()).isEqualTo(Outcome.NOT_SENT);
            await().until(() -> server.connections() == 0);
            server.restart();

            // It waits for the connection, and is sent again.
            assertThat(first).succeedsWithin(SOON);
            assertThat(kv.awaitConnected(Duration.ofSeconds(10))).isTrue();
            assertThat(server.value("gone")).contains("\"v\"");
            assertThat(kv.get("k", String.class)).isEmpty();
        }
    }

    @Test
    void aWriteOfAServerThatNeverComesBackIsUnknown() {
        try (NdbServer server = server(NdbVersion.V0_5);
                KvClient kv = connect(server)) {
            server.faults().on(Faults.key("k"), Fault.dieAfterExecuting()).once();

            KvException e = failureOf(kv.async()
                    .set("k", "v", SetOptions.none().call(CallOptions.none().timeout(Duration.ofMillis(500)))));

            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
        }
    }

    @Test
    void unansweredPingsDropTheConnection() {
        try (NdbServer server = server(NdbVersion.V0_9);
                KvClient kv = client(backend(server).ping(Duration.ofMillis(50), Duration.ofMillis(100)))
                        .connect()) {
            server.faults().ignorePings(true);
            await().until(() -> server.connectionsAccepted() > 1);
            server.faults().ignorePings(false);

            assertThat(kv.awaitConnected(Duration.ofSeconds(5))).isTrue();
        }
    }
}
