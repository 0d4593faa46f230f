package dev.kvclient.ndb.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvclient.error.KvException;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.KvUnsupportedException;
import dev.kvclient.error.Outcome;
import dev.kvclient.ndb.NdbAfterExpiry;
import dev.kvclient.ndb.NdbArrays;
import dev.kvclient.ndb.NdbClient;
import dev.kvclient.ndb.NdbGeneration;
import dev.kvclient.ndb.NdbLists;
import dev.kvclient.ndb.NdbRange;
import dev.kvclient.ndb.NdbSessionOptions;
import dev.kvclient.ndb.NdbSortedArrays;
import dev.kvclient.ndb.NdbToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not sent, because the server would die of it, or could not do it, or would do something else. */
class GuardsTest {
    private record Item(int i) {}

    private static NdbClient client(FakeExchange server) {
        return new NativeNdb(Unconnected.api(server));
    }

    private static NdbArrays<Long> ints(FakeExchange server) {
        return client(server).intArrays();
    }

    private static NdbSortedArrays<Long> sorted(FakeExchange server) {
        return client(server).sortedIntArrays();
    }

    private static NdbLists<Item> lists(FakeExchange server) {
        return client(server).lists(Item.class);
    }

    private static FakeExchange server(String... answers) {
        return new FakeExchange(Dialect.V0_9, answers);
    }

    private static String ok(String command, String more) {
        return "{\"" + command + "_RSP\":{\"st\":1" + more + "}}";
    }

    private static void refused(ThrowingCallable call, Outcome outcome, FakeExchange server, int sent) {
        assertThatThrownBy(call).isInstanceOfSatisfying(KvRequestException.class, e -> {
            assertThat(e.outcome()).isEqualTo(outcome);
            assertThat(e.operation()).isPresent();
        });
        assertThat(server.frames()).hasSize(sent);
    }

    @Test
    void noBackwardsRange() {
        assertThatThrownBy(() -> NdbRange.of(2, 1)).isInstanceOf(KvRequestException.class);
        assertThatThrownBy(() -> NdbRange.of(-1, 1)).isInstanceOf(KvRequestException.class);
        assertThatThrownBy(() -> NdbRange.from(-1)).isInstanceOf(KvRequestException.class);
        assertThatThrownBy(() -> NdbRange.first(-1)).isInstanceOf(KvRequestException.class);
    }

