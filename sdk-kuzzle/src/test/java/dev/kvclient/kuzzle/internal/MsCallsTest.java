package dev.kvclient.kuzzle.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.CallOptions;
import dev.kvclient.KvType;
import dev.kvclient.RawJson;
import dev.kvclient.codec.KvCodec;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.KuzzleAttributes;
import dev.kvclient.kuzzle.ms.BitOperation;
import dev.kvclient.kuzzle.ms.GeoPoint;
import dev.kvclient.kuzzle.ms.KeyType;
import dev.kvclient.kuzzle.ms.KuzzleMemoryStorage;
import dev.kvclient.kuzzle.ms.KuzzleTransaction;
import dev.kvclient.kuzzle.ms.ScanArgs;
import dev.kvclient.kuzzle.ms.ScoreRange;
import dev.kvclient.kuzzle.ms.ScoredMember;
import dev.kvclient.kuzzle.ms.SetArgs;
import dev.kvclient.kuzzle.ms.SortArgs;
import dev.kvclient.kuzzle.ms.ZAddArgs;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.KvCommand;
import dev.kvclient.spi.Pipeline;
import dev.kvclient.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What the calls of the memory storage are to the engine, and how they are sent. */
@SuppressWarnings("FutureReturnValueIgnored") // What becomes of a transaction tells of all its commands.
class MsCallsTest {
    private static final ScoreRange SCORES = ScoreRange.all();

    /** Keeps the commands. */
    private record Watched(FakePipeline pipeline, List<KvCommand<?>> commands) implements Pipeline {
        @Override
        public <R, T> T call(KvCommand<R> command, CallOptions options, Function<R, T> read) {
            commands.add(command);
            return pipeline.call(command, options, read);
        }

        @Override
        public <R, T> CompletableFuture<T> submit(KvCommand<R> command, CallOptions options, Function<R, T> read) {
            commands.add(command);
            return pipeline.submit(command, options, read);
        }

        @Override
        public KvCodec codec() {
            return pipeline.codec();
        }

        @Override
        public Executor callbacks() {
            return pipeline.callbacks();
        }

        @Override
        public TimeSource time() {
            return pipeline.time();
        }
    }

    private static KuzzleMemoryStorage answering(String result) {
        return over(new FakeExchange(result));
    }

    private static KuzzleMemoryStorage over(FakeExchange exchange) {
        return new NativeKuzzle(Settings.unconnected(), new FakePipeline(exchange)).ms();
    }

    /** The command of a call, whose answer is of no interest. */
    private static KvCommand<?> command(Consumer<KuzzleMemoryStorage> call) {
        List<KvCommand<?>> commands = new ArrayList<>();
        KuzzleMemoryStorage ms = new NativeKuzzle(
                        Settings.unconnected(), new Watched(new FakePipeline(new FakeExchange("{}")), commands))
                .ms();
        try {
            call.accept(ms);
        } catch (KvProtocolException e) {
            assertThat(e.outcome()).isEqualTo(Outcome.APPLIED);
        }
        return commands.get(0);
    }

    private static Effect effect(Consumer<KuzzleMemoryStorage> call) {
        return command(call).effect();
    }

