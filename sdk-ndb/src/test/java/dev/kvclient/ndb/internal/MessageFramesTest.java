package dev.kvclient.ndb.internal;

import static dev.kvclient.spi.Effect.IDEMPOTENT_WRITE;
import static dev.kvclient.spi.Effect.READ;
import static dev.kvclient.spi.Effect.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.ndb.NdbAfterExpiry;
import dev.kvclient.ndb.NdbFind;
import dev.kvclient.ndb.NdbGeneration;
import dev.kvclient.ndb.NdbRange;
import dev.kvclient.ndb.NdbSessionOptions;
import dev.kvclient.ndb.NdbToken;
import dev.kvclient.spi.Effect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each message of the native API looks like on the wire, which way it goes, and what it does. */
class MessageFramesTest {
    private static final NdbToken TOKEN = NdbToken.parse("18446744073709551615");
    private static final NdbConnection A = Unconnected.connection(NdbGeneration.SESSION);
    private static final NdbConnection B = Unconnected.connection(NdbGeneration.STATUS);
    private static final NdbMessage.Route MAIN = NdbMessage.Route.MAIN;
    private static final NdbMessage.Route LARGE = NdbMessage.Route.LARGE;
    private static final NdbMessage.Route QUIET = NdbMessage.Route.QUIET;

    private static final NativeKeyMessages OF_SESSION = new NativeKeyMessages(A, TOKEN);
    private static final NativeKeyMessages OF_SERVER = new NativeKeyMessages(B, null);
    private static final SessionMessages SESSIONS = new SessionMessages(A);
    private static final ArrayMessages ARRAYS = new ArrayMessages(B, "IARR");
    private static final ListMessages LISTS = new ListMessages(B);

    private static Arguments line(String frame, NdbMessage<?> message, NdbMessage.Route route, Effect effect) {
        return Arguments.of(frame, message, route, effect);
    }

    private static Stream<Arguments> keys() {
        var one = Map.of("k", Json.value("1"));
        String token = "\"tkn\":18446744073709551615";
        return Stream.of(
                line(
                        "{\"KV_SETQ\":{" + token + ",\"keys\":{\"k\":1}}}",
                        OF_SESSION.setQuiet(one),
                        QUIET,
                        IDEMPOTENT_WRITE),
                line("{\"KV_ADDQ\":{" + token + ",\"keys\":{\"k\":1}}}", OF_SESSION.addQuiet(one), QUIET, WRITE),
                line(
                        "{\"KV_FIND\":{" + token + ",\"rsp\":\"keys\",\"path\":\"$.a\"}}",
                        OF_SESSION.findKeys(NdbFind.path("$.a")),
                        LARGE,
                        READ),
                line(
                        "{\"KV_FIND\":{" + token + ",\"rsp\":\"kv\",\"path\":\"$.a\",\"keys\":[\"x\",\"y\"]}}",
                        OF_SESSION.findValues(NdbFind.path("$.a").in("x", "y")),
                        LARGE,
                        READ),
                line(
                        "{\"KV_FIND\":{" + token + ",\"rsp\":\"paths\",\"path\":\"$.a\"}}",
                        OF_SESSION.findPaths(NdbFind.path("$.a")),
                        LARGE,
                        READ),
                line(
                        "{\"KV_UPDATE\":{" + token + ",\"key\":\"k\",\"path\":\"$.a\",\"value\":2}}",
                        OF_SESSION.update("k", "$.a", Json.value("2")),
                        MAIN,
                        WRITE),
                line("{\"KV_SAVE\":{\"name\":\"s\"}}", OF_SERVER.save("s"), LARGE, WRITE),
                line("{\"KV_LOAD\":{\"name\":\"s\"}}", OF_SERVER.load("s"), LARGE, IDEMPOTENT_WRITE),
                line("{\"SV_INFO\":{}}", ServerCalls.message(B), MAIN, READ));
    }

