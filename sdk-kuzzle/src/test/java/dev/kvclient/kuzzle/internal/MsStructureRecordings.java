package dev.kvclient.kuzzle.internal;

import dev.kvclient.error.KvRequestException;
import dev.kvclient.kuzzle.ms.Aggregate;
import dev.kvclient.kuzzle.ms.GeoHit;
import dev.kvclient.kuzzle.ms.GeoPoint;
import dev.kvclient.kuzzle.ms.GeoRadiusArgs;
import dev.kvclient.kuzzle.ms.GeoUnit;
import dev.kvclient.kuzzle.ms.KuzzleMemoryStorage;
import dev.kvclient.kuzzle.ms.LexRange;
import dev.kvclient.kuzzle.ms.ListPosition;
import dev.kvclient.kuzzle.ms.RangeLimit;
import dev.kvclient.kuzzle.ms.ScanArgs;
import dev.kvclient.kuzzle.ms.ScoreRange;
import dev.kvclient.kuzzle.ms.ScoredMember;
import dev.kvclient.kuzzle.ms.SortArgs;
import dev.kvclient.kuzzle.ms.ZAddArgs;
import dev.kvclient.kuzzle.ms.ZStoreArgs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/** Hashes, lists, sets, sorted sets, places and HyperLogLogs, as they were recorded. */
@SuppressWarnings("FutureReturnValueIgnored") // What becomes of a transaction tells of all its commands.
final class MsStructureRecordings {
    private static final Class<KvRequestException> WRONG = KvRequestException.class;
    private static final ScanArgs SCAN = ScanArgs.all();
    private static final KuzzleMemoryStorage NOBODY =
            new NativeKuzzle(Settings.unconnected(), new FakePipeline(new FakeExchange("null"))).ms();

    private MsStructureRecordings() {}