    @Test
    void whatDependsOnWhatWasThereIsNotRepeated() {
        SetArgs none = SetArgs.none();
        assertThat(effect(ms -> ms.set("k", 1, none))).isEqualTo(Effect.IDEMPOTENT_WRITE);
        assertThat(effect(ms -> ms.set("k", 1, none.nx()))).isEqualTo(Effect.WRITE);
        assertThat(effect(ms -> ms.set("k", 1, none.xx()))).isEqualTo(Effect.WRITE);
        assertThat(effect(ms -> ms.zaddIncr("k", 1, "m", ZAddArgs.none()))).isEqualTo(Effect.WRITE);
        assertThat(effect(ms -> ms.lrem("k", 0, "v"))).isEqualTo(Effect.IDEMPOTENT_WRITE);
        assertThat(effect(ms -> ms.lrem("k", 1, "v"))).isEqualTo(Effect.WRITE);
        assertThat(effect(ms -> ms.sort("k"))).isEqualTo(Effect.READ);
        assertThat(effect(ms -> ms.sortStore("k", SortArgs.none(), "d"))).isEqualTo(Effect.IDEMPOTENT_WRITE);
        assertThat(effect(ms -> ms.sortStore("k", SortArgs.none(), "k"))).isEqualTo(Effect.WRITE);
        assertThat(effect(ms -> ms.bitop(BitOperation.XOR, "d", "a", "b"))).isEqualTo(Effect.IDEMPOTENT_WRITE);
        assertThat(effect(ms -> ms.bitop(BitOperation.XOR, "d", "d", "b"))).isEqualTo(Effect.WRITE);
        assertThat(effect(ms -> ms.zunionstore("d", List.of("a", "b")))).isEqualTo(Effect.IDEMPOTENT_WRITE);
        assertThat(effect(ms -> ms.zunionstore("d", List.of("a", "d")))).isEqualTo(Effect.WRITE);
        assertThat(effect(ms -> ms.sdiffstore("d", "a", List.of("d")))).isEqualTo(Effect.WRITE);
    }

    @Test
    void aListIsTrimmedTwiceOnlyIfTheSameIsLeft() {
        assertThat(effect(ms -> ms.ltrim("k", 0, 9))).isEqualTo(Effect.IDEMPOTENT_WRITE);
        assertThat(effect(ms -> ms.ltrim("k", -10, -1))).isEqualTo(Effect.IDEMPOTENT_WRITE);
        assertThat(effect(ms -> ms.ltrim("k", 0, -1))).isEqualTo(Effect.IDEMPOTENT_WRITE);
        assertThat(effect(ms -> ms.ltrim("k", 1, -1))).isEqualTo(Effect.WRITE);
        assertThat(effect(ms -> ms.ltrim("k", 0, -2))).isEqualTo(Effect.WRITE);
    }

    @Test
    void aTransactionIsRepeatedOnlyIfItDoesTheSameOnceMore() {
        assertThat(ofTransaction(tx -> {
                    tx.get("a");
                    tx.ttl("a");
                }))
                .isEqualTo(Effect.READ);
        assertThat(ofTransaction(tx -> {
                    tx.set("a", 1);
                    tx.zadd("z", 1, "m");
                    tx.get("a");
                }))
                .isEqualTo(Effect.IDEMPOTENT_WRITE);
        assertThat(ofTransaction(tx -> tx.sunionstore("d", List.of("a")))).isEqualTo(Effect.IDEMPOTENT_WRITE);
        // The second time the member that was added after the fact would be in the union.
        assertThat(ofTransaction(tx -> {
                    tx.sunionstore("d", List.of("a"));
                    tx.sadd("a", "m");
                }))
                .isEqualTo(Effect.WRITE);
        // The second time there would be something to expire.
        assertThat(ofTransaction(tx -> {
                    tx.expire("a", Duration.ofSeconds(1));
                    tx.hset("a", "f", 1);
                }))
                .isEqualTo(Effect.WRITE);
        assertThat(ofTransaction(tx -> {
                    tx.set("a", 1);
                    tx.incr("a");
                }))
                .isEqualTo(Effect.WRITE);
    }

    private static Effect ofTransaction(Consumer<KuzzleTransaction> commands) {
        return effect(ms -> ms.mexecute(commands));
    }

