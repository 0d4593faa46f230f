package dev.kvclient.ndb.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvclient.CallOptions;
import dev.kvclient.DeleteResult.Existed;
import dev.kvclient.WriteEffect;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.Outcome;
import dev.kvclient.ndb.NdbAdded;
import dev.kvclient.ndb.NdbClient;
import dev.kvclient.ndb.NdbFind;
import dev.kvclient.ndb.NdbKeys;
import dev.kvclient.ndb.NdbRange;
import dev.kvclient.ndb.NdbToken;
import dev.kvclient.spi.Effect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What calls of the native API wait for, what they do, and what they tell. */
class LanesOfCallsTest {
    private static NdbClient client(FakeExchange server) {
        return new NativeNdb(Unconnected.api(server));
    }

    private static void check(
            String answer, Consumer<NdbClient> call, List<String> lanes, boolean barrier, Effect effect) {
        FakeExchange server = new FakeExchange(Dialect.V0_9, answer);
        call.accept(client(server));
        assertThat(server.command().lanes()).isEqualTo(lanes);
        assertThat(server.command().barrier()).isEqualTo(barrier);
        assertThat(server.command().effect()).isEqualTo(effect);
    }

    @Test
    void keysKeepToTheLanesOfTheCommonApi() {
        check(
                "{\"KV_SET_RSP\":{\"st\":1}}",
                ndb -> ndb.keys().set("k", 1),
                List.of("k"),
                false,
                Effect.IDEMPOTENT_WRITE);
        check("{\"KV_ADD_RSP\":{\"st\":1}}", ndb -> ndb.keys().add("k", 1), List.of("k"), false, Effect.WRITE);
        check(
                "{\"KV_RMV_RSP\":{\"st\":1}}",
                ndb -> ndb.keys().remove(List.of("k", "l", "k")),
                List.of("k", "l"),
                false,
                Effect.IDEMPOTENT_WRITE);
        check(
                "{\"KV_GET_RSP\":{\"keys\":{},\"st\":1}}",
                ndb -> ndb.keys().get("k", String.class),
                List.of("k"),
                false,
                Effect.READ);
    }

    @Test
    void whatIsAboutAllKeysIsABarrier() {
        check(
                "{\"KV_CLEAR_RSP\":{\"cnt\":0,\"st\":1}}",
                ndb -> ndb.keys().clear(),
                List.of(),
                true,
                Effect.IDEMPOTENT_WRITE);
        check(
                "{\"KV_CLEAR_SET_RSP\":{\"cnt\":0,\"st\":1}}",
                ndb -> ndb.keys().clearSet(Map.of("k", 1)),
                List.of(),
                true,
                Effect.IDEMPOTENT_WRITE);
        check("{\"KV_COUNT_RSP\":{\"cnt\":0,\"st\":1}}", ndb -> ndb.keys().count(), List.of(), true, Effect.READ);
        check("{\"KV_KEYS_RSP\":{\"keys\":[],\"st\":1}}", ndb -> ndb.keys().keys(), List.of(), true, Effect.READ);
        check(
                "{\"KV_SAVE_RSP\":{\"duration\":0,\"name\":\"s\",\"st\":120}}",
                ndb -> ndb.keys().save("s"),
                List.of(),
                true,
                Effect.WRITE);
        check(
                "{\"KV_LOAD_RSP\":{\"duration\":0,\"keys\":0,\"name\":\"s\",\"sessions\":0,\"st\":141}}",
                ndb -> ndb.keys().load("s"),
                List.of(),
                true,
                Effect.IDEMPOTENT_WRITE);
        check(
                "{\"OLST_DELETE_ALL_RSP\":{\"st\":1}}",
                ndb -> ndb.lists(Object.class).deleteAll(),
                List.of(),
                true,
                Effect.IDEMPOTENT_WRITE);
    }

    @Test
    void arraysAndListsHaveLanesOfTheirOwn() {
        check(
                "{\"IARR_SET_RSP\":{\"st\":1}}",
                ndb -> ndb.intArrays().append("a", 1L),
                List.of("IARR:a"),
                false,
                Effect.WRITE);
        check(
                "{\"SIARR_INTERSECT_RSP\":{\"items\":[],\"st\":1}}",
                ndb -> ndb.sortedIntArrays().intersect("a", "b"),
                List.of("SIARR:a", "SIARR:b"),
                false,
                Effect.READ);
        check(
                "{\"OLST_SPLICE_RSP\":{\"st\":1}}",
                ndb -> ndb.lists(Object.class).splice("a", NdbRange.all(), "b"),
                List.of("OLST:a", "OLST:b"),
                false,
                Effect.WRITE);
        check(
                "{\"OLST_SPLICE_RSP\":{\"st\":1}}",
                ndb -> ndb.lists(Object.class).splice("a", NdbRange.from(2), "a", 0),
                List.of("OLST:a"),
                false,
                Effect.WRITE);
    }

    @Test
    void keysOfSessionsHaveLanesWithoutTheirTokens() {
        NdbToken token = NdbToken.parse("18446744073709551615");
        FakeExchange server = new FakeExchange(
                Dialect.V0_5,
                "{\"KV_SET_RSP\":{\"tkn\":18446744073709551615,\"keys\":{\"k\":20}}}",
                "{\"KV_SET_RSP\":{\"tkn\":18446744073709551615,\"keys\":{\"k\":21}}}",
                "{\"KV_SET_RSP\":{\"tkn\":5,\"keys\":{\"k\":20}}}");
        client(server).sessions().attach("one", token).keys().set("k", 1);
        List<String> one = server.command().lanes();
        client(server).sessions().attach("the same", token).keys().set("k", 1);
        List<String> same = server.command().lanes();
        client(server).sessions().attach("one", NdbToken.of(5)).keys().set("k", 1);

        assertThat(same).isEqualTo(one);
        assertThat(server.command().lanes()).isNotEqualTo(one).isNotEqualTo(List.of("k"));
        assertThat(one.get(0)).endsWith(":k").doesNotContain(token.digits(), Long.toHexString(token.bits()));
        assertThat(server.command().toString()).doesNotContain("\"tkn\"");
        assertThat(server.command().keys()).containsExactly("k");
    }