    private static Map<String, Object> ordered(String first, Object one, String second, Object other) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(first, one);
        map.put(second, other);
        return map;
    }

    private static ScoredMember scored(double score, String member) {
        return ScoredMember.of(score, member);
    }

    static void hashes(MsRecordings all) {
        all.gives("hset-new", true, ms -> ms.hset("h", "f1", "v1"))
                .gives("hset-existing", false, ms -> ms.hset("h", "f1", "v2"))
                .gives("hget", Optional.of("v2"), ms -> ms.hget("h", "f1"))
                .gives("hget-absent", Optional.empty(), ms -> ms.hget("h", "nope"))
                .fails("hget-on-string", WRONG, ms -> ms.hget("s", "f"))
                .does("hmset", ms -> ms.hmset("h", ordered("f2", "b", "n", 0)))
                .refuses("hmset-empty-value", () -> NOBODY.hmset("h", Map.of("f3", "")))
                .gives(
                        "hmget",
                        Map.of("f1", "v2", "n", "0", "f4", "[object Object]"),
                        ms -> ms.hmget("h", List.of("f1", "nope", "n", "f4")))
                .gives(
                        "hgetall",
                        Map.of("f1", "v2", "f2", "b", "n", "0", "f4", "[object Object]"),
                        ms -> ms.hgetall("h"))
                .gives("hgetall-absent", Map.of(), ms -> ms.hgetall("absent"))
                .gives("hdel", 1L, ms -> ms.hdel("h", "f4", "nope"))
                .gives("hexists", true, ms -> ms.hexists("h", "f1"))
                .gives("hexists-absent", false, ms -> ms.hexists("h", "nope"))
                .gives("hincrby", 5L, ms -> ms.hincrby("h", "n", 5))
                .gives("hincrbyfloat", 5.25, ms -> ms.hincrbyfloat("h", "n", 0.25))
                .fails("hincrby-on-text", WRONG, ms -> ms.hincrby("h", "f1", 5))
                .gives("hkeys", List.of("f1", "f2", "n"), ms -> ms.hkeys("h"))
                .gives("hvals", List.of("v2", "b", "5.25"), ms -> ms.hvals("h"))
                .gives("hlen", 3L, ms -> ms.hlen("h"))
                .gives("hsetnx-new", true, ms -> ms.hsetnx("h", "g", "v"))
                .gives("hsetnx-existing", false, ms -> ms.hsetnx("h", "g", "w"))
                .gives("hstrlen", 2L, ms -> ms.hstrlen("h", "f1"))
                .gives(
                        "hscan",
                        List.of(
                                Map.entry("f1", "v2"),
                                Map.entry("f2", "b"),
                                Map.entry("n", "5.25"),
                                Map.entry("g", "v")),
                        ms -> ms.hscan("h", SCAN).items())
                .gives(
                        "hscan-match-count",
                        List.of(Map.entry("f1", "v2"), Map.entry("f2", "b")),
                        ms -> ms.hscan("h", ScanArgs.matching("f*").count(10).from(dev.kvclient.Cursor.parse("0")))
                                .items());
    }

    static void lists(MsRecordings all) {
        all.gives("lpush", 2L, ms -> ms.lpush("l", "a", "b"))
                .gives("rpush", 5L, ms -> ms.rpush("l", "c", 1, "c"))
                .refuses("lpush-none", () -> NOBODY.lpush("l"))
                .fails("lpush-on-string", WRONG, ms -> ms.lpush("s", "a"))
                .gives("lpushx", 6L, ms -> ms.lpushx("l", "x"))
                .gives("rpushx-absent", 0L, ms -> ms.rpushx("absent", "x"))
                .gives("lrange", List.of("x", "b", "a", "c", "1", "c"), ms -> ms.lrange("l", 0, -1))
                .gives("lrange-absent", List.of(), ms -> ms.lrange("absent", 0, -1, Integer.class))
                .gives("lindex", Optional.of("b"), ms -> ms.lindex("l", 1))
                .gives("lindex-outside", Optional.empty(), ms -> ms.lindex("l", 99))
                .gives("linsert", OptionalLong.of(7), ms -> ms.linsert("l", ListPosition.BEFORE, "a", "before a"))
                .gives("linsert-no-pivot", OptionalLong.empty(), ms -> ms.linsert("l", ListPosition.AFTER, "zzz", "v"))
                .gives("llen", 7L, ms -> ms.llen("l"))
                .does("lset", ms -> ms.lset("l", 0, "first"))
                .fails("lset-outside", WRONG, ms -> {
                    ms.lset("l", 99, "first");
                    return "set";
                })
                .gives("lrem", 1L, ms -> ms.lrem("l", 1, "c"))
                .does("ltrim", ms -> ms.ltrim("l", 0, 3))
                .gives("lpop", Optional.of("first"), ms -> ms.lpop("l"))
                .gives("rpop", Optional.of("a"), ms -> ms.rpop("l"))
                .gives("lpop-absent", Optional.empty(), ms -> ms.lpop("absent"))
                .gives("rpoplpush", Optional.of("before a"), ms -> ms.rpoplpush("l", "l2"));
    }

    static void sets(MsRecordings all) {
        all.gives("sadd", 3L, ms -> ms.sadd("set1", "a", "b", "c"))
                .gives("sadd-again", 1L, ms -> ms.sadd("set1", "a", "d"))
                .gives("sadd-2", 3L, ms -> ms.sadd("set2", "c", "d", "e"))
                .gives("smembers", Set.of("a", "b", "c", "d"), ms -> ms.smembers("set1"))
                .gives("smembers-absent", Set.of(), ms -> ms.smembers("absent"))
                .gives("sismember", true, ms -> ms.sismember("set1", "a"))
                .gives("sismember-not", false, ms -> ms.sismember("set1", "z"))
                .gives("scard", 4L, ms -> ms.scard("set1"))
                .gives("sdiff", Set.of("a", "b"), ms -> ms.sdiff("set1", "set2"))
                .gives("sinter", Set.of("c", "d"), ms -> ms.sinter("set1", "set2"))
                .gives("sunion", Set.of("a", "b", "c", "d", "e"), ms -> ms.sunion("set1", "set2"))
                .gives("sdiffstore", 2L, ms -> ms.sdiffstore("set3", "set1", List.of("set2")))
                .gives("sinterstore", 2L, ms -> ms.sinterstore("set4", List.of("set1", "set2")))
                .gives("sunionstore", 5L, ms -> ms.sunionstore("set5", List.of("set1", "set2")))
                .gives("smove", true, ms -> ms.smove("set1", "set2", "a"))
                .gives("smove-absent", false, ms -> ms.smove("set1", "set2", "zzz"))
                .gives("srem", 1L, ms -> ms.srem("set1", "b", "zzz"))
                .gives("srandmember", Optional.of("b"), ms -> ms.srandmember("set3"))
                .gives("srandmember-count", List.of("a"), ms -> ms.srandmember("set3", 1))
                .gives("srandmember-absent", Optional.empty(), ms -> ms.srandmember("absent"))
                .gives("spop", Optional.of("c"), ms -> ms.spop("set4"))
                .gives("spop-count", Set.of("d"), ms -> ms.spop("set4", 2))
                .gives(
                        "sscan",
                        List.of("a", "c", "d", "e", "b"),
                        ms -> ms.sscan("set5", SCAN).items());
    }

    static void sortedSets(MsRecordings all) {
        ZAddArgs none = ZAddArgs.none();
        all.gives("zadd", 3L, ms -> ms.zadd("z", scored(1, "one"), scored(2, "two"), scored(3.5, "three")))
                .gives("zadd-ch", 1L, ms -> ms.zadd("z", List.of(scored(1.25, "one")), none.ch()))
                .gives("zadd-nx", 0L, ms -> ms.zadd("z", List.of(scored(9, "one")), none.nx()))
                .gives("zadd-xx", 0L, ms -> ms.zadd("z", List.of(scored(4, "four")), none.xx()))
                .gives("zadd-incr", OptionalDouble.of(2.25), ms -> ms.zaddIncr("z", 1, "one", none))
                .refuses("zadd-none", () -> NOBODY.zadd("z"))
                .leavesOut("an infinite score is sent as Infinity", "zadd-infinity")
                .gives("zcard", 3L, ms -> ms.zcard("z"))
                .gives(
                        "zcount",
                        2L,
                        ms -> ms.zcount("z", ScoreRange.between(1, 3.5).excludeMax()))
                .gives("zincrby", 4.0, ms -> ms.zincrby("z", 2, "two"))
                .gives("zscore", OptionalDouble.of(4), ms -> ms.zscore("z", "two"))
                .gives("zscore-absent", OptionalDouble.empty(), ms -> ms.zscore("z", "nope"))
                .gives("zrank", OptionalLong.of(2), ms -> ms.zrank("z", "two"))
                .gives("zrank-absent", OptionalLong.empty(), ms -> ms.zrank("z", "nope"))
                .gives("zrevrank", OptionalLong.of(0), ms -> ms.zrevrank("z", "two"))
                .gives("zrange", List.of("one", "three", "two"), ms -> ms.zrange("z", 0, -1))
                .gives(
                        "zrange-withscores",
                        List.of(scored(2.25, "one"), scored(3.5, "three"), scored(4, "two")),
                        ms -> ms.zrangeWithScores("z", 0, -1))
                .gives(
                        "zrevrange",
                        List.of(scored(4, "two"), scored(3.5, "three")),
                        ms -> ms.zrevrangeWithScores("z", 0, 1))
                .gives("zrangebyscore", List.of("one", "three", "two"), ms -> ms.zrangebyscore("z", ScoreRange.all()))
                .gives(
                        "zrangebyscore-options",
                        List.of(scored(2.25, "one"), scored(3.5, "three")),
                        ms -> ms.zrangebyscoreWithScores("z", ScoreRange.between(0, 10), RangeLimit.first(2)))
                .gives(
                        "zrevrangebyscore",
                        List.of(scored(4, "two"), scored(3.5, "three"), scored(2.25, "one")),
                        ms -> ms.zrevrangebyscoreWithScores("z", ScoreRange.atLeast(2)))
                .gives(
                        "zscan",
                        List.of(scored(2.25, "one"), scored(3.5, "three"), scored(4, "two")),
                        ms -> ms.zscan("z", SCAN).items())
                .gives("zrem", 0L, ms -> ms.zrem("z", "inf", "nope"))
                .gives("zremrangebyrank", 1L, ms -> ms.zremrangebyrank("z", 0, 0))
                .gives("zremrangebyscore", 0L, ms -> ms.zremrangebyscore("z", ScoreRange.between(0, 3)))
                .gives(
                        "zinterstore",
                        3L,
                        ms -> ms.zinterstore(
                                "zi",
                                List.of("z", "z"),
                                ZStoreArgs.none().weights(2, 1).aggregate(Aggregate.MAX)))
                .gives(
                        "zunionstore",
                        7L,
                        ms -> ms.zunionstore(
                                "zu", List.of("z", "zl"), ZStoreArgs.none().aggregate(Aggregate.SUM)))
                .leavesOut("there is no other aggregate", "zunionstore-bad-aggregate");
        lexicographically(all);
    }

    private static void lexicographically(MsRecordings all) {
        all.gives("zadd-lex", 4L, ms -> ms.zadd("zl", scored(0, "a"), scored(0, "b"), scored(0, "c"), scored(0, "d")))
                .gives("zlexcount", 3L, ms -> ms.zlexcount("zl", LexRange.atLeast("b")))
                .gives(
                        "zrangebylex",
                        List.of("a", "b"),
                        ms -> ms.zrangebylex("zl", LexRange.atMost("c").excludeMax()))
                .gives(
                        "zrangebylex-limit",
                        List.of("b", "c"),
                        ms -> ms.zrangebylex("zl", LexRange.all(), RangeLimit.of(1, 2)))
                .gives("zrevrangebylex", List.of("d", "c", "b"), ms -> ms.zrevrangebylex("zl", LexRange.atLeast("b")))
                .gives("zremrangebylex", 2L, ms -> ms.zremrangebylex("zl", LexRange.between("a", "b")))
                .leavesOut("an end says whether it belongs to the range", "zrangebylex-bad");
    }

    static void places(MsRecordings all) {
        all.gives("geoadd", 2L, ms -> {
                    Map<String, GeoPoint> points = new LinkedHashMap<>();
                    points.put("Palermo", new GeoPoint(13.361389, 38.115556));
                    points.put("Catania", new GeoPoint(15.087269, 37.502669));
                    return ms.geoadd("g", points);
                })
                .leavesOut("0 is sent as a text, which the server takes", "geoadd-equator")
                .refuses("geoadd-bad", () -> NOBODY.geoadd("g", "nowhere", new GeoPoint(1_000, 38)))
                .gives("geodist", OptionalDouble.of(166_274.1516), ms -> ms.geodist("g", "Palermo", "Catania"))
                .gives(
                        "geodist-km",
                        OptionalDouble.of(166.2742),
                        ms -> ms.geodist("g", "Palermo", "Catania", GeoUnit.KM))
                .gives("geodist-absent", OptionalDouble.empty(), ms -> ms.geodist("g", "Palermo", "Nowhere"))
                .gives(
                        "geohash",
                        Map.of("Palermo", "sqc8b49rny0"),
                        ms -> ms.geohash("g", List.of("Palermo", "Nowhere")))
                .gives(
                        "geopos",
                        Map.of("Palermo", new GeoPoint(13.361389338970184, 38.1155563954963)),
                        ms -> ms.geopos("g", List.of("Palermo", "Nowhere")))
                .gives(
                        "georadius",
                        List.of(hit("Palermo"), hit("Catania")),
                        ms -> ms.georadius("g", new GeoPoint(15, 37), 200, GeoUnit.KM))
                .gives(
                        "georadius-options",
                        List.of(new GeoHit(
                                "Catania",
                                OptionalDouble.of(56.4413),
                                Optional.of(new GeoPoint(15.087267458438873, 37.50266842333162)))),
                        ms -> ms.georadius(
                                "g",
                                new GeoPoint(15, 37),
                                200,
                                GeoUnit.KM,
                                GeoRadiusArgs.none()
                                        .withPoint()
                                        .withDistance()
                                        .count(1)
                                        .asc()))
                .gives(
                        "georadiusbymember",
                        List.of(hit("Palermo"), hit("Catania")),
                        ms -> ms.georadiusbymember("g", "Palermo", 200, GeoUnit.KM))
                .gives(
                        "georadiusbymember-options",
                        List.of(
                                new GeoHit("Palermo", OptionalDouble.of(0), Optional.empty()),
                                new GeoHit("Catania", OptionalDouble.of(166.2742), Optional.empty())),
                        ms -> ms.georadiusbymember(
                                "g",
                                "Palermo",
                                200,
                                GeoUnit.KM,
                                GeoRadiusArgs.none().withDistance()));
    }

    private static GeoHit hit(String name) {
        return new GeoHit(name, OptionalDouble.empty(), Optional.empty());
    }

    static void others(MsRecordings all) {
        all.gives("pfadd", true, ms -> ms.pfadd("pf", "a", "b", "c"))
                .gives("pfadd-nothing-new", false, ms -> ms.pfadd("pf", "a"))
                .gives("pfadd-2", true, ms -> ms.pfadd("pf2", "c", "d"))
                .gives("pfcount", 3L, ms -> ms.pfcount("pf"))
                .gives("pfcount-many", 4L, ms -> ms.pfcount("pf", "pf2"))
                .does("pfmerge", ms -> ms.pfmerge("pf3", "pf", "pf2"))
                .gives("sort-setup", 3L, ms -> ms.rpush("so", List.of("3", "1", "2")))
                .gives("sort", List.of(Optional.of("1"), Optional.of("2"), Optional.of("3")), ms -> ms.sort("so"))
                .gives(
                        "sort-desc-limit",
                        List.of(Optional.of("3"), Optional.of("2")),
                        ms -> ms.sort("so", SortArgs.none().desc().limit(0, 2)))
                .gives(
                        "sort-alpha-store",
                        3L,
                        ms -> ms.sortStore("so", SortArgs.none().alpha(), "so2"))
                .gives(
                        "sort-by-get",
                        List.of(
                                Optional.of("1"),
                                Optional.empty(),
                                Optional.of("2"),
                                Optional.empty(),
                                Optional.of("3"),
                                Optional.empty()),
                        ms -> ms.sort("so", SortArgs.none().by("w_*").get("#").get("o_*")))
                .fails("sort-not-numbers", WRONG, ms -> ms.sort("l2"))
                .leavesOut("there is no other direction", "sort-bad-direction");
    }

    static void transactions(MsRecordings all) {
        all.gives("mexecute-empty", true, ms -> ms.mexecute(tx -> {}).succeeded())
                .gives(
                        "mexecute-mget",
                        true,
                        ms -> ms.mexecute(tx -> tx.mget("c", "absent")).succeeded())
                .gives(
                        "mexecute-hgetall",
                        true,
                        ms -> ms.mexecute(tx -> tx.hgetall("h")).succeeded())
                .leavesOut("looked at by itself", "mexecute")
                .leavesOut("what is in a transaction was made by a method", "mexecute-bad-argument")
                .leavesOut("what is in a transaction was made by a method", "mexecute-nested", "mexecute-unknown");
    }
}
