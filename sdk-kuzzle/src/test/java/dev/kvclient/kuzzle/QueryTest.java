package dev.kvclient.kuzzle;

import static dev.kvclient.kuzzle.fixture.Clients.backend;
import static dev.kvclient.kuzzle.fixture.Clients.client;
import static dev.kvclient.testkit.fixture.Timed.failureOf;
import static dev.kvclient.testkit.fixture.Timed.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.kvclient.CallOptions;
import dev.kvclient.ConnectionState;
import dev.kvclient.KvClient;
import dev.kvclient.KvType;
import dev.kvclient.RawJson;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvOfflineException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvSerializationException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.fixture.WireTap;
import dev.kvclient.testkit.kuzzle.Fault;
import dev.kvclient.testkit.kuzzle.Faults;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole answer of a raw request, and what is refused of one before it is sent. */
@ExtendWith(NoThreadLeft.class)
class QueryTest {
    private static final CallOptions TRACED =
            CallOptions.none().attribute(KuzzleAttributes.VOLATILE, RawJson.of("{\"trace\" : [1.50, \"é\"]}"));

    private record Exists(boolean exists) {}

    private final KuzzleServer server = KuzzleServer.start();
    private final WireTap tap = WireTap.before(server.port());
    private KvClient kv;
    private KuzzleClient kuzzle;

    @BeforeEach
    void connect() {
        kv = client(backend(tap.port())).connect();
        kuzzle = kv.unwrap(KuzzleClient.class);
    }

    @AfterEach
    void close() {
        kv.close();
        tap.close();
        server.close();
    }

    private static KuzzleRequest get(String key) {
        return KuzzleRequest.of("ms", "get").id(key).readOnly();
    }

