package dev.kvclient.kuzzle.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvSerializationException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.ms.BitOperation;
import dev.kvclient.kuzzle.ms.GeoPoint;
import dev.kvclient.kuzzle.ms.GeoRadiusArgs;
import dev.kvclient.kuzzle.ms.GeoUnit;
import dev.kvclient.kuzzle.ms.KuzzleMemoryStorage;
import dev.kvclient.kuzzle.ms.LexRange;
import dev.kvclient.kuzzle.ms.RangeLimit;
import dev.kvclient.kuzzle.ms.ScanArgs;
import dev.kvclient.kuzzle.ms.ScoreRange;
import dev.kvclient.kuzzle.ms.SetArgs;
import dev.kvclient.kuzzle.ms.SortArgs;
import dev.kvclient.kuzzle.ms.ZAddArgs;
import dev.kvclient.kuzzle.ms.ZStoreArgs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the calls of the memory storage refuse, and how odd answers are taken. */
@SuppressWarnings("FutureReturnValueIgnored") // What becomes of a transaction tells of all its commands.
class MsRefusalsTest {
    private static final long TOO_LARGE = 1L << 53;

    private static KuzzleMemoryStorage answering(String result) {
        return over(new FakeExchange(result));
    }

    private static KuzzleMemoryStorage over(FakeExchange exchange) {
        return new NativeKuzzle(Settings.unconnected(), new FakePipeline(exchange)).ms();
    }