    @Test
    void writesNameTheKeysWhoseOrderTheyKeep() {
        assertThat(command(ms -> ms.rename("a", "b")).lanes()).containsExactly("a", "b");
        assertThat(command(ms -> ms.renamenx("a", "b")).lanes()).containsExactly("a", "b");
        assertThat(command(ms -> ms.rpoplpush("a", "a")).lanes()).containsExactly("a");
        assertThat(command(ms -> ms.smove("a", "b", "m")).lanes()).containsExactly("a", "b");
        assertThat(command(ms -> ms.sinterstore("d", List.of("a", "b"))).lanes())
                .containsExactlyInAnyOrder("d", "a", "b");
        assertThat(command(ms -> ms.sdiffstore("d", "a", List.of("b"))).lanes())
                .containsExactlyInAnyOrder("d", "a", "b");
        assertThat(command(ms -> ms.zunionstore("d", List.of("a", "b"))).lanes())
                .containsExactlyInAnyOrder("d", "a", "b");
        assertThat(command(ms -> ms.bitop(BitOperation.OR, "d", "a")).lanes()).containsExactlyInAnyOrder("d", "a");
        assertThat(command(ms -> ms.pfmerge("d", "a")).lanes()).containsExactlyInAnyOrder("d", "a");
        assertThat(command(ms -> ms.sortStore("a", SortArgs.none(), "d")).lanes())
                .containsExactlyInAnyOrder("a", "d");
        assertThat(command(ms -> ms.mset(Map.of("a", 1, "b", 2))).lanes()).containsExactlyInAnyOrder("a", "b");
        assertThat(command(ms -> ms.msetnx(Map.of("a", 1, "b", 2))).lanes()).containsExactlyInAnyOrder("a", "b");
        assertThat(command(ms -> ms.del("a", "b", "a")).lanes()).containsExactly("a", "b");
        assertThat(command(ms -> ms.touch("a", "b")).lanes()).containsExactly("a", "b");
        assertThat(command(ms -> ms.exists(List.of("a", "a"))).lanes()).containsExactly("a");
        assertThat(command(ms -> ms.pfcount("a", "b")).lanes()).containsExactly("a", "b");
        assertThat(command(ms -> ms.mexecute(tx -> {
                            tx.incr("a");
                            tx.mget("a", "b");
                        }))
                        .lanes())
                .containsExactly("a", "b");
        assertThat(command(ms -> ms.hset("a", "f", "value")).weight()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void whatTouchesKeysThatItDoesNotNameWaitsForAll() {
        assertThat(command(KuzzleMemoryStorage::flushdb).barrier()).isTrue();
        assertThat(command(KuzzleMemoryStorage::dbsize).barrier()).isTrue();
        assertThat(command(KuzzleMemoryStorage::randomkey).barrier()).isTrue();
        assertThat(command(ms -> ms.keys("*")).barrier()).isTrue();
        assertThat(command(ms -> ms.scan(ScanArgs.all())).barrier()).isTrue();
        assertThat(command(ms -> ms.sort("a", SortArgs.none().by("w_*"))).barrier())
                .isTrue();
        assertThat(command(ms -> ms.sort("a", SortArgs.none().get("w_*"))).barrier())
                .isTrue();
        assertThat(command(ms -> ms.mexecute(tx -> tx.flushdb())).barrier()).isTrue();
        assertThat(command(ms -> ms.sort("a")).barrier()).isFalse();
        assertThat(command(ms -> ms.hscan("a", ScanArgs.all())).barrier()).isFalse();
        assertThat(command(KuzzleMemoryStorage::ping).barrier()).isFalse();
    }

    @Test
    void whatIsNoStringIsStoredAsJsonWhateverTheAction() {
        FakeExchange exchange = new FakeExchange("1");
        KuzzleMemoryStorage ms = over(exchange);

        ms.setnx("a", Map.of("x", 1));
        ms.lpushx("a", List.of(1, true));
        ms.hset("a", "f", KeyType.HASH);

        assertThat(exchange.frames().get(0)).contains("\"value\":\"{\\\"x\\\":1}\"");
        assertThat(exchange.frames().get(1)).contains("\"value\":\"[1,true]\"");
        assertThat(exchange.frames().get(2)).contains("\"value\":\"HASH\"");
    }

    @Test
    void coordinatesOfZeroAndInfiniteScoresAreSentAsTexts() {
        FakeExchange exchange = new FakeExchange("1");
        KuzzleMemoryStorage ms = over(exchange);

        ms.geoadd("a", "Null Island", new GeoPoint(0, -0.0));
        ms.zadd("a", ScoredMember.of(Double.NEGATIVE_INFINITY, "m"), ScoredMember.of(Double.POSITIVE_INFINITY, "n"));
        ms.zcount("a", SCORES.excludeMin());
        ms.zremrangebyscore("a", ScoreRange.between(-1.5, 2).excludeMin().excludeMax());

        assertThat(exchange.frames().get(0)).contains("\"lon\":\"0\",\"lat\":\"0\"");
        assertThat(exchange.frames().get(1)).contains("\"score\":\"-Infinity\"", "\"score\":\"Infinity\"");
        assertThat(exchange.frames().get(2)).contains("\"min\":\"(-inf\",\"max\":\"+inf\"");
        assertThat(exchange.frames().get(3)).contains("\"body\":{\"min\":\"(-1.5\",\"max\":\"(2\"}");
    }

    @Test
    void optionsGoWithEveryRequest() {
        FakeExchange exchange = new FakeExchange("1");
        RawJson data = RawJson.of("{\"a\":1}");

        over(exchange)
                .with(o -> o.attribute(KuzzleAttributes.VOLATILE, data))
                .with(o -> o.attribute(KuzzleAttributes.TRIGGER_EVENTS, true))
                .incr("a");

        assertThat(exchange.frame()).contains("\"volatile\":{\"a\":1}", "\"triggerEvents\":true");
    }

    @Test
    void typedReadsLeaveOutWhatIsNotThere() {
        assertThat(answering("[\"1\",null,\"null\",\"4\"]").mget(List.of("a", "b", "c", "d"), Integer.class))
                .isEqualTo(Map.of("a", 1, "d", 4));
        assertThat(answering("{\"f\":\"1\",\"g\":\"2\"}").hgetall("a", Integer.class))
                .isEqualTo(Map.of("f", 1, "g", 2));
        assertThat(answering("[\"1\",\"2\"]").hvals("a", KvType.of(Integer.class)))
                .containsExactly(1, 2);
        assertThat(answering("null").lpop("a", KvType.of(Integer.class))).isEmpty();
    }

    @Test
    void aStreamGetsPagesAsItIsRead() {
        FakeExchange exchange = new FakeExchange(frame -> switch (String.valueOf(frame.get("cursor"))) {
            case "0" -> "[\"7\",[\"a\",\"b\"]]";
            case "7" -> "[\"9\",[]]";
            default -> "[\"0\",[\"c\"]]";
        });
        KuzzleMemoryStorage ms = over(exchange);

        assertThat(ms.scanStream(ScanArgs.matching("*").count(2)).findFirst()).contains("a");
        assertThat(exchange.frames()).hasSize(1);
        assertThat(ms.scanStream(ScanArgs.matching("*").count(2))).containsExactly("a", "b", "c");
        assertThat(exchange.frames()).hasSize(4);
        assertThat(exchange.frames().get(3)).contains("\"cursor\":\"9\",\"match\":\"*\",\"count\":2");
        assertThat(ms.zscanStream("z", ScanArgs.all()).limit(0)).isEmpty();
    }

    @Test
    void nothingShowsAValue() {
        List<KvCommand<?>> commands = List.of(
                command(ms -> ms.set("key", "secret")), command(ms -> ms.mexecute(tx -> tx.set("key", "secret"))));

        assertThat(commands)
                .allSatisfy(command ->
                        assertThat(command.toString()).contains("key").doesNotContain("secret"));
        assertThat(answering("1").toString()).isEqualTo("KuzzleMemoryStorage");
    }
}
