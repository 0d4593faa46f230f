package dev.kvclient.kuzzle;

import static dev.kvclient.kuzzle.fixture.Clients.backend;
import static dev.kvclient.kuzzle.fixture.Clients.client;
import static dev.kvclient.testkit.fixture.Timed.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kvclient.BatchResult;
import dev.kvclient.Credentials;
import dev.kvclient.DeleteResult;
import dev.kvclient.KvClient;
import dev.kvclient.KvWrite;
import dev.kvclient.SetResult;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvTooLargeException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.fixture.WireTap;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The largest frame that Kuzzle takes: at one byte more it would cut the connection, with everything on it. */
@ExtendWith(NoThreadLeft.class)
class FrameLimitTest {
    private static final int LIMIT = KuzzleBackend.DEFAULT_MAX_FRAME_BYTES;

    /** The bytes of a frame that sets a short key to the empty text, the id having that many digits. */
    private static int overhead(int digits, String jwt) {
        return ("{\"requestId\":\"" + "1".repeat(digits)
                        + "\",\"controller\":\"ms\",\"action\":\"set\",\"_id\":\"k\",\"body\":{\"value\":\"\"}" + jwt
                        + "}")
                .length();
    }

    @Test
    void aFrameOfTheLimitPassesAndOneByteMoreIsRefusedHere() {
        try (KuzzleServer server = KuzzleServer.start();
                WireTap tap = WireTap.before(server.port());
                KvClient kv = client(backend(tap.port())).connect()) {
            int room = LIMIT - overhead(1, "");

            assertThat(kv.set("k", "x".repeat(room)).written()).isTrue();
            KvException e = catchThrowableOfType(KvException.class, () -> kv.set("k", "x".repeat(room + 1)));

            assertThat(e).isInstanceOf(KvTooLargeException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(e.attempts()).isZero();
            assertThat(e.retryable()).isFalse();
            assertThat(tap.frames()).hasSize(1);
            assertThat(tap.frames().get(0).getBytes(StandardCharsets.UTF_8)).hasSize(LIMIT);
            assertThat(server.connectionsAccepted()).isEqualTo(1);
            assertThat(kv.get("k", String.class)).contains("x".repeat(room));
        }
    }

    @Test
    void aKeyOfAMegabyteIsRefusedHere() {
        try (KuzzleServer server = KuzzleServer.start();
                WireTap tap = WireTap.before(server.port());
                KvClient kv = client(backend(tap.port())).connect()) {
            String large = "k".repeat(LIMIT);
            List<ThrowingCallable> calls = List.of(
                    () -> kv.get(large, String.class),
                    () -> kv.entry(large, String.class),
                    () -> kv.contains(large),
                    () -> kv.set(large, "v"),
                    () -> kv.set(large, "v", o -> o.ifAbsent()),
                    () -> kv.delete(large),
                    () -> kv.increment(large),
                    () -> kv.ttl(large),
                    () -> kv.expire(large, Duration.ofMinutes(1)),
                    () -> kv.persist(large));

            for (ThrowingCallable call : calls) {
                refusedHere(catchThrowableOfType(KvException.class, call));
            }
            refusedHere(failureOf(kv.async().get(large, String.class)));
            refusedHere(failureOf(kv.async().set(large, "v")));

            assertThat(tap.frames()).isEmpty();
            assertThat(server.connectionsAccepted()).isEqualTo(1);
            assertThat(kv.set("k", "v").written()).isTrue();
        }
    }

    @Test
    void aKeyOfAMegabyteFailsAloneInABatch() {
        try (KuzzleServer server = KuzzleServer.start();
                WireTap tap = WireTap.before(server.port());
                KvClient kv = client(backend(tap.port())).connect()) {
            String large = "k".repeat(LIMIT);

            BatchResult<SetResult> written = kv.setAll(List.of(KvWrite.of("a", "v"), KvWrite.of(large, "v")));
            BatchResult<String> read = kv.getAll(List.of(large, "a"), String.class);
            BatchResult<DeleteResult> deleted = kv.deleteAll(List.of("a", large));

            assertThat(written.values()).containsOnlyKeys("a");
            assertThat(read.values()).containsExactly(Map.entry("a", "v"));
            assertThat(deleted.values()).containsOnlyKeys("a");
            for (BatchResult<?> result : List.of(written, read, deleted)) {
                assertThat(result.failures()).containsOnlyKeys(large);
                refusedHere(result.failures().get(large));
            }
            assertThat(tap.frames()).hasSize(3).allMatch(frame -> frame.length() < 1_000);
            assertThat(server.connectionsAccepted()).isEqualTo(1);
        }
    }

    private static void refusedHere(KvException e) {
        assertThat(e).isInstanceOf(KvTooLargeException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(e.attempts()).isZero();
    }

    @Test
    void bytesCountNotCharacters() {
        try (KuzzleServer server = KuzzleServer.start();
                KvClient kv = client(backend(server)).connect()) {
            String emoji = "🎉".repeat((LIMIT - overhead(1, "")) / 4);
            String quotes = "\"".repeat((LIMIT - overhead(1, "")) / 2);

            assertThat(kv.set("k", emoji).written()).isTrue();
            assertThat(kv.get("k", String.class)).contains(emoji);
            assertThat(kv.set("k", quotes).written()).isTrue();
            assertThat(catchThrowableOfType(KvException.class, () -> kv.set("k", emoji + "🎉")))
                    .isInstanceOf(KvTooLargeException.class);
            assertThat(catchThrowableOfType(KvException.class, () -> kv.set("k", quotes + "\"\"")))
                    .isInstanceOf(KvTooLargeException.class);
            assertThat(server.connectionsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void theTokenCounts() {
        try (KuzzleServer server = KuzzleServer.builder()
                        .user("ada", "pw")
                        .anonymousAllowed(false)
                        .start();
                KvClient kv = client(backend(server).credentials(Credentials.userPassword("ada", "pw")))
                        .connect()) {
            KvException e =
                    catchThrowableOfType(KvException.class, () -> kv.set("k", "x".repeat(LIMIT - overhead(1, ""))));

            assertThat(e).isInstanceOf(KvTooLargeException.class);
            assertThat(kv.ping()).isPositive();
            assertThat(server.connectionsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void aServerWithAnotherLimitIsMetByTheSetting() {
        try (KuzzleServer server = KuzzleServer.builder().maxRequestSize(5_000).start();
                KvClient kv = client(backend(server).maxFrameBytes(5_000)).connect()) {
            assertThat(kv.capabilities().limits().maxRequestBytes()).hasValue(5_000);
            assertThat(catchThrowableOfType(KvException.class, () -> kv.set("k", "x".repeat(5_000))))
                    .isInstanceOf(KvTooLargeException.class);

            List<KvWrite> writes = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                writes.add(KvWrite.of("k" + i, "\u0001\"🎉é".repeat(10)));
            }
            assertThat(kv.setAll(writes).failures()).isEmpty();
            assertThat(server.keyCount()).isEqualTo(100);
            assertThat(server.connectionsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void aMemberThatIsTooLargeFailsAlone() {
        try (KuzzleServer server = KuzzleServer.start();
                KvClient kv = client(backend(server)).connect()) {
            BatchResult<SetResult> result = kv.setAll(List.of(
                    KvWrite.of("a", "v"),
                    KvWrite.of("large", "x".repeat(LIMIT)),
                    KvWrite.of("b", ""),
                    KvWrite.of("large-too", "x".repeat(LIMIT)).options(o -> o.ttl(Duration.ofMinutes(1))),
                    KvWrite.of("c", "v").options(o -> o.ttl(Duration.ofMinutes(1)))));

            assertThat(result.values()).containsOnlyKeys("a", "b", "c");
            assertThat(result.failures()).containsOnlyKeys("large", "large-too");
            result.failures().forEach((key, e) -> {
                assertThat(e).isInstanceOf(KvTooLargeException.class);
                assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
                assertThat(e.key()).contains(key);
            });
            assertThat(server.keyCount()).isEqualTo(3);
        }
    }

    @Test
    void aBatchOfManyMegabytesArrives() {
        try (KuzzleServer server = KuzzleServer.start();
                KvClient kv = client(backend(server)).connect()) {
            Map<String, String> expected = new TreeMap<>();
            List<KvWrite> writes = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                expected.put("k" + i, (i % 2 == 0 ? "é" : "\"").repeat(40_000 + i));
                writes.add(KvWrite.of("k" + i, expected.get("k" + i)));
            }

            assertThat(kv.setAll(writes).failures()).isEmpty();

            assertThat(server.executed("mset")).isGreaterThan(4);
            assertThat(kv.getAll(expected.keySet(), String.class).orThrow()).isEqualTo(expected);
            assertThat(kv.deleteAll(expected.keySet()).failures()).isEmpty();
            assertThat(server.keyCount()).isZero();
        }
    }
}