    static Stream<Arguments> nonsense() {
        return Stream.<Consumer<NdbClient>>of(
                        ndb -> ndb.intArrays().create("a", 0),
                        ndb -> ndb.intArrays().get("a", -1),
                        ndb -> ndb.intArrays().set("a", -1, 1L),
                        ndb -> ndb.intArrays().setAll("a", -1, List.of(1L)),
                        ndb -> ndb.intArrays().swap("a", 0, -1),
                        ndb -> ndb.intArrays().exists("\ud800"),
                        ndb -> ndb.sortedIntArrays().min("a", 0),
                        ndb -> ndb.sortedIntArrays().max("a", -1),
                        ndb -> ndb.sortedIntArrays().intersect("a", "a"),
                        ndb -> ndb.objectArrays(Long.class).append("a", 1L),
                        ndb -> ndb.objectArrays(String.class).setAll("a", 0, List.of("{}")),
                        ndb -> ndb.lists(Integer.class).add("l", 1),
                        ndb -> ndb.lists(Item.class).get("l", -1),
                        ndb -> ndb.lists(Item.class).insert("l", -1, new Item(1)),
                        ndb -> ndb.lists(Item.class).setAll("l", -1, List.of()),
                        ndb -> ndb.lists(Item.class).splice("l", NdbRange.all(), "m", -1),
                        ndb -> ndb.lists(Item.class).splice("l", NdbRange.of(1, 3), "l", 1),
                        ndb -> ndb.lists(Item.class).splice("l", NdbRange.of(1, 3), "l", 2),
                        ndb -> ndb.lists(Item.class).splice("l", NdbRange.from(1), "l", 5),
                        ndb -> ndb.keys().get("\udc00", String.class),
                        ndb -> ndb.keys().set("\udc00", 1),
                        ndb -> ndb.keys().save(""),
                        ndb -> ndb.keys().save("../x"),
                        ndb -> ndb.keys().save("/x"),
                        ndb -> ndb.keys().save("a/b"),
                        ndb -> ndb.keys().save("a\\b"),
                        ndb -> ndb.keys().save(".."),
                        ndb -> ndb.keys().save("a\0b"),
                        ndb -> ndb.keys().load(""),
                        ndb -> ndb.keys().load("../x"),
                        ndb -> ndb.sessions().create(""),
                        ndb -> ndb.sessions().open(""),
                        ndb -> ndb.sessions().save("../x"),
                        ndb -> ndb.sessions().save("x", List.of()),
                        ndb -> ndb.sessions().load(""))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void whatMakesNoSenseIsNotSent(Consumer<NdbClient> call) {
        FakeExchange server = server();

        refused(() -> call.accept(client(server)), Outcome.NOT_SENT, server, 0);
    }

    @Test
    void inTheFaceWithFuturesItFailsTheFuture() {
        FakeExchange server = server();

        assertThat(client(server).async().intArrays().create("a", 0))
                .failsWithin(Duration.ofSeconds(1))
                .withThrowableThat()
                .withCauseInstanceOf(KvRequestException.class);
        assertThat(server.frames()).isEmpty();
    }

    @Test
    void aSaveMayBeAPathIfThatWasAskedFor() {
        FakeExchange server = server("{\"KV_SAVE_RSP\":{\"duration\":3,\"name\":\"../x\",\"st\":120}}");
        NdbConnection allowing = Unconnected.connection(NdbGeneration.STATUS, false, true);

        assertThat(new NativeNdb(Unconnected.api(server, allowing))
                        .keys()
                        .save("../x")
                        .duration())
                .isEqualTo(Duration.ofMillis(3));
        refused(() -> new NativeNdb(Unconnected.api(server, allowing)).keys().save(""), Outcome.NOT_SENT, server, 1);
    }

    @Test
    void keysThatSpoilASaveAreRefusedIfThatWasAskedFor() {
        FakeExchange server = server();
        NdbConnection strict = Unconnected.connection(NdbGeneration.STATUS, true, false);
        NdbClient ndb = new NativeNdb(Unconnected.api(server, strict));

        assertThatThrownBy(() -> ndb.keys().clearSet(Map.of("qu\"ote", 1))).isInstanceOf(KvRequestException.class);
        assertThatThrownBy(() -> ndb.keys().set("back\\slash", 1)).isInstanceOf(KvRequestException.class);
        assertThat(server.frames()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void removingFromAnEmptyListIsNotSent(boolean head) {
        FakeExchange server = server(ok("OLST_LEN", ",\"len\":0"));

        refused(
                () -> {
                    if (head) {
                        lists(server).removeHead("l");
                    } else {
                        lists(server).removeTail("l");
                    }
                },
                Outcome.REJECTED,
                server,
                1);
        assertThat(server.frames()).containsExactly("{\"OLST_LEN\":{\"name\":\"l\"}}");
    }

    @Test
    void removingAsksFirst() {
        FakeExchange server = server(ok("OLST_LEN", ",\"len\":3"), ok("OLST_RMV", ",\"size\":2"));

        assertThat(lists(server).removeHead("l")).isEqualTo(2);
        assertThat(server.frames())
                .containsExactly("{\"OLST_LEN\":{\"name\":\"l\"}}", "{\"OLST_RMV\":{\"name\":\"l\",\"head\":true}}");
    }

    @Test
    void aRangeIsRemovedAsFarAsThereAreItems() {
        FakeExchange server = server(
                ok("OLST_LEN", ",\"len\":3"),
                ok("OLST_RMV", ",\"size\":1"),
                ok("OLST_LEN", ",\"len\":1"),
                ok("OLST_LEN", ",\"len\":1"),
                ok("OLST_RMV", ",\"size\":0"));

        assertThat(lists(server).remove("l", NdbRange.of(1, 99))).isEqualTo(1);
        assertThat(lists(server).remove("l", NdbRange.of(7, 99))).isEqualTo(1);
        assertThat(lists(server).remove("l", NdbRange.all())).isZero();
        assertThat(server.frames())
                .filteredOn(frame -> frame.contains("RMV"))
                .containsExactly(
                        "{\"OLST_RMV\":{\"name\":\"l\",\"rng\":[1,3]}}", "{\"OLST_RMV\":{\"name\":\"l\",\"rng\":[0]}}");
    }

    @Test
    void replacingPastTheEndOfAListIsNotSent() {
        FakeExchange server =
                server(ok("OLST_LEN", ",\"len\":2"), ok("OLST_LEN", ",\"len\":2"), ok("OLST_SET_RNG", ""));

        refused(() -> lists(server).setAll("l", 1, List.of(new Item(1), new Item(2))), Outcome.REJECTED, server, 1);
        lists(server).set("l", 1, new Item(1));
        assertThat(server.frames())
                .last()
                .isEqualTo("{\"OLST_SET_RNG\":{\"name\":\"l\",\"pos\":1,\"items\":[{\"i\":1}]}}");
    }

    @Test
    void appendingMoreThanFitsIsNotSent() {
        FakeExchange server = server(
                ok("IARR_USED", ",\"used\":2"),
                ok("IARR_LEN", ",\"len\":3"),
                ok("IARR_USED", ",\"used\":2"),
                ok("IARR_LEN", ",\"len\":3"),
                ok("IARR_SET_RNG", ""));

        refused(() -> ints(server).appendAll("a", List.of(1L, 2L)), Outcome.REJECTED, server, 2);
        ints(server).appendAll("a", List.of(1L));
        assertThat(server.frames()).last().isEqualTo("{\"IARR_SET_RNG\":{\"name\":\"a\",\"items\":[1]}}");
    }

    @Test
    void moreUsedPlacesThanThereAreIsNotSent() {
        FakeExchange server = server(
                ok("IARR_USED", ",\"used\":2"),
                ok("IARR_LEN", ",\"len\":3"),
                ok("IARR_USED", ",\"used\":1"),
                ok("IARR_LEN", ",\"len\":3"),
                ok("IARR_SET_RNG", ""));

        refused(() -> ints(server).setAll("a", 0, List.of(1L, 2L)), Outcome.REJECTED, server, 2);
        ints(server).setAll("a", 0, List.of(1L, 2L));
        assertThat(server.frames()).last().isEqualTo("{\"IARR_SET_RNG\":{\"name\":\"a\",\"pos\":0,\"items\":[1,2]}}");
    }

    @Test
    void onlyUsedPlacesAreCleared() {
        FakeExchange server = server(
                ok("IARR_USED", ",\"used\":2"),
                ok("IARR_USED", ",\"used\":2"),
                ok("IARR_CLEAR", ""),
                ok("IARR_USED", ",\"used\":2"),
                ok("IARR_CLEAR", ""));

        ints(server).clear("a", NdbRange.of(2, 5));
        assertThat(server.frames()).containsExactly("{\"IARR_USED\":{\"name\":\"a\"}}");
        ints(server).clear("a", NdbRange.of(1, 5));
        ints(server).clear("a", NdbRange.all());
        assertThat(server.frames())
                .filteredOn(frame -> frame.contains("CLEAR"))
                .containsExactly(
                        "{\"IARR_CLEAR\":{\"name\":\"a\",\"rng\":[1,2]}}",
                        "{\"IARR_CLEAR\":{\"name\":\"a\",\"rng\":[0]}}");
    }

    @Test
    void aRangeBehindTheUsedPlacesIsEmpty() {
        FakeExchange server = server("{\"ERR\":{\"st\":1000}}", ok("IARR_USED", ",\"used\":1"));

        assertThat(ints(server).range("a", NdbRange.from(3))).isEmpty();
    }

    @Test
    void aFailureOfAnotherRangeIsOne() {
        FakeExchange within = server("{\"ERR\":{\"st\":1000}}", ok("IARR_USED", ",\"used\":4"));
        FakeExchange first = server("{\"ERR\":{\"st\":1000}}");

        assertThatThrownBy(() -> ints(within).range("a", NdbRange.from(3))).isInstanceOf(KvServerException.class);
        assertThatThrownBy(() -> ints(first).range("a", NdbRange.all())).isInstanceOf(KvServerException.class);
        assertThatThrownBy(
                        () -> ints(server("{\"IARR_GET_RNG_RSP\":{\"st\":22}}")).range("a", NdbRange.from(3)))
                .isInstanceOf(KvNotFoundException.class);
    }

    @Test
    void theLargestAreReadFromTheUsedPlaces() {
        FakeExchange server = server(
                ok("SIARR_USED", ",\"used\":4"),
                ok("SIARR_LEN", ",\"len\":9"),
                "{\"SIARR_GET_RNG_RSP\":{\"items\":[20,30],\"st\":1}}");

        assertThat(sorted(server).max("a", 2)).containsExactly(30L, 20L);
        assertThat(server.frames()).last().isEqualTo("{\"SIARR_GET_RNG\":{\"name\":\"a\",\"rng\":[2,4]}}");
    }

    @Test
    void theLargestOfAFullArrayAreAskedFor() {
        FakeExchange server = server(
                ok("SIARR_USED", ",\"used\":2"),
                ok("SIARR_LEN", ",\"len\":2"),
                "{\"SIARR_MAX_RSP\":{\"items\":[30,20],\"st\":1}}");

        assertThat(sorted(server).max("a", 5)).containsExactly(30L, 20L);
    }

    @Test
    void theLargestOfAnEmptyArrayAreNone() {
        FakeExchange server = server(ok("SIARR_USED", ",\"used\":0"), ok("SIARR_LEN", ",\"len\":2"));

        assertThat(sorted(server).max("a", 5)).isEmpty();
        assertThat(sorted(server("{\"SIARR_MIN_RSP\":{\"st\":161}}")).min("a", 5))
                .isEmpty();
    }

    /** The server gives the first items of a range that is longer than its longest answer. */
    @Test
    void theLargestAreReadAgainIfTheAnswerWasCut() {
        FakeExchange server = server(
                ok("SIARR_USED", ",\"used\":4"),
                ok("SIARR_LEN", ",\"len\":9"),
                "{\"SIARR_GET_RNG_RSP\":{\"items\":[10,20],\"st\":1}}",
                "{\"SIARR_GET_RNG_RSP\":{\"items\":[30,40],\"st\":1}}");

        assertThat(sorted(server).max("a", 4)).containsExactly(40L, 30L);
        assertThat(server.frames()).last().isEqualTo("{\"SIARR_GET_RNG\":{\"name\":\"a\",\"rng\":[2,4]}}");
    }

    static Stream<Arguments> ofTheOther() {
        List<Arguments> calls = new ArrayList<>();
        Stream.<Consumer<NdbClient>>of(
                        ndb -> ndb.keys().setQuiet("k", 1),
                        ndb -> ndb.keys().addQuiet(Map.of("k", 1)),
                        ndb -> ndb.keys().findKeys("$.a"),
                        ndb -> ndb.keys().findValues("$.a", Object.class),
                        ndb -> ndb.keys().findPaths("$.a"),
                        ndb -> ndb.keys().update("k", "$.a", 1),
                        ndb -> ndb.sessions().create("s"),
                        ndb -> ndb.sessions().open("s"),
                        ndb -> ndb.sessions().createShared("s"),
                        ndb -> ndb.sessions().find("s"),
                        ndb -> ndb.sessions().totals(),
                        ndb -> ndb.sessions().exists(List.of(NdbToken.of(1))),
                        ndb -> ndb.sessions().endAll(),
                        ndb -> ndb.sessions().save("s"),
                        ndb -> ndb.sessions().load("s"),
                        ndb -> ndb.sessions().attach("s", NdbToken.of(1)).info(),
                        ndb -> ndb.sessions().attach("s", NdbToken.of(1)).end(),
                        ndb -> ndb.sessions().attach("s", NdbToken.of(1)).keys().count())
                .forEach(call -> calls.add(Arguments.of(Dialect.V0_9, "session", call)));
        Stream.<Consumer<NdbClient>>of(
                        NdbClient::info,
                        ndb -> ndb.keys().save("s"),
                        ndb -> ndb.keys().load("s"),
                        ndb -> ndb.intArrays().create("a", 1),
                        ndb -> ndb.stringArrays().deleteAll(),
                        ndb -> ndb.sortedStringArrays().max("a", 1),
                        ndb -> ndb.sortedIntArrays().intersect("a", "b"),
                        ndb -> ndb.objectArrays(Item.class).exists("a"),
                        ndb -> ndb.lists(Item.class).removeHead("l"),
                        ndb -> ndb.lists(Item.class).deleteAll(),
                        ndb -> ndb.lists(Item.class).splice("l", NdbRange.all(), "m"))
                .forEach(call -> calls.add(Arguments.of(Dialect.V0_5, "status", call)));
        return calls.stream();
    }

    @ParameterizedTest
    @MethodSource("ofTheOther")
    void whatTheServerLacksIsNotSent(Dialect dialect, String having, Consumer<NdbClient> call) {
        FakeExchange server = new FakeExchange(dialect);

        assertThatThrownBy(() -> call.accept(client(server)))
                .isInstanceOf(KvUnsupportedException.class)
                .hasMessageContaining("the generation " + having)
                .extracting(e -> ((KvException) e).outcome())
                .isEqualTo(Outcome.NOT_SENT);
        assertThat(server.frames()).isEmpty();
    }

    @Test
    void whatIsBrokenOnV05IsNotSent() {
        FakeExchange server = new FakeExchange(Dialect.V0_5);

        assertThatThrownBy(() -> client(server).sessions().find("s"))
                .isInstanceOf(KvUnsupportedException.class)
                .hasMessageContaining("broken on v0.5");
        assertThatThrownBy(() -> client(server).sessions().exists(List.of(NdbToken.of(1))))
                .isInstanceOf(KvUnsupportedException.class)
                .hasMessageContaining("broken on v0.5");
        assertThat(server.frames()).isEmpty();
    }

    @Test
    void aSessionExpiresAfterWholeSeconds() {
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofMillis(1_500))) {
            assertThatThrownBy(() -> NdbSessionOptions.none().expiry(wrong, NdbAfterExpiry.DELETE_SESSION))
                    .isInstanceOf(KvRequestException.class);
        }
    }
}
