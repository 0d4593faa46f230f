package dev.kvclient.ndb;

import static dev.kvclient.ndb.fixture.Clients.connect;
import static dev.kvclient.ndb.fixture.Clients.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvclient.CallOptions;
import dev.kvclient.DeleteResult.Existed;
import dev.kvclient.KvClient;
import dev.kvclient.KvType;
import dev.kvclient.WriteEffect;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvSerializationException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.KvUnsupportedException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.ndb.Fault;
import dev.kvclient.testkit.ndb.Faults;
import dev.kvclient.testkit.ndb.NdbServer;
import dev.kvclient.testkit.ndb.NdbVersion;
import java.math.BigInteger;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The native API's keys, on servers of all versions. */
class NdbKeysTest {
    private record Pet(String kind) {}

    private record Person(String name, int age, List<Pet> pets) {}

    private static final Map<NdbVersion, NdbServer> SERVERS = new EnumMap<>(NdbVersion.class);
    private static final Map<NdbVersion, KvClient> CLIENTS = new EnumMap<>(NdbVersion.class);

    @BeforeAll
    static void connectAll() {
        for (NdbVersion version : NdbVersion.values()) {
            NdbServer server = server(version);
            SERVERS.put(version, server);
            CLIENTS.put(version, connect(server));
        }
    }

    @AfterAll
    static void closeAll() {
        CLIENTS.values().forEach(KvClient::close);
        SERVERS.values().forEach(NdbServer::close);
    }

    @BeforeEach
    void empty() {
        CLIENTS.values().forEach(kv -> kv.unwrap(NdbClient.class).keys().clear());
    }

    private static NdbClient ndb(NdbVersion version) {
        return Objects.requireNonNull(CLIENTS.get(version)).unwrap(NdbClient.class);
    }

    private static NdbServer serverOf(NdbVersion version) {
        return Objects.requireNonNull(SERVERS.get(version));
    }

    private static boolean tells(NdbVersion version) {
        return version != NdbVersion.V0_9;
    }

    @ParameterizedTest
    @EnumSource
    void setTellsWhatTheServerTells(NdbVersion version) {
        NdbKeys keys = ndb(version).keys();

        assertThat(keys.set("a", 1)).isEqualTo(tells(version) ? WriteEffect.CREATED : WriteEffect.NOT_TOLD);
        assertThat(keys.set(Map.of("a", 2, "b", "two")))
                .isEqualTo(
                        tells(version)
                                ? Map.of("a", WriteEffect.UPDATED, "b", WriteEffect.CREATED)
                                : Map.of("a", WriteEffect.NOT_TOLD, "b", WriteEffect.NOT_TOLD));
        assertThat(keys.get("a", Integer.class)).contains(2);
        assertThat(keys.get("b", String.class)).contains("two");
    }

    @ParameterizedTest
    @EnumSource
    void addKeepsWhatIsThere(NdbVersion version) {
        NdbKeys keys = ndb(version).keys();

        assertThat(keys.add("a", 1)).isEqualTo(tells(version) ? NdbAdded.ADDED : NdbAdded.NOT_TOLD);
        assertThat(keys.add(Map.of("a", 2, "b", 2)))
                .isEqualTo(
                        tells(version)
                                ? Map.of("a", NdbAdded.EXISTED, "b", NdbAdded.ADDED)
                                : Map.of("a", NdbAdded.NOT_TOLD, "b", NdbAdded.NOT_TOLD));
        assertThat(keys.get(List.of("a", "b"), Integer.class)).isEqualTo(Map.of("a", 1, "b", 2));
    }

    @ParameterizedTest
    @EnumSource
    void getGivesWhatIsThere(NdbVersion version) {
        NdbKeys keys = ndb(version).keys();
        keys.set("ada", new Person("Ada", 36, List.of()));

        assertThat(keys.get("none", String.class)).isEmpty();
        assertThat(keys.get(List.of("ada", "none", "ada"), Person.class))
                .isEqualTo(Map.of("ada", new Person("Ada", 36, List.of())));
        assertThat(keys.get("ada", new KvType<Map<String, Object>>() {}).orElseThrow())
                .containsEntry("age", 36);
        assertThatThrownBy(() -> keys.get("ada", Integer.class))
                .isInstanceOfSatisfying(
                        KvSerializationException.class, e -> assertThat(e.key()).contains("ada"));
    }

