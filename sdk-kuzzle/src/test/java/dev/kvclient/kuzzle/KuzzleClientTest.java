package dev.kvclient.kuzzle;

import static dev.kvclient.kuzzle.fixture.Clients.backend;
import static dev.kvclient.kuzzle.fixture.Clients.client;
import static dev.kvclient.testkit.fixture.Timed.failureOf;
import static dev.kvclient.testkit.fixture.Timed.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kvclient.CallOptions;
import dev.kvclient.Capabilities;
import dev.kvclient.KvClient;
import dev.kvclient.KvType;
import dev.kvclient.RawJson;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvSerializationException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.fixture.WireTap;
import dev.kvclient.testkit.kuzzle.Fault;
import dev.kvclient.testkit.kuzzle.Faults;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to any controller and action, by {@link KuzzleClient#query}. */
@ExtendWith(NoThreadLeft.class)
class KuzzleClientTest {
    private record ServerTime(long now) {}

    private record Entry(String key, String value) {}

    private record Entries(List<Entry> entries) {}

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

    private static KuzzleRequest set(String key, String value) {
        return KuzzleRequest.of("ms", "set").with("_id", key).body(Map.of("value", value));
    }

    @Test
    void aResultIsReadAsARecord() {
        Optional<ServerTime> time =
                kuzzle.query(KuzzleRequest.of("server", "now").readOnly(), ServerTime.class);

        assertThat(Instant.ofEpochMilli(time.orElseThrow().now()))
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        assertThat(tap.frames()).containsExactly("{\"requestId\":\"1\",\"controller\":\"server\",\"action\":\"now\"}");
    }

    @Test
    void aResultIsReadAsWhatItIsAskedFor() {
        kuzzle.query(set("k", "é🎉\"\n"), String.class);
        KuzzleRequest get = KuzzleRequest.of("ms", "get").with("_id", "k").readOnly();
        KuzzleRequest mget = KuzzleRequest.of("ms", "mget")
                .with("keys", List.of("k", "none"))
                .readOnly();

        assertThat(kuzzle.query(get, String.class)).contains("é🎉\"\n");
        assertThat(kuzzle.query(get, Object.class)).contains("é🎉\"\n");
        assertThat(kuzzle.query(mget, KvType.of(Object.class), CallOptions.none()))
                .contains(Arrays.asList("é🎉\"\n", null));
        assertThat(kuzzle.query(KuzzleRequest.of("ms", "get").with("_id", "none"), String.class))
                .isEmpty();
        assertThat(kuzzle.query(KuzzleRequest.of("ms", "dbsize"), Long.class)).contains(1L);
    }

    @Test
    void aBodyIsAMapOrARecord() {
        kuzzle.query(set("a", "by map"), String.class);
        kuzzle.query(
                KuzzleRequest.of("ms", "mset").body(new Entries(List.of(new Entry("b", "by record")))), String.class);

        assertThat(server.value("a")).contains("by map");
        assertThat(server.value("b")).contains("by record");
        assertThat(tap.frames())
                .containsExactly(
                        "{\"requestId\":\"1\",\"controller\":\"ms\",\"action\":\"set\",\"_id\":\"a\","
                                + "\"body\":{\"value\":\"by map\"}}",
                        "{\"requestId\":\"2\",\"controller\":\"ms\",\"action\":\"mset\","
                                + "\"body\":{\"entries\":[{\"key\":\"b\",\"value\":\"by record\"}]}}");
    }

    @Test
    void aFutureGivesTheSame() {
        assertThat(resultOf(kuzzle.queryAsync(set("k", "v"), KvType.of(String.class), CallOptions.none())))
                .contains("OK");
        assertThat(resultOf(kuzzle.queryAsync(
                        KuzzleRequest.of("ms", "get").with("_id", "none"),
                        KvType.of(String.class),
                        CallOptions.none())))
                .isEmpty();
    }

    @Test
    void requestsOfOneOrderKeyAreCarriedOutInTheirOrder() {
        server.faults()
                .on(Faults.action("set"), Fault.delayExecution(Duration.ofMillis(100)))
                .once();
        CompletableFuture<Optional<String>> first =
                kuzzle.queryAsync(set("k", "first").orderKey("k"), KvType.of(String.class), CallOptions.none());
        CompletableFuture<Optional<String>> second =
                kuzzle.queryAsync(set("k", "second").orderKey("k"), KvType.of(String.class), CallOptions.none());
        assertThat(kv.get("k", String.class)).contains("second");

        resultOf(first);
        resultOf(second);
        assertThat(server.value("k")).contains("second");
    }

    @Test
    void requestsWithoutOrderKeyDoNotWaitForEachOther() {
        server.faults()
                .on(Faults.action("set"), Fault.delayExecution(Duration.ofMillis(200)))
                .once();
        CompletableFuture<Optional<String>> first =
                kuzzle.queryAsync(set("k", "first"), KvType.of(String.class), CallOptions.none());
        resultOf(kuzzle.queryAsync(set("k", "second"), KvType.of(String.class), CallOptions.none()));

        assertThat(first).isNotDone();
        resultOf(first);
        assertThat(server.value("k")).contains("first");
    }

    @Test
    void aWriteThatWasCutIsNotRepeatedAndAReadIs() {
        server.faults().on(Faults.action("incr"), Fault.dropAfterExecuting()).once();
        KvException e = catchThrowableOfType(
                KvException.class,
                () -> kuzzle.query(KuzzleRequest.of("ms", "incr").with("_id", "n"), Long.class));
        assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(server.executed("incr")).isEqualTo(1);
        assertThat(kv.awaitConnected(Duration.ofSeconds(5))).isTrue();

        server.faults().on(Faults.action("get"), Fault.dropAfterExecuting()).once();
        assertThat(kuzzle.query(KuzzleRequest.of("ms", "get").with("_id", "n").readOnly(), String.class))
                .contains("1");
    }

    @Test
    void errorsAreThoseOfTheTable() {
        KvException e = catchThrowableOfType(
                KvException.class, () -> kuzzle.query(KuzzleRequest.of("ms", "nope"), String.class));

        assertThat(e).isInstanceOf(KvNotFoundException.class);
        assertThat(e.operation()).contains("ms:nope");
        assertThat(e.backendCode()).contains("api.process.action_not_found");
        assertThat(e.nativeError(KuzzleError.class).orElseThrow().props())
                .first()
                .isEqualTo("ms");
        assertThat(failureOf(kuzzle.queryAsync(
                        KuzzleRequest.of("nobody", "home"), KvType.of(String.class), CallOptions.none())))
                .isInstanceOf(KvNotFoundException.class);
    }

    @Test
    void aResultThatIsNotOfTheTypeIsApplied() {
        KvException e = catchThrowableOfType(
                KvException.class, () -> kuzzle.query(set("k", "v"), KvType.of(ServerTime.class), CallOptions.none()));

        assertThat(e).isInstanceOf(KvSerializationException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(failureOf(kuzzle.queryAsync(set("k", "v"), KvType.of(ServerTime.class), CallOptions.none()))
                        .outcome())
                .isEqualTo(Outcome.APPLIED);
    }

    @Test
    void argumentsThatCannotBeWrittenAreNotSent() {
        KuzzleRequest request =
                KuzzleRequest.of("ms", "set").with("_id", "a\ud800").body(Map.of("value", 1));

        KvException e = catchThrowableOfType(KvException.class, () -> kuzzle.query(request, String.class));

        assertThat(e).isInstanceOf(KvSerializationException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(failureOf(kuzzle.queryAsync(request, KvType.of(String.class), CallOptions.none())))
                .isInstanceOf(KvSerializationException.class);
        assertThat(tap.frames()).isEmpty();
    }

    @Test
    void anArgumentThatIsRawJsonPassesAsItIs() {
        kuzzle.query(
                KuzzleRequest.of("ms", "set").with("_id", "k").body(RawJson.of("{\"value\" : \"v\"}")), String.class);

        assertThat(tap.frames().get(0)).contains("\"body\":{\"value\" : \"v\"}");
    }

    @Test
    void timeoutsHoldAsElsewhere() {
        server.faults().on(Faults.any(), Fault.ignore());

        KvException e = catchThrowableOfType(
                KvException.class,
                () -> kuzzle.query(
                        set("k", "v"),
                        KvType.of(String.class),
                        CallOptions.none().timeout(Duration.ofMillis(200))));

        assertThat(e).isInstanceOf(KvTimeoutException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void volatileAndTriggerEventsGoAlong() {
        CallOptions options = CallOptions.none()
                .attribute(KuzzleAttributes.VOLATILE, RawJson.of("{\"trace\":\"t-1\"}"))
                .attribute(KuzzleAttributes.TRIGGER_EVENTS, true);

        kuzzle.query(set("k", "v"), KvType.of(String.class), options);
        kv.get("k", KvType.of(String.class), options);

        assertThat(tap.frames()).allMatch(f -> f.endsWith(",\"volatile\":{\"trace\":\"t-1\"},\"triggerEvents\":true}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}{}", "{},\"action\":\"flushdb\"", "[]", "\"text\"", "5", "{\"a\":\"\ud800\"}"})
    void aVolatileThatIsNoJsonObjectIsNotSent(String json) {
        kv.set("k", "v");

        KvException e = catchThrowableOfType(
                KvException.class,
                () -> kv.get(
                        "k",
                        KvType.of(String.class),
                        CallOptions.none()
                                .timeout(Duration.ofSeconds(1))
                                .attribute(KuzzleAttributes.VOLATILE, RawJson.of(json))));

        assertThat(e).isInstanceOfAny(KvRequestException.class, KvSerializationException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(tap.frames()).hasSize(1);
        assertThat(server.keyCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"requestId", "controller", "action", "jwt", "volatile", "body", "triggerEvents"})
    void theEnvelopeIsNoArgument(String name) {
        assertThatThrownBy(() -> KuzzleRequest.of("ms", "get").with(name, "x"))
                .isInstanceOf(KvRequestException.class)
                .hasMessageContaining(name);
    }

    @Test
    void aRequestIsNotChangedByItsWithers() {
        KuzzleRequest get = KuzzleRequest.of("ms", "get");
        KuzzleRequest full = get.with("_id", "a")
                .with("_id", "b")
                .body(Map.of("x", 1))
                .orderKey("k")
                .readOnly();

        assertThat(get.arguments()).isEmpty();
        assertThat(get.body()).isEmpty();
        assertThat(full.arguments()).isEqualTo(Map.of("_id", "b"));
        assertThat(full.orderKey()).contains("k");
        assertThat(full.toString()).isEqualTo("KuzzleRequest[ms:get]");
    }

    @Test
    void anotherNativeApiIsNotThere() {
        assertThatThrownBy(() -> kv.unwrap(Capabilities.class)).isInstanceOf(KvRequestException.class);
    }
}