    @Test
    void anAnswerIsThereWhole() {
        KuzzleRequest request = KuzzleRequest.of("server", "adminExists").readOnly();

        KuzzleResponse response = kuzzle.query(request, TRACED);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.requestId()).isEqualTo("1");
        assertThat(response.result()).contains(RawJson.of("{\"exists\":false}"));
        assertThat(response.result(Exists.class)).contains(new Exists(false));
        assertThat(response.result(new KvType<Map<String, Boolean>>() {})).contains(Map.of("exists", false));
        assertThat(response.resultMap()).isEqualTo(Map.of("exists", false));
        assertThat(response.volatileData().orElseThrow().json()).contains("\"trace\"", "é");
        assertThat(response.headers()).isEmpty();
        assertThat(response.node()).isEmpty();
        assertThat(response.json().json()).startsWith("{").contains("\"controller\":\"server\"");
        assertThat(response.toString()).isEqualTo("KuzzleResponse[server:adminExists 200]");
    }

    @Test
    void aResultThatIsNullIsNone() {
        KuzzleResponse response = kuzzle.query(get("none"));

        assertThat(response.result()).isEmpty();
        assertThat(response.result(String.class)).isEmpty();
        assertThat(response.resultMap()).isEmpty();
        assertThat(response.volatileData()).isEmpty();
    }

    @Test
    void anAnswerWithoutAnyResultIsOne() {
        KuzzleRequest create = KuzzleRequest.of("index", "create").index("town");

        assertThat(kuzzle.query(create).result()).isEmpty();
        assertThat(kuzzle.query(create, Object.class)).isEmpty();
        assertThat(kuzzle.query(KuzzleRequest.of("collection", "create")
                                .index("town")
                                .collection("streets"))
                        .resultMap())
                .isEqualTo(Map.of("acknowledged", true));
    }

    @Test
    void aResultOfAnotherTypeIsApplied() {
        kv.set("k", "v");
        KuzzleResponse response = kuzzle.query(get("k"));

        KvException typed = catchThrowableOfType(KvException.class, () -> response.result(Exists.class));
        KvException map = catchThrowableOfType(KvException.class, response::resultMap);

        for (KvException e : List.of(typed, map)) {
            assertThat(e).isInstanceOf(KvSerializationException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.APPLIED);
            assertThat(e.operation()).contains("ms:get");
            assertThat(e.backend()).contains("kuzzle");
        }
        assertThat(response.result(String.class)).contains("v");
    }

    @Test
    void aFutureGivesTheSame() {
        kv.set("k", "v");

        assertThat(resultOf(kuzzle.queryAsync(get("k"))).result(String.class)).contains("v");
        assertThat(resultOf(kuzzle.queryAsync(get("k"), TRACED)).volatileData()).isPresent();
        assertThat(resultOf(kuzzle.queryAsync(get("k"), String.class))).contains("v");
    }

    @Test
    void argumentsKeepTheirOrder() {
        KuzzleRequest request = KuzzleRequest.of("document", "search")
                .index("town")
                .collection("streets")
                .with("size", 10)
                .with("from", 0)
                .with("lang", "koncorde")
                .id("x");

        assertThat(catchThrowableOfType(KvException.class, () -> kuzzle.query(request))
                        .status())
                .hasValue(404);
        assertThat(tap.frames())
                .containsExactly("{\"requestId\":\"1\",\"controller\":\"document\",\"action\":\"search\","
                        + "\"index\":\"town\",\"collection\":\"streets\",\"size\":10,\"from\":0,"
                        + "\"lang\":\"koncorde\",\"_id\":\"x\"}");
    }

    @Test
    void aBodyMayBeAnArray() {
        KvException e = catchThrowableOfType(
                KvException.class, () -> kuzzle.query(KuzzleRequest.of("a", "b").body(List.of(1, 2))));
        KvException raw = catchThrowableOfType(
                KvException.class, () -> kuzzle.query(KuzzleRequest.of("a", "b").body(RawJson.of(" \n[]"))));

        assertThat(e.status()).hasValue(404);
        assertThat(raw.status()).hasValue(404);
        assertThat(tap.frames()).hasSize(2).first().asString().endsWith("\"body\":[1,2]}");
    }

    private static Stream<Object> scalars() {
        return Stream.of("text", 5, true, 1.5, Optional.of("x"), RawJson.of("\"{}\""), RawJson.of(" 1"));
    }

    @ParameterizedTest
    @MethodSource("scalars")
    void aBodyThatIsAScalarIsNotSent(Object body) {
        refusedHere(KuzzleRequest.of("ms", "set").body(body), "a body is a JSON object or array");
    }

    @Test
    void targetsGoWithoutIndexAndCollection() {
        KuzzleRequest targets =
                KuzzleRequest.of("document", "search").with("targets", List.of(Map.of("index", "town")));

        refusedHere(targets.index("town"), "targets");
        refusedHere(targets.collection("streets"), "targets");
        refusedHere(targets.with("targets", "town"), "array");
        assertThat(catchThrowableOfType(KvException.class, () -> kuzzle.query(targets))
                        .status())
                .hasValue(404);
    }

    private void refusedHere(KuzzleRequest request, String why) {
        KvException blocking = catchThrowableOfType(KvException.class, () -> kuzzle.query(request));
        KvException typed = catchThrowableOfType(KvException.class, () -> kuzzle.query(request, Object.class));
        for (KvException e : List.of(
                blocking,
                typed,
                failureOf(kuzzle.queryAsync(request)),
                failureOf(kuzzle.queryAsync(request, Long.class)))) {
            assertThat(e).isExactlyInstanceOf(KvRequestException.class).hasMessageContaining(why);
            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(e.operation()).contains(request.controller() + ":" + request.action());
        }
        assertThat(tap.frames()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "requestId",
                "controller",
                "action",
                "jwt",
                "volatile",
                "body",
                "triggerEvents",
                "cookieAuth",
                "",
                "a\ud800"
            })
    void whatIsNoNameOfAnArgumentIsRefused(String name) {
        assertThatThrownBy(() -> KuzzleRequest.of("ms", "get").with(name, "x"))
                .isExactlyInstanceOf(KvRequestException.class)
                .hasMessageNotContaining("\ud800");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\udc00"})
    void noControllerOrActionIsRefused(String name) {
        assertThatThrownBy(() -> KuzzleRequest.of(name, "get")).isExactlyInstanceOf(KvRequestException.class);
        assertThatThrownBy(() -> KuzzleRequest.of("ms", name)).isExactlyInstanceOf(KvRequestException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"sdkVersion\":\"7\"}", "{\"a\":{},\"sdkVersion\":null}"})
    void theVersionOfAnSdkIsRefusedAsVolatile(String json) {
        assertThatThrownBy(() -> CallOptions.none().attribute(KuzzleAttributes.VOLATILE, RawJson.of(json)))
                .isExactlyInstanceOf(KvRequestException.class)
                .hasMessageContaining("sdkVersion");
    }

    @Test
    void aVersionFurtherInIsNone() {
        CallOptions options = CallOptions.none()
                .attribute(KuzzleAttributes.VOLATILE, RawJson.of("{\"mine\":{\"sdkVersion\":\"7\"}}"));

        assertThat(kuzzle.query(get("none"), options).volatileData())
                .contains(RawJson.of("{\"mine\":{\"sdkVersion\":\"7\"}}"));
    }

    @Test
    void whatMayNotWaitFailsWhileThereIsNoConnection() {
        server.faults().refuseConnections(true);
        server.dropConnections();
        await().until(() -> kv.state() != ConnectionState.CONNECTED);

        assertThat(catchThrowableOfType(
                        KvException.class,
                        () -> kuzzle.query(
                                KuzzleRequest.of("ms", "incr").id("n"),
                                CallOptions.none().queuable(false).idempotent())))
                .isInstanceOf(KvOfflineException.class);
    }

    @Test
    void whatTheCallerCallsIdempotentIsSentAgain() {
        server.faults().on(Faults.action("incr"), Fault.internalError()).once();

        KuzzleResponse response = kuzzle.query(
                KuzzleRequest.of("ms", "incr").id("n"), CallOptions.none().idempotent());

        assertThat(response.result(Long.class)).contains(1L);
        assertThat(server.requestsReceived()).isEqualTo(2);
    }

    @Test
    void aMapInTheBodyKeepsItsOrder() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("value", "v");
        body.put("ex", 60);
        kuzzle.query(KuzzleRequest.of("ms", "set").id("k").body(body));

        assertThat(tap.frames().get(0)).endsWith("\"_id\":\"k\",\"body\":{\"value\":\"v\",\"ex\":60}}");
    }
}