    @ParameterizedTest
    @EnumSource
    void removeTellsWhatTheServerTells(NdbVersion version) {
        NdbKeys keys = ndb(version).keys();
        // In generation A two of these names stand in the answer where the token and the status are.
        keys.set(Map.of("a", 1, "tkn", 1, "st", 22));

        assertThat(keys.remove("a")).isEqualTo(tells(version) ? Existed.YES : Existed.NOT_TOLD);
        assertThat(keys.remove("a")).isEqualTo(tells(version) ? Existed.NO : Existed.NOT_TOLD);
        assertThat(keys.remove(List.of("tkn", "st", "none")))
                .isEqualTo(
                        tells(version)
                                ? Map.of("tkn", Existed.YES, "st", Existed.YES, "none", Existed.NO)
                                : Map.of("tkn", Existed.NOT_TOLD, "st", Existed.NOT_TOLD, "none", Existed.NOT_TOLD));
        assertThat(keys.count()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsThereIsListedAndCountedAndCleared(NdbVersion version) {
        NdbKeys keys = ndb(version).keys();
        keys.set(Map.of("a", 1, "b", 2, "", 3));

        assertThat(keys.contains("")).isTrue();
        assertThat(keys.contains("x")).isFalse();
        assertThat(keys.contains(List.of("x", "b", "a"))).containsExactly("b", "a");
        assertThat(keys.count()).isEqualTo(3);
        assertThat(keys.keys()).containsExactlyInAnyOrder("a", "b", "");
        assertThat(keys.clearSet(Map.of("c", 1))).isEqualTo(3);
        assertThat(keys.keys()).containsExactly("c");
        assertThat(keys.clearSet(Map.of())).isEqualTo(1);
        assertThat(keys.clear()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAboutNoKeysIsNotSent(NdbVersion version) {
        NdbClient ndb = ndb(version);
        long before = serverOf(version).requestsSeen();

        assertThat(ndb.keys().set(Map.of())).isEmpty();
        assertThat(ndb.keys().add(Map.of())).isEmpty();
        assertThat(ndb.keys().get(List.of(), String.class)).isEmpty();
        assertThat(ndb.keys().remove(List.of())).isEmpty();
        assertThat(ndb.keys().contains(List.of())).isEmpty();
        if (tells(version)) {
            ndb.keys().setQuiet(Map.of());
            assertThat(ndb.keys().addQuiet(Map.of())).isEmpty();
            assertThat(ndb.keys().findKeys(NdbFind.path("$.a").in())).isEmpty();
        }
        assertThat(serverOf(version).requestsSeen()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_4", "V0_5"})
    void quietOnesAreDoneToo(NdbVersion version) {
        NdbKeys keys = ndb(version).keys();

        keys.setQuiet("a", 1);
        keys.setQuiet(Map.of("b", 2, "c", 3));
        assertThat(keys.addQuiet(Map.of("c", 4, "d", 4))).containsExactly("c");
        assertThat(keys.addQuiet(Map.of("e", 5))).isEmpty();
        assertThat(keys.get(List.of("a", "b", "c", "d", "e"), Integer.class).values())
                .containsExactly(1, 2, 3, 4, 5);
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_4", "V0_5"})
    void findsByPath(NdbVersion version) {
        NdbKeys keys = ndb(version).keys();
        Person ann = new Person("ann", 20, List.of(new Pet("cat"), new Pet("dog")));
        keys.set(Map.of("p1", ann, "p2", new Person("bob", 50, List.of()), "p3", "text"));

        assertThat(keys.findKeys("$.pets[?(@.kind == 'dog')]")).containsExactly("p1");
        assertThat(keys.findKeys(NdbFind.path("$.name").in("p2", "p3"))).containsExactly("p2");
        assertThat(keys.findValues("$.pets[*]", Person.class)).isEqualTo(Map.of("p1", ann));
        assertThat(keys.findPaths("$.pets[*]")).containsExactly("$['pets'][0]", "$['pets'][1]");
        assertThatThrownBy(() -> keys.findKeys("$..[")).isInstanceOfSatisfying(KvRequestException.class, e -> {
            assertThat(e.status()).hasValue(4);
            assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_4", "V0_5"})
    void updatesByPath(NdbVersion version) {
        NdbKeys keys = ndb(version).keys();
        keys.set("p", new Person("ann", 20, List.of(new Pet("cat"), new Pet("dog"))));

        assertThat(keys.update("p", "$.pets[*].kind", "fox")).isEqualTo(2);
        assertThat(keys.update("p", "$.nothing", 1)).isZero();
        assertThat(keys.update("none", "$.age", 1)).isZero();
        assertThat(keys.get("p", Person.class).orElseThrow().pets()).containsExactly(new Pet("fox"), new Pet("fox"));
        assertThatThrownBy(() -> keys.update("p", "$..[", 1))
                .isInstanceOfSatisfying(KvRequestException.class, e -> {
                    assertThat(e.status()).hasValue(1000);
                    assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
                    assertThat(e.nativeError(NdbError.class)).isPresent();
                })
                .hasMessageContaining("JSONPath");
    }

    @Test
    void savesAndLoadsOnTheStatusGeneration() {
        NdbKeys keys = ndb(NdbVersion.V0_9).keys();
        keys.set(Map.of("a", 1, "b", 2));

        assertThat(keys.save("evening").name()).isEqualTo("evening");
        keys.clearSet(Map.of("b", 3, "c", 3));
        assertThat(keys.load("evening").keys()).isEqualTo(2);
        assertThat(keys.get(List.of("a", "b", "c"), Integer.class)).isEqualTo(Map.of("a", 1, "b", 2, "c", 3));
        assertThatThrownBy(() -> keys.load("never")).isInstanceOfSatisfying(KvNotFoundException.class, e -> {
            assertThat(e.status()).hasValue(142);
            assertThat(e.key()).contains("never");
        });
        keys.clear();
        keys.save("nothing");
        assertThat(keys.load("nothing").keys()).isZero();
    }

    @Test
    void aServerThatDoesNotSaveSaysSo() {
        try (NdbServer server = NdbServer.builder()
                        .version(NdbVersion.V0_9)
                        .persistence(false)
                        .start();
                KvClient kv = connect(server)) {
            NdbClient ndb = kv.unwrap(NdbClient.class);

            assertThat(ndb.info().persistence()).isFalse();
            assertThatThrownBy(() -> ndb.keys().save("s"))
                    .isInstanceOfSatisfying(
                            KvRequestException.class,
                            e -> assertThat(e.status()).hasValue(14));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theCommonApiHasTheSameKeys(NdbVersion version) {
        KvClient kv = Objects.requireNonNull(CLIENTS.get(version));
        kv.set("common", 1);

        assertThat(ndb(version).keys().get("common", Integer.class)).contains(1);
        ndb(version).keys().remove("common");
        assertThat(kv.get("common", Integer.class)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void withFuturesToo(NdbVersion version) {
        NdbAsyncKeys keys = ndb(version).async().keys();

        assertThat(keys.set(new LinkedHashMap<>(Map.of("a", 1)))
                        .thenCompose(done -> keys.get("a", Integer.class))
                        .join())
                .contains(1);
        assertThat(keys.contains(Set.of("a")).join()).containsExactly("a");
        assertThat(keys.count().join()).isEqualTo(1);
    }

    @Test
    void optionsHoldForEachCall() {
        NdbServer server = serverOf(NdbVersion.V0_9);
        NdbClient hasty = ndb(NdbVersion.V0_9).with(CallOptions.none().timeout(Duration.ofMillis(100)));
        server.faults()
                .on(Faults.command("KV_COUNT"), Fault.delayAnswer(Duration.ofSeconds(1)))
                .once();

        assertThatThrownBy(() -> hasty.keys().count()).isInstanceOf(KvTimeoutException.class);
        assertThat(ndb(NdbVersion.V0_9).keys().count()).isZero();
        server.faults().clear();
    }

    @Test
    void whatTheServerIs() {
        assertThat(ndb(NdbVersion.V0_4).generation()).isEqualTo(NdbGeneration.SESSION);
        assertThat(ndb(NdbVersion.V0_9).generation()).isEqualTo(NdbGeneration.STATUS);
        assertThat(ndb(NdbVersion.V0_9).info().version()).isEqualTo("0.9");
        assertThat(ndb(NdbVersion.V0_9).async().info().join().persistence()).isTrue();
        assertThatThrownBy(() -> ndb(NdbVersion.V0_5).info())
                .isInstanceOf(KvUnsupportedException.class)
                .hasMessageContaining("status")
                .satisfies(e -> assertThat(((KvException) e).outcome()).isEqualTo(Outcome.NOT_SENT));
    }

    /** They hold for the native API as for the common one: the server would give them back otherwise. */
    @Test
    void numbersThatWouldNotComeBackAreRefused() {
        NdbKeys keys = ndb(NdbVersion.V0_9).keys();

        assertThatThrownBy(() -> keys.set("n", new BigInteger("18446744073709551616")))
                .isInstanceOf(KvSerializationException.class);
        assertThatThrownBy(() -> keys.set("n", -0.0)).isInstanceOf(KvSerializationException.class);
    }
}
