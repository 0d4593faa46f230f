package dev.kvclient.kuzzle;

import static dev.kvclient.testkit.fixture.Timed.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.kvclient.BatchResult;
import dev.kvclient.CallOptions;
import dev.kvclient.DeleteResult;
import dev.kvclient.KvClient;
import dev.kvclient.KvEntry;
import dev.kvclient.KvType;
import dev.kvclient.KvWrite;
import dev.kvclient.RawJson;
import dev.kvclient.Scan;
import dev.kvclient.SetResult;
import dev.kvclient.TimeToLive;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvSerializationException;
import dev.kvclient.error.KvTooLargeException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The adapter against a real Kuzzle, in keys of its own: others may use the server meanwhile. */
@Tag("kuzzle")
@Timeout(30)
@ExtendWith(NoThreadLeft.class)
class KuzzleAdapterIT {
    private static final String URL = System.getProperty("kuzzle.url", "kuzzle://127.0.0.1:7512");
    private static final int LIMIT = KuzzleBackend.DEFAULT_MAX_FRAME_BYTES;

    private final String namespace = "kvclient-it:" + UUID.randomUUID() + ":";
    private KvClient kv;
    private KuzzleClient kuzzle;

    private record ServerTime(long now) {}

    private record Member(String key, String value) {}

    private record Members(List<Member> entries) {}

    @BeforeEach
    void connect() {
        kv = KvClient.connect(URL);
        kuzzle = kv.unwrap(KuzzleClient.class);
    }

    @AfterEach
    void removeAndClose() {
        try (KvClient closing = kv) {
            closing.deletePrefix(namespace);
        }
    }

    private String key(String name) {
        return namespace + name;
    }

    private void push(String key) {
        assertThat(kuzzle.query(
                        KuzzleRequest.of("ms", "rpush").with("_id", key).body(Map.of("values", List.of("a", "b"))),
                        Long.class))
                .contains(2L);
    }

