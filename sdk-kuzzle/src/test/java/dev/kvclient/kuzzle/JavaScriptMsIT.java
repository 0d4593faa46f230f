package dev.kvclient.kuzzle;

import static dev.kvclient.kuzzle.fixture.JavaScriptPeer.json;
import static dev.kvclient.kuzzle.fixture.JavaScriptPeer.parse;
import static dev.kvclient.testkit.fixture.Timed.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.KvClient;
import dev.kvclient.KvType;
import dev.kvclient.TimeToLive;
import dev.kvclient.kuzzle.fixture.JavaScriptPeer;
import dev.kvclient.kuzzle.ms.KuzzleMemoryStorage;
import dev.kvclient.kuzzle.ms.ListPosition;
import dev.kvclient.kuzzle.ms.RangeLimit;
import dev.kvclient.kuzzle.ms.ScanArgs;
import dev.kvclient.kuzzle.ms.ScoreRange;
import dev.kvclient.kuzzle.ms.ScoredMember;
import dev.kvclient.kuzzle.ms.SetArgs;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code ms()} here, over both transports, and {@code ms} of Kuzzle's own JavaScript SDK: what one wrote the other
 * reads, and works on. In keys of its own: others may use the server meanwhile.
 */
@Tag("kuzzle")
@Timeout(60)
@ExtendWith(NoThreadLeft.class)
@ParameterizedClass
@ValueSource(strings = {"kuzzle:", "kuzzle+http:"})
class JavaScriptMsIT {
    private static final String URL = System.getProperty("kuzzle.url", "kuzzle://127.0.0.1:7512");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String UNICODE = "é漢字🎉👩‍👩‍👧\u2028\"\\\n\u0000";

    private record Point(int x, String label, List<Boolean> flags) {}

    private static final Point POINT = new Point(-3, UNICODE, List.of(true, false));

    private static JavaScriptPeer peer;

    private final String namespace = "kvclient-js-ms:" + UUID.randomUUID() + ":é🎉,*:";
    private final String key = namespace + "key";
    private final String other = namespace + "other";
    private final String url;
    private KvClient kv;
    private KuzzleMemoryStorage ms;

    JavaScriptMsIT(String scheme) {
        url = URL.replaceFirst("^kuzzle:", scheme);
    }

    @BeforeAll
    static void startPeer() {
        peer = JavaScriptPeer.start(URL);
    }

    @AfterAll
    static void stopPeer() throws IOException {
        peer.close();
    }

    @BeforeEach
    void connect() {
        kv = KvClient.connect(url);
        ms = kv.unwrap(KuzzleClient.class).ms();
    }

    @AfterEach
    void removeAndClose() {
        try (KvClient closing = kv) {
            closing.deletePrefix(namespace);
        }
    }

    private static @Nullable Object js(String action, Object... arguments) {
        return peer.ms(action, arguments);
    }