    static Stream<Consumer<KuzzleMemoryStorage>> refused() {
        Duration none = Duration.ZERO;
        return Stream.of(
                ms -> ms.get(""),
                ms -> ms.get("\ud800"),
                ms -> ms.rename("a", ""),
                ms -> ms.del("a", ""),
                ms -> ms.sadd("a", "\udfff"),
                ms -> ms.hget("a", "\ud800"),
                ms -> ms.lpush("a", "\ud800"),
                ms -> ms.append("a", "\ud800"),
                ms -> ms.mset(Map.of("a", "")),
                ms -> ms.msetnx(Map.of("a", "")),
                ms -> ms.hmset("a", Map.of("f", "")),
                ms -> ms.hmset("a", Map.of("", "v")),
                ms -> ms.zadd("a", 1, ""),
                ms -> ms.zadd("a", Double.NaN, "m"),
                ms -> ms.zincrby("a", Double.NaN, "m"),
                ms -> ms.incrbyfloat("a", Double.POSITIVE_INFINITY),
                ms -> ms.hincrbyfloat("a", "f", Double.NaN),
                ms -> ms.geoadd("a", "", new GeoPoint(1, 1)),
                ms -> ms.geoadd("a", "x", new GeoPoint(Double.NaN, 1)),
                ms -> ms.geoadd("a", "x", new GeoPoint(1, 86)),
                ms -> ms.georadius("a", new GeoPoint(1, 1), -1, GeoUnit.M),
                ms -> ms.georadiusbymember("a", "m", Double.NaN, GeoUnit.M),
                ms -> ms.expire("a", none),
                ms -> ms.expire("a", Duration.ofMillis(1_500)),
                ms -> ms.pexpire("a", Duration.ofNanos(1)),
                ms -> ms.pexpire("a", Duration.ofMillis(-1)),
                ms -> ms.expireat("a", Instant.EPOCH),
                ms -> ms.expireat("a", Instant.ofEpochMilli(1_500)),
                ms -> ms.pexpireat("a", Instant.EPOCH),
                ms -> ms.pexpireat("a", Instant.MAX),
                ms -> ms.psetex("a", "v", none),
                ms -> ms.setex("a", "v", Duration.ofMillis(999)),
                ms -> ms.incrby("a", TOO_LARGE),
                ms -> ms.decrby("a", -TOO_LARGE),
                ms -> ms.hincrby("a", "f", Long.MAX_VALUE),
                ms -> ms.getrange("a", 0, TOO_LARGE),
                ms -> ms.lrem("a", Long.MIN_VALUE, "v"),
                ms -> ms.zrange("a", 0, TOO_LARGE),
                ms -> ms.getbit("a", -1),
                ms -> ms.getbit("a", 1L << 32),
                ms -> ms.bitop(BitOperation.NOT, "d", "a", "b"),
                ms -> ms.bitop(BitOperation.AND, "d"),
                ms -> ms.spop("a", -1),
                ms -> ms.keys(""),
                ms -> ms.mget(),
                ms -> ms.exists(List.of()),
                ms -> ms.touch(),
                ms -> ms.hdel("a"),
                ms -> ms.hmget("a", List.of()),
                ms -> ms.hmset("a", Map.of()),
                ms -> ms.rpush("a"),
                ms -> ms.sadd("a"),
                ms -> ms.srem("a"),
                ms -> ms.sinter(),
                ms -> ms.sunionstore("a", List.of()),
                ms -> ms.zrem("a"),
                ms -> ms.zinterstore("a", List.of()),
                ms -> ms.zunionstore("a", List.of("b"), ZStoreArgs.none().weights(1, 2)),
                ms -> ms.geoadd("a", Map.of()),
                ms -> ms.geohash("a", List.of()),
                ms -> ms.pfcount(),
                ms -> SetArgs.none().nx().xx(),
                ms -> SetArgs.none().ex(Duration.ofSeconds(1)).px(Duration.ofSeconds(1)),
                ms -> ZAddArgs.none().xx().nx(),
                ms -> ScanArgs.all().count(0),
                ms -> ScanArgs.matching(""),
                ms -> GeoRadiusArgs.none().count(0),
                ms -> RangeLimit.of(-1, 1),
                ms -> ScoreRange.atLeast(Double.NaN),
                ms -> ZStoreArgs.none().weights(Double.NaN),
                ms -> ms.mexecute(tx -> tx.set("", "v")),
                ms -> ms.mexecute(tx -> tx.incr("a").join()));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void isRefusedBeforeAnythingIsSent(Consumer<KuzzleMemoryStorage> call) {
        FakeExchange exchange = new FakeExchange("null");

        KvException e = catchThrowableOfType(KvException.class, () -> call.accept(over(exchange)));

        assertThat(e).isInstanceOf(KvRequestException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(exchange.frames()).isEmpty();
    }

    @Test
    void whatCannotBeWrittenAsAValueIsRefused() {
        FakeExchange exchange = new FakeExchange("null");

        assertThatThrownBy(() -> over(exchange).setnx("a", Double.NaN)).isInstanceOf(KvSerializationException.class);
        assertThatNullPointerException().isThrownBy(() -> over(exchange).getset("a", null));
        assertThat(exchange.frames()).isEmpty();
    }

    @Test
    void theFutureOfWhatIsRefusedFails() {
        CompletableFuture<Long> refused = answering("1").async().zadd("a", Double.NaN, "m");

        assertThat(refused).isCompletedExceptionally();
        assertThatThrownBy(refused::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(KvRequestException.class);
    }

    static Stream<Consumer<KuzzleMemoryStorage>> strangeAnswers() {
        return Stream.of(
                ms -> ms.get("a"),
                ms -> ms.incr("a"),
                ms -> ms.mget("a"),
                ms -> ms.hgetall("a"),
                ms -> ms.zscore("a", "m"),
                ms -> ms.zrangeWithScores("a", 0, 1),
                ms -> ms.scan(ScanArgs.all()),
                ms -> ms.time(),
                ms -> ms.type("a"),
                ms -> ms.geopos("a", List.of("m")),
                ms -> ms.georadius(
                        "a",
                        new GeoPoint(1, 1),
                        1,
                        GeoUnit.M,
                        GeoRadiusArgs.none().withDistance()),
                ms -> ms.mexecute(tx -> tx.get("a")));
    }

    @ParameterizedTest
    @MethodSource("strangeAnswers")
    void anAnswerThatMakesNoSenseIsTold(Consumer<KuzzleMemoryStorage> call) {
        for (String result : List.of("true", "[[1,2,[3]],{}]", "[\"x\"]")) {
            KvException e = catchThrowableOfType(KvException.class, () -> call.accept(answering(result)));
            if (e != null) {
                assertThat(e).as(result).isInstanceOf(KvProtocolException.class);
                assertThat(e.outcome()).isEqualTo(Outcome.APPLIED);
            }
        }
        assertThatThrownBy(() -> call.accept(answering("true"))).isInstanceOf(KvProtocolException.class);
    }

    @Test
    void aValueThatIsNotOfTheTypeIsToldWithItsKey() {
        KvException e = catchThrowableOfType(
                KvException.class, () -> answering("\"many\"").get("visits", Integer.class));

        assertThat(e).isInstanceOf(KvSerializationException.class).hasMessageNotContaining("many");
        assertThat(e.outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(e.key()).contains("visits");
    }

    @Test
    void argumentsAreEqualIfTheySayTheSame() {
        assertThat(SetArgs.none().nx().ex(Duration.ofSeconds(1)))
                .isEqualTo(SetArgs.none().ex(Duration.ofSeconds(1)).nx())
                .hasSameHashCodeAs(SetArgs.none().ex(Duration.ofSeconds(1)).nx())
                .isNotEqualTo(SetArgs.none().px(Duration.ofSeconds(1)).nx());
        assertThat(ScanArgs.all().count(2).match("a"))
                .isEqualTo(ScanArgs.matching("a").count(2));
        assertThat(SortArgs.none().get("a").get("#").desc())
                .isEqualTo(SortArgs.none().desc().get("a").get("#"));
        assertThat(LexRange.atLeast("a").excludeMin()).isNotEqualTo(LexRange.atLeast("a"));
        assertThat(ZAddArgs.none().ch()).isEqualTo(ZAddArgs.none().ch()).isNotEqualTo(ZAddArgs.none());
        assertThat(ZStoreArgs.none().weights(1)).isEqualTo(ZStoreArgs.none().weights(1.0));
        assertThat(GeoRadiusArgs.none().asc()).isNotEqualTo(GeoRadiusArgs.none().desc());
    }
}