    private static Stream<Arguments> sessions() {
        NdbSessionOptions options =
                NdbSessionOptions.none().expiry(Duration.ofMinutes(1), NdbAfterExpiry.DELETE_SESSION);
        NdbSessionOptions emptied =
                NdbSessionOptions.none().expiry(Duration.ofSeconds(2), NdbAfterExpiry.EMPTY_SESSION);
        List<NdbToken> tokens = List.of(TOKEN, NdbToken.of(5));
        return Stream.of(
                line("{\"SH_NEW\":{\"name\":\"n\"}}", SESSIONS.create("n", NdbSessionOptions.none()), MAIN, WRITE),
                line(
                        "{\"SH_NEW\":{\"name\":\"n\",\"expiry\":{\"duration\":60,\"deleteSession\":true}}}",
                        SESSIONS.create("n", options),
                        MAIN,
                        WRITE),
                line(
                        "{\"SH_NEW\":{\"name\":\"n\",\"shared\":true,"
                                + "\"expiry\":{\"duration\":2,\"deleteSession\":false}}}",
                        SESSIONS.open("n", emptied),
                        MAIN,
                        WRITE),
                line(
                        "{\"SH_NEW\":{\"name\":\"n\",\"shared\":true}}",
                        SESSIONS.createShared("n", NdbSessionOptions.none()),
                        MAIN,
                        WRITE),
                line("{\"SH_OPEN\":{\"name\":\"n\"}}", SESSIONS.find("n"), MAIN, READ),
                line("{\"SH_INFO\":{\"tkn\":18446744073709551615}}", SESSIONS.info(TOKEN), MAIN, READ),
                line("{\"SH_INFO_ALL\":{}}", SESSIONS.totals(), MAIN, READ),
                line("{\"SH_EXISTS\":{\"tkns\":[18446744073709551615,5]}}", SESSIONS.exists(tokens), MAIN, READ),
                line("{\"SH_END\":{\"tkn\":18446744073709551615}}", SESSIONS.end(TOKEN), MAIN, WRITE),
                line("{\"SH_END_ALL\":{}}", SESSIONS.endAll(), MAIN, WRITE),
                line("{\"SH_SAVE\":{\"name\":\"s\"}}", SESSIONS.save("s", List.of()), LARGE, WRITE),
                line(
                        "{\"SH_SAVE\":{\"name\":\"s\",\"tkns\":[18446744073709551615,5]}}",
                        SESSIONS.save("s", tokens),
                        LARGE,
                        WRITE),
                line("{\"SH_LOAD\":{\"names\":[\"s\"]}}", SESSIONS.load(Dialect.V0_4, "s"), LARGE, IDEMPOTENT_WRITE),
                line("{\"SH_LOAD\":{\"name\":\"s\"}}", SESSIONS.load(Dialect.V0_5, "s"), LARGE, IDEMPOTENT_WRITE));
    }

    private static Stream<Arguments> arrays() {
        var items = List.of(Json.value("1"), Json.value("2"));
        String name = "\"name\":\"p\"";
        return Stream.of(
                line("{\"IARR_CREATE\":{" + name + ",\"len\":5}}", ARRAYS.create("p", 5), MAIN, WRITE),
                line("{\"IARR_DELETE\":{" + name + "}}", ARRAYS.delete("p"), MAIN, IDEMPOTENT_WRITE),
                line("{\"IARR_DELETE_ALL\":{}}", ARRAYS.deleteAll(), MAIN, IDEMPOTENT_WRITE),
                line("{\"IARR_EXIST\":{" + name + "}}", ARRAYS.exists("p"), MAIN, READ),
                line("{\"IARR_LEN\":{" + name + "}}", ARRAYS.length("p"), MAIN, READ),
                line("{\"IARR_USED\":{" + name + "}}", ARRAYS.used("p"), MAIN, READ),
                line("{\"IARR_SET\":{" + name + ",\"item\":1}}", ARRAYS.add("p", items.get(0)), MAIN, WRITE),
                line(
                        "{\"IARR_SET\":{" + name + ",\"pos\":3,\"item\":1}}",
                        ARRAYS.set("p", 3, items.get(0)),
                        MAIN,
                        IDEMPOTENT_WRITE),
                line("{\"IARR_SET_RNG\":{" + name + ",\"items\":[1,2]}}", ARRAYS.addAll("p", items), MAIN, WRITE),
                line(
                        "{\"IARR_SET_RNG\":{" + name + ",\"pos\":3,\"items\":[1,2]}}",
                        ARRAYS.setAll("p", 3, items),
                        MAIN,
                        WRITE),
                line("{\"IARR_GET\":{" + name + ",\"pos\":0}}", ARRAYS.get("p", 0), MAIN, READ),
                line("{\"IARR_GET_RNG\":{" + name + ",\"rng\":[0]}}", ARRAYS.range("p", NdbRange.all()), LARGE, READ),
                line(
                        "{\"IARR_GET_RNG\":{" + name + ",\"rng\":[1,3]}}",
                        ARRAYS.range("p", NdbRange.of(1, 3)),
                        LARGE,
                        READ),
                line(
                        "{\"IARR_CLEAR\":{" + name + ",\"rng\":[0,2]}}",
                        ARRAYS.clear("p", NdbRange.first(2)),
                        MAIN,
                        WRITE),
                line("{\"IARR_SWAP\":{" + name + ",\"posA\":0,\"posB\":1}}", ARRAYS.swap("p", 0, 1), MAIN, WRITE),
                line("{\"IARR_MIN\":{" + name + ",\"n\":2}}", ARRAYS.min("p", 2), LARGE, READ),
                line("{\"IARR_MAX\":{" + name + ",\"n\":2}}", ARRAYS.max("p", 2), LARGE, READ),
                line("{\"IARR_INTERSECT\":{\"srcA\":\"p\",\"srcB\":\"q\"}}", ARRAYS.intersect("p", "q"), LARGE, READ));
    }