    static Stream<String> texts() {
        return Stream.of("", "plain", " 42 ", "true", "{\"a\":1", "\u001f\t\r\n", UNICODE);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void textsGoBothWays(String text) {
        js("set", key, text);
        assertThat(ms.get(key)).contains(text);

        ms.set(other, text);
        assertThat(js("get", other)).isEqualTo(text);
        assertThat(js("getset", key, "end" + text)).isEqualTo(text);
        assertThat(ms.getset(key, "")).contains("end" + text);
        ms.append(other, "end");
        assertThat(js("get", other)).isEqualTo(text + "end");
    }

    @Test
    void aLongTextGoesBothWays() {
        String text = UNICODE.repeat(10_000);
        js("set", key, text);
        assertThat(ms.get(key)).contains(text);

        ms.set(other, text);
        assertThat(js("get", other)).isEqualTo(text);
    }

    @Test
    void numbersGoBothWays() {
        js("set", key, 42);
        assertThat(ms.get(key, Integer.class)).contains(42);
        assertThat(ms.incrby(key, 8)).isEqualTo(50);
        assertThat(js("incr", key)).isEqualTo(51);
        assertThat(ms.decr(key)).isEqualTo(50);
        assertThat(js("incrbyfloat", key, 0.25)).isEqualTo(50.25);
        assertThat(ms.incrbyfloat(key, -0.5)).isEqualTo(49.75);
        assertThat(js("get", key)).isEqualTo("49.75");

        js("set", key, 1e25);
        assertThat(ms.get(key, Double.class)).contains(1e25);
        js("set", key, 9_007_199_254_740_991L);
        assertThat(ms.get(key, Long.class)).contains(9_007_199_254_740_991L);

        ms.set(key, -7.5);
        assertThat(js("get", key)).isEqualTo("-7.5");
        ms.set(key, 9_007_199_254_740_990L);
        assertThat(js("incr", key)).isEqualTo(9_007_199_254_740_991L);
        // Beyond what a number of JavaScript can hold: a text to it, and nothing is lost.
        ms.set(key, Long.MAX_VALUE);
        assertThat(js("get", key)).isEqualTo("9223372036854775807");
    }

    @Test
    void objectsGoBothWaysAsTheirJson() {
        // As JavaScript programs do it: ms.set(key, JSON.stringify(object)).
        js("set", key, json(POINT));
        assertThat(ms.get(key, Point.class)).contains(POINT);

        ms.set(other, POINT);
        assertThat(parse((String) js("get", other))).isEqualTo(parse(json(POINT)));
    }

    @Test
    void severalKeysGoBothWays() {
        js("mset", List.of(Map.of("key", key, "value", UNICODE), Map.of("key", other, "value", json(POINT))));
        assertThat(ms.mget(key, other)).isEqualTo(Map.of(key, UNICODE, other, json(POINT)));
        assertThat(ms.del(key, other)).isEqualTo(2);

        assertThat(ms.msetnx(Map.of(key, POINT, other, "x"))).isTrue();
        assertThat(js("msetnx", List.of(Map.of("key", key, "value", "y")))).isEqualTo(false);
        assertThat(js("mget", List.of(other, namespace + "absent", key))).isEqualTo(listOf("x", null, json(POINT)));
        assertThat(js("exists", List.of(key, other))).isEqualTo(2);
        assertThat(js("del", List.of(key, other))).isEqualTo(2);
        assertThat(ms.exists(List.of(key, other))).isZero();
    }

    @Test
    void anAbsentKeyIsAbsentToBoth() {
        assertThat(ms.get(key)).isEmpty();
        assertThat(js("get", key)).isNull();
        assertThat(ms.pttl(key)).isEqualTo(TimeToLive.absent());
        assertThat(js("pttl", key)).isEqualTo(-2);
        assertThat(ms.zscore(key, "x")).isEmpty();
        assertThat(js("hgetall", key)).isEqualTo(ms.hgetall(key));
    }

    @Test
    void conditionsOfOneHoldForTheKeysOfTheOther() {
        js("set", key, "js", Map.of("xx", true));
        assertThat(ms.get(key)).isEmpty();
        js("set", key, "js", Map.of("nx", true));
        assertThat(ms.set(key, "java", SetArgs.none().nx())).isFalse();
        assertThat(ms.get(key)).contains("js");

        assertThat(ms.set(key, "java", SetArgs.none().xx())).isTrue();
        assertThat(js("setnx", key, "js")).isEqualTo(false);
        assertThat(js("get", key)).isEqualTo("java");
    }

    @Test
    void expiriesGoBothWays() {
        js("set", key, "x", Map.of("ex", 60));
        assertExpiresInAMinute(key);
        js("psetex", key, "x", 60_000);
        assertExpiresInAMinute(key);
        js("persist", key);
        assertThat(ms.ttl(key)).isEqualTo(TimeToLive.persistent());

        ms.set(other, "x", SetArgs.none().px(MINUTE));
        assertExpiresInAMinute(other);
        ms.persist(other);
        assertThat(js("ttl", other)).isEqualTo(-1);
        ms.setex(other, "x", MINUTE);
        assertExpiresInAMinute(other);
        js("set", other, "x");
        assertThat(ms.pttl(other)).isEqualTo(TimeToLive.persistent());
        assertThat(ms.expire(other, MINUTE)).isTrue();
        assertExpiresInAMinute(other);
    }

    private void assertExpiresInAMinute(String expiring) {
        assertThat(ms.pttl(expiring).remaining())
                .get()
                .satisfies(left -> assertThat(left).isPositive().isLessThanOrEqualTo(MINUTE));
        assertThat((Integer) js("pttl", expiring)).isBetween(1, 60_000);
    }

    @Test
    void whatOneLetsExpireIsGoneForTheOther() {
        js("psetex", key, "x", 50);
        ms.rpush(other, "x");
        ms.pexpire(other, Duration.ofMillis(50));

        await().atMost(SOON).until(() -> ms.get(key).isEmpty());
        await().atMost(SOON).until(() -> js("lrange", other, 0, -1), List.of()::equals);
    }

    @Test
    void hashesGoBothWays() {
        js("hset", key, UNICODE, UNICODE);
        js("hmset", key, List.of(Map.of("field", "n", "value", 40), Map.of("field", "p", "value", json(POINT))));
        assertThat(ms.hgetall(key)).isEqualTo(Map.of(UNICODE, UNICODE, "n", "40", "p", json(POINT)));
        assertThat(ms.hget(key, "p", Point.class)).contains(POINT);
        assertThat(ms.hscanStream(key, ScanArgs.all())).hasSize(3).contains(Map.entry(UNICODE, UNICODE));
        assertThat(ms.hincrby(key, "n", 2)).isEqualTo(42);
        assertThat(js("hget", key, "n")).isEqualTo("42");
        assertThat(js("hdel", key, List.of(UNICODE, "absent"))).isEqualTo(1);
        assertThat(ms.hexists(key, UNICODE)).isFalse();

        assertThat(ms.hset(other, UNICODE, POINT)).isTrue();
        assertThat(js("hset", other, UNICODE, "x")).isEqualTo(false);
        ms.hmset(other, Map.of("n", 1.5, UNICODE, UNICODE, "p", POINT));
        assertThat(js("hgetall", other)).isEqualTo(Map.of("n", "1.5", UNICODE, UNICODE, "p", json(POINT)));
        assertThat(js("hmget", other, List.of(UNICODE, "absent", "n"))).isEqualTo(listOf(UNICODE, null, "1.5"));
        assertThat(js("hincrbyfloat", other, "n", 0.25)).isEqualTo(1.75);
        assertThat(ms.hget(other, "n", Double.class)).contains(1.75);
        assertThat(js("hkeys", other)).isEqualTo(ms.hkeys(other));
        assertThat(js("hvals", other)).isEqualTo(ms.hvals(other));
    }

    @Test
    void listsGoBothWays() {
        js("rpush", key, List.of("a", UNICODE, "", 42, json(POINT)));
        assertThat(ms.lrange(key, 0, -1)).containsExactly("a", UNICODE, "", "42", json(POINT));
        assertThat(ms.rpop(key, KvType.of(Point.class))).contains(POINT);
        assertThat(ms.linsert(key, ListPosition.AFTER, UNICODE, "b")).hasValue(5);
        js("lset", key, -1, "c");
        assertThat(js("lpop", key)).isEqualTo("a");
        assertThat(ms.lrange(key, 0, -1)).containsExactly(UNICODE, "b", "", "c");

        ms.rpush(other, POINT, UNICODE, 1.5, "");
        assertThat(ms.lpush(other, "b", "a")).isEqualTo(6);
        assertThat(js("lrange", other, 0, -1)).isEqualTo(List.of("a", "b", json(POINT), UNICODE, "1.5", ""));
        assertThat(js("lrem", other, 0, UNICODE)).isEqualTo(1);
        assertThat(js("rpoplpush", other, key)).isEqualTo("");
        js("ltrim", other, 1, -1);
        assertThat(ms.lrange(other, 0, -1)).containsExactly("b", json(POINT), "1.5");
        assertThat(js("llen", key)).isEqualTo(5);
    }

    @Test
    void setsGoBothWays() {
        js("sadd", key, List.of("a", UNICODE, "", 42));
        assertThat(ms.smembers(key)).isEqualTo(Set.of("a", UNICODE, "", "42"));
        assertThat(ms.sismember(key, UNICODE)).isTrue();
        assertThat(js("srem", key, List.of("", "absent"))).isEqualTo(1);

        assertThat(ms.sadd(other, "b", UNICODE, "")).isEqualTo(3);
        assertThat(Set.copyOf((List<?>) js("smembers", other))).isEqualTo(Set.of("b", UNICODE, ""));
        assertThat(js("sismember", other, UNICODE)).isEqualTo(true);
        assertThat(js("sinter", List.of(key, other))).isEqualTo(List.of(UNICODE));
        assertThat(js("smove", other, key, "b")).isEqualTo(true);
        assertThat(ms.sdiff(key, other)).isEqualTo(Set.of("a", "42", "b"));
    }

    @Test
    void sortedSetsGoBothWays() {
        js(
                "zadd",
                key,
                List.of(
                        scored("a", -1.5),
                        scored(UNICODE, 0.1),
                        scored("c", 1e300),
                        scored("d", 9_007_199_254_740_991L)));
        assertThat(ms.zrangeWithScores(key, 0, -1))
                .containsExactly(
                        ScoredMember.of(-1.5, "a"),
                        ScoredMember.of(0.1, UNICODE),
                        ScoredMember.of(9_007_199_254_740_991d, "d"),
                        ScoredMember.of(1e300, "c"));
        assertThat(ms.zincrby(key, 2.5, "a")).isEqualTo(1);
        assertThat(js("zscore", key, "a")).isEqualTo(1);
        assertThat(js("zincrby", key, UNICODE, 1.15)).isEqualTo("1.25");
        assertThat(ms.zscore(key, UNICODE)).hasValue(1.25);
        assertThat(ms.zrank(key, UNICODE)).hasValue(1);
        assertThat(js("zrem", key, List.of("a", "absent"))).isEqualTo(1);
        assertThat(ms.zscanStream(key, ScanArgs.all())).hasSize(3).contains(ScoredMember.of(1.25, UNICODE));

        ms.zadd(other, ScoredMember.of(-0.5, "a"), ScoredMember.of(2, UNICODE), ScoredMember.of(1e-7, "b"));
        assertThat(js("zrange", other, 0, -1))
                .isEqualTo(List.of(scored("a", -0.5), scored("b", 1e-7), scored(UNICODE, 2)));
        assertThat(js("zrevrange", other, 0, 0)).isEqualTo(List.of(scored(UNICODE, 2)));
        assertThat(js("zrangebyscore", other, "(-0.5", "+inf", Map.of("limit", List.of(1, 1))))
                .isEqualTo(List.of(scored(UNICODE, 2)));
        assertThat(ms.zrangebyscore(other, ScoreRange.atLeast(-0.5).excludeMin(), RangeLimit.of(1, 1)))
                .containsExactly(UNICODE);
        assertThat(js("zrevrank", other, "a")).isEqualTo(2);
        assertThat(js("zcount", other, "-inf", 0)).isEqualTo(1);
    }

    @Test
    void membersOfInfiniteScoreGoBothWays() {
        js("zadd", key, List.of(scored("first", "-Infinity"), scored("last", "Infinity")));
        assertThat(ms.zrangeWithScores(key, 0, -1))
                .containsExactly(
                        ScoredMember.of(Double.NEGATIVE_INFINITY, "first"),
                        ScoredMember.of(Double.POSITIVE_INFINITY, "last"));

        ms.zadd(other, Double.POSITIVE_INFINITY, "last");
        ms.zadd(other, 1, "first");
        // The JavaScript SDK reads the score itself as NaN: parseFloat("inf").
        assertThat(js("zrange", other, 0, -1)).isEqualTo(List.of(scored("first", 1), scored("last", null)));
        assertThat(js("zcount", other, "+inf", "+inf")).isEqualTo(1);
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // What becomes of a transaction tells of all its commands.
    void transactionsGoBothWays() {
        ms.mexecute(tx -> {
                    tx.set(key, POINT);
                    tx.zadd(other, 1.5, UNICODE);
                })
                .orThrow();
        assertThat(parse((String) js("get", key))).isEqualTo(parse(json(POINT)));
        assertThat(js("zrange", other, 0, -1)).isEqualTo(List.of(scored(UNICODE, 1.5)));

        js(
                "mexecute",
                List.of(
                        Map.of("action", "set", "args", Map.of("_id", key, "body", Map.of("value", UNICODE))),
                        Map.of("action", "del", "args", Map.of("body", Map.of("keys", List.of(other))))));
        assertThat(ms.get(key)).contains(UNICODE);
        assertThat(ms.exists(other)).isFalse();
    }

    private static Map<String, @Nullable Object> scored(String member, @Nullable Object score) {
        Map<String, @Nullable Object> scored = new LinkedHashMap<>();
        scored.put("member", member);
        scored.put("score", score);
        return scored;
    }

    private static List<@Nullable Object> listOf(@Nullable Object... items) {
        return Arrays.asList(items);
    }
}
