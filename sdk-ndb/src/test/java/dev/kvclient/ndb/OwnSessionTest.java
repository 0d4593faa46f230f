package dev.kvclient.ndb;

import static dev.kvclient.ndb.fixture.Clients.backend;
import static dev.kvclient.ndb.fixture.Clients.client;
import static dev.kvclient.ndb.fixture.Clients.connect;
import static dev.kvclient.ndb.fixture.Clients.server;
import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.failureWithin;
import static dev.kvclient.testkit.fixture.Timed.resultOf;
import static dev.kvclient.testkit.fixture.Timed.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.ConnectionState;
import dev.kvclient.KvClient;
import dev.kvclient.SetResult;
import dev.kvclient.WriteEffect;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.ndb.Fault;
import dev.kvclient.testkit.ndb.Faults;
import dev.kvclient.testkit.ndb.NdbServer;
import dev.kvclient.testkit.ndb.NdbVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The session of the client itself, of generation A. */
@Timeout(20)
@ExtendWith(NoThreadLeft.class)
class OwnSessionTest {
    private static NdbSessions sessions(KvClient kv) {
        return kv.unwrap(NdbClient.class).sessions();
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_4", "V0_5"})
    void isMadeWhenItIsFirstNeededAndOnce(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            kv.ping();
            assertThat(server.requestsSeen("SH_NEW")).isZero();
            List<CompletableFuture<?>> writes = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                writes.add(kv.async().set("k" + i, i));
            }
            writes.forEach(write -> assertThat(write).succeedsWithin(SOON));

            assertThat(server.requestsSeen("SH_NEW")).isEqualTo(1);
            assertThat(sessions(kv).open(NdbBackend.DEFAULT_SESSION).keys().count())
                    .isEqualTo(20);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_4", "V0_5"})
    void isSharedByName(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient one = connect(server);
                KvClient two = connect(server);
                KvClient mine = client(backend(server).session("mine")).connect()) {
            one.set("k", "shared");

            assertThat(two.get("k", String.class)).contains("shared");
            assertThat(mine.get("k", String.class)).isEmpty();
            mine.set("k", "mine");
            assertThat(sessions(one).open("mine").keys().get("k", String.class)).contains("mine");
            mine.clear();
            assertThat(one.get("k", String.class)).contains("shared");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_4", "V0_5"})
    void isMadeAgainWhenSomebodyHasEndedIt(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server);
                KvClient other = connect(server)) {
            kv.set("k", "v");
            kv.getAll(List.of("k", "x"), String.class);
            for (int i = 0; i < 3; i++) {
                sessions(other).open(NdbBackend.DEFAULT_SESSION).end();
                assertThat(within(SOON, () -> kv.get("k", String.class))).isEmpty();
                sessions(other).open(NdbBackend.DEFAULT_SESSION).end();
                SetResult added = within(SOON, () -> kv.set("k", 1, o -> o.ifAbsent()));
                assertThat(added.effect())
                        .as("it was refused, so nothing is unclear")
                        .isEqualTo(WriteEffect.CREATED);
                sessions(other).open(NdbBackend.DEFAULT_SESSION).end();
                assertThat(within(SOON, () -> kv.getAll(List.of("k", "x"), String.class))
                                .orThrow())
                        .isEmpty();
            }
            assertThat(server.connectionsAccepted())
                    .as("no connection was dropped")
                    .isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_4", "V0_5"})
    void manyAtOnceFindItGone(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server);
                KvClient other = connect(server)) {
            kv.set("k", "v");
            sessions(other).open(NdbBackend.DEFAULT_SESSION).end();
            List<CompletableFuture<SetResult>> writes = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                writes.add(kv.async().set("k" + i, i));
            }

            writes.forEach(write -> assertThat(resultOf(write).written()).isTrue());
            assertThat(kv.count()).isEqualTo(100);
            assertThat(server.connectionsAccepted()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_4", "V0_5"})
    void isMadeAgainAfterARestart(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            kv.set("k", "v");
            server.restart();

            await().until(() -> server.connections() == 1 && kv.state() == ConnectionState.CONNECTED);
            assertThat(within(SOON, () -> kv.async().set("k", "w").join()).written())
                    .isTrue();
            assertThat(server.value("k")).contains("\"w\"");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_4", "V0_5"})
    void aLossWhileItIsMadeHarmsNobody(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            server.faults().on(Faults.command("SH_NEW"), Fault.ignore()).once();
            server.faults()
                    .on(Faults.command("SH_NEW"), Fault.dropAfterExecuting())
                    .once();
            List<CompletableFuture<SetResult>> writes = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                writes.add(kv.async().set("k" + i, i, o -> o.ifAbsent()));
            }
            await().until(() -> server.requestsSeen("SH_NEW") == 1);
            server.dropConnections();

            writes.forEach(write -> assertThat(resultOf(write).effect()).isEqualTo(WriteEffect.CREATED));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_4", "V0_5"})
    void aRefusalToMakeItIsToldAndTheNextRequestTriesAgain(NdbVersion version) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            server.faults().on(Faults.command("SH_NEW"), Fault.refuse(42)).once();
            KvException e = failureWithin(SOON, () -> kv.set("k", "v"));

            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(e).isNotInstanceOf(KvServerException.class);
            assertThat(kv.set("k", "v").written()).isTrue();
        }
    }
}