    private static Stream<Arguments> lists() {
        var items = List.of(Json.value("{\"i\":1}"), Json.value("{}"));
        String name = "\"name\":\"l\"";
        return Stream.of(
                line("{\"OLST_CREATE\":{" + name + "}}", LISTS.create("l"), MAIN, WRITE),
                line("{\"OLST_DELETE\":{" + name + "}}", LISTS.delete("l"), MAIN, IDEMPOTENT_WRITE),
                line("{\"OLST_DELETE_ALL\":{}}", LISTS.deleteAll(), MAIN, IDEMPOTENT_WRITE),
                line("{\"OLST_EXIST\":{" + name + "}}", LISTS.exists("l"), MAIN, READ),
                line("{\"OLST_LEN\":{" + name + "}}", LISTS.length("l"), MAIN, READ),
                line(
                        "{\"OLST_ADD\":{" + name + ",\"items\":[{\"i\":1},{}]}}",
                        LISTS.add("l", OptionalLong.empty(), items),
                        MAIN,
                        WRITE),
                line(
                        "{\"OLST_ADD\":{" + name + ",\"pos\":2,\"items\":[{\"i\":1},{}]}}",
                        LISTS.add("l", OptionalLong.of(2), items),
                        MAIN,
                        WRITE),
                line(
                        "{\"OLST_SET_RNG\":{" + name + ",\"pos\":2,\"items\":[{\"i\":1},{}]}}",
                        LISTS.setAll("l", 2, items),
                        MAIN,
                        IDEMPOTENT_WRITE),
                line("{\"OLST_GET\":{" + name + ",\"pos\":3}}", LISTS.get("l", 3), MAIN, READ),
                line("{\"OLST_GET\":{" + name + ",\"pos\":0}}", LISTS.head("l"), MAIN, READ),
                line("{\"OLST_GET\":{" + name + "}}", LISTS.tail("l"), MAIN, READ),
                line("{\"OLST_GET_RNG\":{" + name + ",\"rng\":[1]}}", LISTS.range("l", NdbRange.from(1)), LARGE, READ),
                line("{\"OLST_RMV\":{" + name + ",\"head\":true}}", LISTS.removeHead("l"), MAIN, WRITE),
                line("{\"OLST_RMV\":{" + name + ",\"tail\":true}}", LISTS.removeTail("l"), MAIN, WRITE),
                line("{\"OLST_RMV\":{" + name + ",\"rng\":[1,2]}}", LISTS.remove("l", NdbRange.of(1, 2)), MAIN, WRITE),
                line(
                        "{\"OLST_SPLICE\":{\"srcName\":\"l\",\"srcRng\":[0,1],\"destName\":\"m\"}}",
                        LISTS.splice("l", NdbRange.first(1), "m", OptionalLong.empty()),
                        MAIN,
                        WRITE),
                line(
                        "{\"OLST_SPLICE\":{\"srcName\":\"l\",\"srcRng\":[0],\"destName\":\"m\",\"destPos\":0}}",
                        LISTS.splice("l", NdbRange.all(), "m", OptionalLong.of(0)),
                        MAIN,
                        WRITE));
    }

    @ParameterizedTest
    @MethodSource({"keys", "sessions", "arrays", "lists"})
    void areWrittenExactly(String frame, NdbMessage<?> message, NdbMessage.Route route, Effect effect) {
        assertThat(new String(message.frame(message.token()), StandardCharsets.UTF_8))
                .isEqualTo(frame);
        assertThat(message.route()).isEqualTo(route);
        assertThat(message.effect()).isEqualTo(effect);
        // Nobody could tell what an array would hold if they were sent again.
        assertThat(message.resendable()).isFalse();
        boolean patient = message.operation().matches("KV_SAVE|KV_LOAD|SH_SAVE|SH_LOAD");
        assertThat(message.patience()).isEqualTo(patient ? Duration.ofMinutes(5) : null);
        // What is printed shows no token.
        assertThat(message.toString()).doesNotContain(TOKEN.digits());
    }

    @ParameterizedTest
    @MethodSource("clearingAndSetting")
    void clearingAndSettingMayBeSentAgain(String frame, NdbMessage<?> message) {
        assertThat(new String(message.frame(message.token()), StandardCharsets.UTF_8))
                .isEqualTo(frame);
        assertThat(message.resendable()).isTrue();
        assertThat(message.effect()).isEqualTo(IDEMPOTENT_WRITE);
    }

    private static Stream<Arguments> clearingAndSetting() {
        var one = Map.of("k", Json.value("1"));
        return Stream.of(
                Arguments.of(
                        "{\"KV_CLEAR_SET\":{\"tkn\":18446744073709551615,\"keys\":{\"k\":1}}}",
                        OF_SESSION.clearSet(Dialect.V0_5, one)),
                Arguments.of("{\"KV_CLEAR_SET\":{\"keys\":{\"k\":1}}}", OF_SERVER.clearSet(Dialect.V0_9, one)));
    }
}