    @Test
    void aFindInSomeKeysWaitsForThoseOnly() {
        FakeExchange server = new FakeExchange(
                Dialect.V0_4,
                "{\"KV_FIND_RSP\":{\"tkn\":7,\"st\":1,\"keys\":[]}}",
                "{\"KV_FIND_RSP\":{\"tkn\":7,\"st\":1,\"keys\":[]}}");
        client(server).keys().findKeys(NdbFind.path("$.a").in("x", "y", "x"));
        assertThat(server.command().lanes()).containsExactly("x", "y");
        assertThat(server.command().barrier()).isFalse();
        assertThat(server.frames()).last().asString().endsWith("\"keys\":[\"x\",\"y\"]}}");

        client(server).keys().findKeys("$.a");
        assertThat(server.command().barrier()).isTrue();
    }

    /** The second attempt would tell of the first. */
    @Test
    void afterAnUnansweredAttemptNothingIsToldOfTheKey() {
        FakeExchange server = new FakeExchange(
                        Dialect.V0_4,
                        "{\"KV_SET_RSP\":{\"tkn\":7,\"keys\":{\"k\":21}}}",
                        "{\"KV_ADD_RSP\":{\"tkn\":7,\"keys\":{\"k\":23}}}",
                        "{\"KV_RMV_RSP\":{\"tkn\":7,\"k\":22}}")
                .repeating();
        NdbKeys keys = client(server).keys();

        assertThat(keys.set("k", 1)).isEqualTo(WriteEffect.NOT_TOLD);
        assertThat(keys.add("k", 1)).isEqualTo(NdbAdded.NOT_TOLD);
        assertThat(keys.remove("k")).isEqualTo(Existed.NOT_TOLD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"KV_SET_RSP\":{\"tkn\":7,\"keys\":{\"k\":1000}}}",
                "{\"KV_SET_RSP\":{\"tkn\":7,\"keys\":{\"k\":23}}}"
            })
    void aStatusThatMakesNoSenseIsNoSuccess(String answer) {
        FakeExchange server = new FakeExchange(Dialect.V0_4, answer);

        assertThatThrownBy(() -> client(server).keys().set("k", 1))
                .isInstanceOfSatisfying(KvProtocolException.class, e -> {
                    assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
                    assertThat(e.key()).contains("k");
                });
    }

    @Test
    void aQuietSetThatIsAnsweredHasFailed() {
        FakeExchange server = new FakeExchange(Dialect.V0_5, "{\"KV_SETQ_RSP\":{\"tkn\":7,\"keys\":{\"k\":1000}}}");

        assertThatThrownBy(() -> client(server).keys().setQuiet(Map.of("k", 1, "l", 2)))
                .isInstanceOfSatisfying(KvServerException.class, e -> {
                    assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
                    assertThat(e.key()).contains("k");
                    assertThat(e.status()).hasValue(1000);
                });
    }

    @Test
    void aLoadThatFailedInPartHasFailed() {
        FakeExchange server = new FakeExchange(
                Dialect.V0_4, "{\"SH_LOAD_RSP\":{\"s\":{\"m\":\"\",\"sessions\":1,\"keys\":2,\"st\":142}}}");

        assertThatThrownBy(() -> client(server).sessions().load("s"))
                .isInstanceOfSatisfying(KvServerException.class, e -> {
                    assertThat(e.status()).hasValue(142);
                    assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
                });
    }

    @Test
    void anEndingClearsFirst() {
        FakeExchange server = new FakeExchange(
                Dialect.V0_5,
                "{\"KV_CLEAR_RSP\":{\"st\":1,\"cnt\":3,\"tkn\":9}}",
                "{\"SH_END_RSP\":{\"st\":1,\"tkn\":9}}");
        client(server).sessions().attach("s", NdbToken.of(9)).end();

        assertThat(server.frames()).containsExactly("{\"KV_CLEAR\":{\"tkn\":9}}", "{\"SH_END\":{\"tkn\":9}}");
        assertThat(server.command().barrier()).isTrue();
    }

    @Test
    void aSessionThatIsGoneIsNamed() {
        FakeExchange server = new FakeExchange(Dialect.V0_5, "{\"KV_COUNT_RSP\":{\"st\":100,\"tkn\":9,\"m\":\"\"}}");

        assertThatThrownBy(() -> client(server)
                        .sessions()
                        .attach("basket", NdbToken.of(9))
                        .keys()
                        .count())
                .isInstanceOf(KvNotFoundException.class)
                .hasMessageContaining("\"basket\"");
    }

    @Test
    void optionsGoOverThoseBefore() {
        FakeExchange server = new FakeExchange(
                Dialect.V0_9, "{\"KV_COUNT_RSP\":{\"cnt\":0,\"st\":1}}", "{\"KV_COUNT_RSP\":{\"cnt\":0,\"st\":1}}");
        NdbClient patient = client(server).with(CallOptions.none().timeout(Duration.ofHours(1)));
        patient.with(CallOptions.none().queuable(false)).keys().count();

        assertThat(server.options().timeout()).contains(Duration.ofHours(1));
        assertThat(server.options().isQueuable()).isFalse();
        patient.async().keys().count().join();
        assertThat(server.options().timeout()).contains(Duration.ofHours(1));
        assertThat(server.options().isQueuable()).isTrue();
    }
}