    @Test
    void aFrameOfTheLimitPassesAndOneByteMoreIsRefusedHere() {
        String key = key("large");
        int room = room(key, LIMIT);

        assertThat(kv.set(key, "x".repeat(room)).written()).isTrue();
        KvException e = catchThrowableOfType(KvException.class, () -> kv.set(key, "y".repeat(room + 1)));

        assertThat(e).isInstanceOf(KvTooLargeException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(e.attempts()).isZero();
        assertThat(kv.get(key, String.class)).contains("x".repeat(room));
    }

    @Test
    void theLimitIsTheServersOwn() {
        String key = key("larger");
        int room = room(key, LIMIT + 1) - ",\"xx\":true".length();
        URI server = URI.create(URL);
        try (KvClient careless = KvClient.builder(KuzzleBackend.builder()
                        .endpoint(server.getHost(), server.getPort())
                        .maxFrameBytes(LIMIT + 1)
                        .build())
                .connect()) {
            // Conditional, so that it is not sent again.
            KvException e = catchThrowableOfType(
                    KvException.class, () -> careless.set(key, "x".repeat(room), o -> o.ifPresent()));

            assertThat(e).isInstanceOf(KvConnectionException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(e.attempts()).isEqualTo(1);
        }
    }

    /**
     * The length of the text with which the first request of a connection, a set of that key, makes a frame so large.
     */
    private static int room(String key, int frame) {
        String rest = "{\"requestId\":\"1\",\"controller\":\"ms\",\"action\":\"set\",\"_id\":\"" + key
                + "\",\"body\":{\"value\":\"\"}}";
        return frame - rest.length();
    }

    @Test
    void aKeyOfAnotherKindIsRefusedInWordsOfRedis() {
        String key = key("list");
        push(key);

        for (KvException e : List.of(
                catchThrowableOfType(KvException.class, () -> kv.get(key, String.class)),
                catchThrowableOfType(KvException.class, () -> kv.increment(key)))) {
            assertThat(e).isInstanceOf(KvRequestException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(e.attempts()).isEqualTo(1);
            assertThat(e.key()).contains(key);
            assertThat(e.status()).hasValue(500);
            assertThat(e).hasMessageContaining("WRONGTYPE");
            assertThat(e.nativeError(KuzzleError.class).orElseThrow().props())
                    .first()
                    .asString()
                    .startsWith("WRONGTYPE");
        }
        assertThat(kv.contains(key)).isTrue();
    }

    @Test
    void whatIsNoIntegerIsNotIncremented() {
        String key = key("text");
        kv.set(key, "text");

        KvException e = catchThrowableOfType(KvException.class, () -> kv.increment(key));

        assertThat(e).isInstanceOf(KvRequestException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(e.retryable()).isFalse();
        assertThat(e.nativeError(KuzzleError.class).orElseThrow().props())
                .first()
                .asString()
                .startsWith("ERR value is not an integer");
        assertThat(kv.get(key, String.class)).contains("text");
    }

    @Test
    void anIncrementPast2To53IsApplied() {
        String key = key("counter");
        kv.set(key, "9007199254740990");
        assertThat(kv.increment(key)).isEqualTo(9_007_199_254_740_991L);

        KvException e = catchThrowableOfType(KvException.class, () -> kv.increment(key, 12));

        assertThat(e).isInstanceOf(KvSerializationException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(e.attempts()).isEqualTo(1);
        assertThat(kv.get(key, Long.class)).contains(9_007_199_254_741_003L);
    }

    @Test
    void anUnknownActionOrControllerIsNotFound() {
        KvException action = catchThrowableOfType(
                KvException.class, () -> kuzzle.query(KuzzleRequest.of("ms", "nope"), String.class));
        KvException controller = catchThrowableOfType(
                KvException.class, () -> kuzzle.query(KuzzleRequest.of("nobody", "home"), String.class));

        assertThat(action).isInstanceOf(KvNotFoundException.class);
        assertThat(action.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(action.status()).hasValue(404);
        assertThat(action.operation()).contains("ms:nope");
        assertThat(action.backendCode()).contains("api.process.action_not_found");
        assertThat(controller).isInstanceOf(KvNotFoundException.class);
        assertThat(controller.backendCode()).contains("api.process.controller_not_found");
    }

    @Test
    void aQueryHasABodyAndAResult() {
        Members members = new Members(List.of(new Member(key("a"), "by record"), new Member(key("b"), "é🎉\"\n")));
        KuzzleRequest read = KuzzleRequest.of("ms", "mget")
                .with("keys", List.of(key("a"), key("none"), key("b")))
                .readOnly();

        assertThat(kuzzle.query(KuzzleRequest.of("ms", "mset").body(members), String.class))
                .contains("OK");

        assertThat(kuzzle.query(read, Object.class)).contains(Arrays.asList("by record", null, "é🎉\"\n"));
        assertThat(resultOf(kuzzle.queryAsync(
                        KuzzleRequest.of("ms", "get").with("_id", key("none")).readOnly(),
                        KvType.of(String.class),
                        CallOptions.none())))
                .isEmpty();
        Optional<ServerTime> time =
                kuzzle.query(KuzzleRequest.of("server", "now").readOnly(), ServerTime.class);
        assertThat(Instant.ofEpochMilli(time.orElseThrow().now()))
                .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    }

    @Test
    void volatileArrivesAndTriggerEventsIsAccepted() {
        CallOptions options = CallOptions.none()
                .attribute(KuzzleAttributes.VOLATILE, RawJson.of("{\"trace\":\"t-1\"}"))
                .attribute(KuzzleAttributes.TRIGGER_EVENTS, true);
        CallOptions refused =
                CallOptions.none().attribute(KuzzleAttributes.VOLATILE, RawJson.of("{\"sdkName\":\"java@1.0.0\"}"));
        kv.set(key("k"), "v");

        assertThat(kv.get(key("k"), KvType.of(String.class), options)).contains("v");
        assertThat(kuzzle.query(KuzzleRequest.of("ms", "get").with("_id", key("k")), KvType.of(String.class), options))
                .contains("v");
        // The one member that the server looks at: its refusal shows that what is volatile gets there.
        KvException e =
                catchThrowableOfType(KvException.class, () -> kv.get(key("k"), KvType.of(String.class), refused));
        assertThat(e).isInstanceOf(KvRequestException.class);
        assertThat(e.backendCode()).contains("api.process.incompatible_sdk_version");
    }

    @Test
    void anEntryTellsItsExpiry() {
        Instant before = Instant.now();
        kv.set(key("expires"), "v", o -> o.ttl(Duration.ofMinutes(10)));
        kv.set(key("stays"), "v");

        KvEntry<String> expires = kv.entry(key("expires"), String.class).orElseThrow();

        assertThat(expires.value()).isEqualTo("v");
        assertThat(expires.expiresAt().orElseThrow())
                .isCloseTo(before.plus(Duration.ofMinutes(10)), within(20, ChronoUnit.SECONDS));
        assertThat(expires.version()).isEmpty();
        assertThat(kv.entry(key("stays"), String.class).orElseThrow().expiresAt())
                .isEmpty();
        assertThat(kv.entry(key("absent"), String.class)).isEmpty();
    }

    @Test
    void aBatchHasExpiriesAndEmptyTexts() {
        List<KvWrite> writes = List.of(
                KvWrite.of(key("plain"), "v"),
                KvWrite.of(key("empty"), ""),
                KvWrite.of(key("expires"), "v").options(o -> o.ttl(Duration.ofMinutes(10))),
                KvWrite.of(key("empty-expires"), "").options(o -> o.ttl(Duration.ofMinutes(10))),
                KvWrite.of(key("late"), "v")
                        .options(o -> o.expireAt(Instant.now().plus(Duration.ofMinutes(10)))),
                KvWrite.of(key("number"), 12));

        BatchResult<SetResult> written = kv.setAll(writes);

        assertThat(written.failures()).isEmpty();
        assertThat(written.values()).hasSize(writes.size());
        assertThat(written.values().values()).allMatch(SetResult::written);
        List<String> keys = writes.stream().map(KvWrite::key).toList();
        assertThat(kv.getAll(keys, String.class).orThrow())
                .isEqualTo(Map.of(
                        key("plain"), "v",
                        key("empty"), "",
                        key("expires"), "v",
                        key("empty-expires"), "",
                        key("late"), "v",
                        key("number"), "12"));
        assertThat(kv.ttl(key("plain"))).isEqualTo(TimeToLive.persistent());
        assertThat(kv.ttl(key("empty"))).isEqualTo(TimeToLive.persistent());
        for (String name : List.of("expires", "empty-expires", "late")) {
            assertThat(kv.ttl(key(name)).remaining().orElseThrow())
                    .as(name)
                    .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
        }
        BatchResult<DeleteResult> deleted = kv.deleteAll(keys);
        assertThat(deleted.failures()).isEmpty();
        assertThat(kv.count(namespace)).isZero();
    }

    @Test
    void whatAPatternTakesForItselfIsAKeyLikeAnyOther() {
        List<String> odd = List.of("*", "a*b", "a?b", "a[bc]", "a[^b]", "a\\*b", "a\\b", "a]b", "a{b}");
        List<String> decoys = List.of("b", "aXb", "ab", "ac", "axb", "aX*b");
        odd.forEach(name -> kv.set(key(name), name));
        decoys.forEach(name -> kv.set(key(name), name));

        for (String name : odd) {
            assertThat(kv.keyList(Scan.prefix(key(name))).stream().distinct())
                    .as(name)
                    .containsExactly(key(name));
            assertThat(kv.count(key(name))).as(name).isEqualTo(1);
        }
        assertThat(kv.keyList(Scan.prefix(namespace).pageSize(3)).stream().distinct())
                .hasSize(odd.size() + decoys.size());
        assertThat(kv.deletePrefix(key("a*"))).isEqualTo(1);
        assertThat(kv.deletePrefix(key("a[b"))).isEqualTo(1);
        assertThat(kv.deletePrefix(key("*"))).isEqualTo(1);
        assertThat(kv.keyList(Scan.prefix(namespace)).stream().distinct()).hasSize(odd.size() + decoys.size() - 3);
    }
}
