package dev.kvclient.kuzzle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import dev.kvclient.kuzzle.internal.ms.MsAction;
import dev.kvclient.kuzzle.ms.GeoPoint;
import dev.kvclient.kuzzle.ms.GeoRadiusArgs;
import dev.kvclient.kuzzle.ms.GeoUnit;
import dev.kvclient.kuzzle.ms.KuzzleMemoryStorage;
import dev.kvclient.kuzzle.ms.KuzzleTransactionResult;
import dev.kvclient.kuzzle.ms.LexRange;
import dev.kvclient.kuzzle.ms.ListPosition;
import dev.kvclient.kuzzle.ms.ScanArgs;
import dev.kvclient.kuzzle.ms.ScoreRange;
import dev.kvclient.kuzzle.ms.ScoredMember;
import dev.kvclient.kuzzle.ms.ZAddArgs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Every action, for {@link KuzzleMsIT}. */
@SuppressWarnings("FutureReturnValueIgnored") // What becomes of a transaction tells of all its commands.
final class MsLiveCalls extends MsLivePlainCalls {
    MsLiveCalls() {
        hashAndListCalls();
        setCalls();
        sortedSetCalls();
        otherCalls();
    }

    private void hashAndListCalls() {
        both(MsAction.HDEL, m -> assertThat(m.hdel(hash, "f", "")).isEqualTo(1), m -> m.hdel(list, "f"));
        both(MsAction.HEXISTS, m -> assertThat(m.hexists(hash, "f")).isTrue(), m -> m.hexists(list, "f"));
        both(MsAction.HGET, m -> assertThat(m.hget(hash, "f", Integer.class)).contains(1), m -> m.hget(list, "f"));
        both(
                MsAction.HGETALL,
                m -> {
                    m.hset(hash, "__proto__", "x");
                    assertThat(m.hgetall(hash)).isEqualTo(Map.of("f", "1", "__proto__", "x"));
                    assertThat(m.hgetall(absent)).isEmpty();
                },
                m -> m.hgetall(list));
        both(MsAction.HINCRBY, m -> assertThat(m.hincrby(hash, "f", -2)).isEqualTo(-1), m -> m.hincrby(list, "f", 1));
        both(
                MsAction.HINCRBYFLOAT,
                m -> assertThat(m.hincrbyfloat(hash, "f", 0.25)).isEqualTo(1.25),
                m -> m.hincrbyfloat(list, "f", 1));
        both(MsAction.HKEYS, m -> assertThat(m.hkeys(hash)).containsExactly("f"), m -> m.hkeys(list));
        both(MsAction.HLEN, m -> assertThat(m.hlen(hash)).isEqualTo(1), m -> m.hlen(list));
        both(
                MsAction.HMGET,
                m -> assertThat(m.hmget(hash, List.of("g", "f"))).isEqualTo(Map.of("f", "1")),
                m -> m.hmget(list, List.of("f")));
        both(
                MsAction.HMSET,
                m -> {
                    m.hmset(hash, Map.of("g", new Point(1, 2), "h", true));
                    assertThat(m.hget(hash, "g", Point.class)).contains(new Point(1, 2));
                },
                m -> m.hmset(list, Map.of("f", "x")));
        both(
                MsAction.HSCAN,
                m -> assertThat(m.hscanStream(hash, ScanArgs.all())).containsExactly(Map.entry("f", "1")),
                m -> m.hscan(list, ScanArgs.all()));
        both(
                MsAction.HSET,
                m -> {
                    assertThat(m.hset(hash, "f", "")).isFalse();
                    assertThat(m.hset(hash, "", "x")).isTrue();
                },
                m -> m.hset(list, "f", "x"));
        both(MsAction.HSETNX, m -> assertThat(m.hsetnx(hash, "f", "x")).isFalse(), m -> m.hsetnx(list, "f", "x"));
        both(MsAction.HSTRLEN, m -> assertThat(m.hstrlen(hash, "f")).isEqualTo(1), m -> m.hstrlen(list, "f"));
        both(MsAction.HVALS, m -> assertThat(m.hvals(hash)).containsExactly("1"), m -> m.hvals(list));
        both(MsAction.LINDEX, m -> assertThat(m.lindex(list, -1)).contains("c"), m -> m.lindex(text, 0));
        both(
                MsAction.LINSERT,
                m -> {
                    assertThat(m.linsert(list, ListPosition.BEFORE, "b", "x")).isEqualTo(OptionalLong.of(4));
                    assertThat(m.linsert(list, ListPosition.AFTER, "z", "x")).isEmpty();
                    assertThat(m.linsert(absent, ListPosition.AFTER, "z", "x")).isEmpty();
                },
                m -> m.linsert(text, ListPosition.AFTER, "z", "x"));
        both(MsAction.LLEN, m -> assertThat(m.llen(list)).isEqualTo(3), m -> m.llen(text));
        both(MsAction.LPOP, m -> assertThat(m.lpop(list)).contains("a"), m -> m.lpop(text));
        both(MsAction.LPUSH, m -> assertThat(m.lpush(list, "", 1)).isEqualTo(5), m -> m.lpush(text, "x"));
        both(MsAction.LPUSHX, m -> assertThat(m.lpushx(absent, "x")).isZero(), m -> m.lpushx(text, "x"));
        both(
                MsAction.LRANGE,
                m -> assertThat(m.lrange(list, 1, -1)).containsExactly("b", "c"),
                m -> m.lrange(text, 0, 1));
        both(MsAction.LREM, m -> assertThat(m.lrem(list, 0, "b")).isEqualTo(1), m -> m.lrem(text, 1, "b"));
        both(
                MsAction.LSET,
                m -> {
                    m.lset(list, -1, "");
                    assertThat(m.lrange(list, 0, -1)).containsExactly("a", "b", "");
                },
                m -> m.lset(list, 9, "x"));
        both(
                MsAction.LTRIM,
                m -> {
                    m.ltrim(list, 1, -1);
                    assertThat(m.lrange(list, 0, -1)).containsExactly("b", "c");
                },
                m -> m.ltrim(text, 0, 1));
        both(MsAction.RPOP, m -> assertThat(m.rpop(list)).contains("c"), m -> m.rpop(text));
        both(
                MsAction.RPOPLPUSH,
                m -> {
                    assertThat(m.rpoplpush(list, other)).contains("c");
                    assertThat(m.rpoplpush(absent, other)).isEmpty();
                },
                m -> m.rpoplpush(text, other));
        both(
                MsAction.RPUSH,
                m -> {
                    assertThat(m.rpush(other, new Point(1, 2), new Point(3, 4))).isEqualTo(2);
                    assertThat(m.lrange(other, 0, -1, Point.class)).containsExactly(new Point(1, 2), new Point(3, 4));
                },
                m -> m.rpush(text, "x"));
        both(MsAction.RPUSHX, m -> assertThat(m.rpushx(list, "d")).isEqualTo(4), m -> m.rpushx(text, "x"));
    }

    private void setCalls() {
        both(MsAction.SADD, m -> assertThat(m.sadd(set, "a", "", "é")).isEqualTo(2), m -> m.sadd(text, "x"));
        both(MsAction.SCARD, m -> assertThat(m.scard(set)).isEqualTo(3), m -> m.scard(text));
        both(
                MsAction.SDIFF,
                m -> assertThat(m.sdiff(set, absent)).containsExactlyInAnyOrder("a", "b", "c"),
                m -> m.sdiff(set, text));
        both(
                MsAction.SDIFFSTORE,
                m -> {
                    assertThat(m.sdiffstore(other, set, List.of(absent))).isEqualTo(3);
                    assertThat(m.smembers(other)).isEqualTo(Set.of("a", "b", "c"));
                },
                m -> m.sdiffstore(other, set, List.of(text)));
        both(MsAction.SINTER, m -> assertThat(m.sinter(set, absent)).isEmpty(), m -> m.sinter(set, text));
        both(
                MsAction.SINTERSTORE,
                m -> assertThat(m.sinterstore(other, List.of(set, set))).isEqualTo(3),
                m -> m.sinterstore(other, List.of(set, text)));
        both(MsAction.SISMEMBER, m -> assertThat(m.sismember(set, "a")).isTrue(), m -> m.sismember(text, "a"));
        both(
                MsAction.SMEMBERS,
                m -> assertThat(m.smembers(set)).isEqualTo(Set.of("a", "b", "c")),
                m -> m.smembers(text));
        both(MsAction.SMOVE, m -> assertThat(m.smove(set, other, "a")).isTrue(), m -> m.smove(text, other, "a"));
        both(
                MsAction.SPOP,
                m -> {
                    assertThat(m.spop(set)).isPresent();
                    assertThat(m.spop(set, 5)).hasSize(2);
                    assertThat(m.spop(set)).isEmpty();
                    assertThat(m.spop(set, 0)).isEmpty();
                },
                m -> m.spop(text));
        both(
                MsAction.SRANDMEMBER,
                m -> {
                    assertThat(m.srandmember(set)).isPresent();
                    assertThat(m.srandmember(set, -5)).hasSize(5);
                    assertThat(m.srandmember(absent)).isEmpty();
                },
                m -> m.srandmember(text, 1));
        both(MsAction.SREM, m -> assertThat(m.srem(set, "a", "z")).isEqualTo(1), m -> m.srem(text, "a"));
        both(
                MsAction.SSCAN,
                m -> assertThat(m.sscanStream(set, ScanArgs.matching("[ab]"))).containsExactlyInAnyOrder("a", "b"),
                m -> m.sscan(text, ScanArgs.all()));
        both(MsAction.SUNION, m -> assertThat(m.sunion(set, absent)).hasSize(3), m -> m.sunion(set, text));
        both(
                MsAction.SUNIONSTORE,
                m -> assertThat(m.sunionstore(other, List.of(set))).isEqualTo(3),
                m -> m.sunionstore(other, List.of(text)));
    }

    private void sortedSetCalls() {
        ScoreRange all = ScoreRange.all();
        both(
                MsAction.ZADD,
                m -> {
                    assertThat(m.zadd(other, Double.NEGATIVE_INFINITY, "low")).isEqualTo(1);
                    assertThat(m.zscore(other, "low")).hasValue(Double.NEGATIVE_INFINITY);
                    assertThat(m.zaddIncr(zset, 1, "z", ZAddArgs.none().xx())).isEmpty();
                    assertThat(m.zaddIncr(zset, 1, "a", ZAddArgs.none())).hasValue(2);
                    assertThat(m.zadd(
                                    zset,
                                    List.of(ScoredMember.of(7, "a")),
                                    ZAddArgs.none().ch()))
                            .isEqualTo(1);
                },
                m -> m.zadd(text, 1, "a"));
        both(MsAction.ZCARD, m -> assertThat(m.zcard(zset)).isEqualTo(3), m -> m.zcard(text));
        both(
                MsAction.ZCOUNT,
                m -> {
                    assertThat(m.zcount(zset, ScoreRange.between(1, 2.5).excludeMin()))
                            .isEqualTo(1);
                    assertThat(m.zcount(zset, all.excludeMax())).isEqualTo(2);
                },
                m -> m.zcount(text, all));
        both(
                MsAction.ZINCRBY,
                m -> {
                    assertThat(m.zincrby(zset, 0.5, "a")).isEqualTo(1.5);
                    assertThat(m.zincrby(zset, Double.POSITIVE_INFINITY, "b")).isInfinite();
                },
                m -> m.zincrby(zset, Double.NEGATIVE_INFINITY, "inf"));
        both(
                MsAction.ZINTERSTORE,
                m -> assertThat(m.zinterstore(other, List.of(zset, lex))).isEqualTo(2),
                m -> m.zinterstore(other, List.of(text)));
        both(
                MsAction.ZUNIONSTORE,
                m -> assertThat(m.zunionstore(other, List.of(zset, set))).isEqualTo(4),
                m -> m.zunionstore(other, List.of(text)));
        both(
                MsAction.ZLEXCOUNT,
                m -> assertThat(m.zlexcount(lex, LexRange.atMost("b").excludeMax()))
                        .isEqualTo(1),
                m -> m.zlexcount(text, LexRange.all()));
        both(
                MsAction.ZRANGE,
                m -> {
                    assertThat(m.zrange(zset, 0, 1)).containsExactly("a", "b");
                    assertThat(m.zrangeWithScores(zset, -1, -1))
                            .containsExactly(ScoredMember.of(Double.POSITIVE_INFINITY, "inf"));
                },
                m -> m.zrange(text, 0, 1));
        both(
                MsAction.ZRANGEBYLEX,
                m -> assertThat(m.zrangebylex(lex, LexRange.between("a", "b"))).containsExactly("a", "b"),
                m -> m.zrangebylex(text, LexRange.all()));
        both(
                MsAction.ZREVRANGEBYLEX,
                m -> assertThat(m.zrevrangebylex(lex, LexRange.atLeast("b"))).containsExactly("c", "b"),
                m -> m.zrevrangebylex(text, LexRange.all()));
        both(
                MsAction.ZRANGEBYSCORE,
                m -> assertThat(m.zrangebyscore(zset, ScoreRange.atLeast(2.5))).containsExactly("b", "inf"),
                m -> m.zrangebyscore(text, all));
        both(
                MsAction.ZREVRANGEBYSCORE,
                m -> assertThat(m.zrevrangebyscore(zset, ScoreRange.atMost(2.5)))
                        .containsExactly("b", "a"),
                m -> m.zrevrangebyscore(text, all));
        both(MsAction.ZRANK, m -> assertThat(m.zrank(zset, "b")).hasValue(1), m -> m.zrank(text, "b"));
        both(MsAction.ZREVRANK, m -> assertThat(m.zrevrank(zset, "b")).hasValue(1), m -> m.zrevrank(text, "b"));
        both(MsAction.ZREM, m -> assertThat(m.zrem(zset, "a", "")).isEqualTo(1), m -> m.zrem(text, "a"));
        both(
                MsAction.ZREMRANGEBYLEX,
                m -> assertThat(m.zremrangebylex(lex, LexRange.all())).isEqualTo(3),
                m -> m.zremrangebylex(text, LexRange.all()));
        both(
                MsAction.ZREMRANGEBYRANK,
                m -> assertThat(m.zremrangebyrank(zset, 0, 0)).isEqualTo(1),
                m -> m.zremrangebyrank(text, 0, 0));
        both(
                MsAction.ZREMRANGEBYSCORE,
                m -> assertThat(m.zremrangebyscore(zset, all.excludeMax())).isEqualTo(2),
                m -> m.zremrangebyscore(text, all));
        both(
                MsAction.ZREVRANGE,
                m -> assertThat(m.zrevrange(zset, 0, 0)).containsExactly("inf"),
                m -> m.zrevrange(text, 0, 0));
        both(
                MsAction.ZSCAN,
                m -> assertThat(m.zscanStream(zset, ScanArgs.all()))
                        .contains(ScoredMember.of(Double.POSITIVE_INFINITY, "inf"), ScoredMember.of(2.5, "b")),
                m -> m.zscan(text, ScanArgs.all()));
        both(
                MsAction.ZSCORE,
                m -> assertThat(m.zscore(zset, "b")).isEqualTo(OptionalDouble.of(2.5)),
                m -> m.zscore(text, "b"));
    }

    private void otherCalls() {
        GeoPoint near = new GeoPoint(15, 37);
        both(
                MsAction.GEOADD,
                m -> {
                    assertThat(m.geoadd(geo, "Null Island", new GeoPoint(0, -0.0)))
                            .isEqualTo(1);
                    GeoPoint back = m.geopos(geo, List.of("Null Island")).get("Null Island");
                    assertThat(back.longitude()).isCloseTo(0, within(1e-5));
                    assertThat(back.latitude()).isCloseTo(0, within(1e-5));
                },
                m -> m.geoadd(text, "x", near));
        both(
                MsAction.GEODIST,
                m -> assertThat(m.geodist(geo, "Palermo", "Catania", GeoUnit.KM).orElseThrow())
                        .isCloseTo(166.27, within(0.01)),
                m -> m.geodist(text, "a", "b"));
        both(
                MsAction.GEOHASH,
                m -> assertThat(m.geohash(geo, List.of("Palermo", "x"))).isEqualTo(Map.of("Palermo", "sqc8b49rny0")),
                m -> m.geohash(text, List.of("a")));
        both(
                MsAction.GEOPOS,
                m -> assertThat(m.geopos(geo, List.of("x", "Catania"))).containsOnlyKeys("Catania"),
                m -> m.geopos(text, List.of("a")));
        both(
                MsAction.GEORADIUS,
                m -> {
                    assertThat(m.georadius(geo, near, 200, GeoUnit.KM)).hasSize(2);
                    assertThat(m.georadius(geo, new GeoPoint(0, 0), 1, GeoUnit.FT))
                            .isEmpty();
                },
                m -> m.georadius(text, near, 200, GeoUnit.KM));
        both(
                MsAction.GEORADIUSBYMEMBER,
                m -> assertThat(m.georadiusbymember(
                                geo,
                                "Palermo",
                                200,
                                GeoUnit.MI,
                                GeoRadiusArgs.none().withDistance().asc()))
                        .extracting(hit -> hit.name())
                        .containsExactly("Palermo", "Catania"),
                m -> m.georadiusbymember(geo, "x", 200, GeoUnit.KM));
        both(
                MsAction.PFADD,
                m -> {
                    assertThat(m.pfadd(log, "a")).isFalse();
                    assertThat(m.pfadd(other)).isTrue();
                },
                m -> m.pfadd(list, "a"));
        both(MsAction.PFCOUNT, m -> assertThat(m.pfcount(log, absent)).isEqualTo(2), m -> m.pfcount(list));
        both(
                MsAction.PFMERGE,
                m -> {
                    m.pfmerge(other, log);
                    assertThat(m.pfcount(other)).isEqualTo(2);
                },
                m -> m.pfmerge(other, list));
        always(MsAction.DBSIZE, m -> assertThat(m.dbsize()).isGreaterThanOrEqualTo(9));
        both(MsAction.FLUSHDB, MsLiveCalls::wipe, m -> m.with(REFUSED).flushdb());
        always(MsAction.PING, KuzzleMemoryStorage::ping);
        always(
                MsAction.TIME,
                m -> assertThat(m.time()).isCloseTo(Instant.now(), within(1, java.time.temporal.ChronoUnit.MINUTES)));
        both(MsAction.MEXECUTE, this::transaction, m -> m.with(REFUSED).mexecute(tx -> tx.get(text)));
    }

    private static void wipe(KuzzleMemoryStorage m) {
        m.flushdb();
        assertThat(m.dbsize()).isZero();
        assertThat(m.randomkey()).isEmpty();
    }

    private void transaction(KuzzleMemoryStorage m) {
        List<CompletableFuture<?>> futures = new ArrayList<>();
        KuzzleTransactionResult result = m.mexecute(tx -> {
            futures.add(tx.incrby(number, 2));
            futures.add(tx.incr(list));
            futures.add(tx.zrangeWithScores(zset, 0, 0));
            futures.add(tx.hgetall(hash));
        });
        assertThat(futures.get(0).join()).isEqualTo(42L);
        assertThat(futures.get(2).join()).isEqualTo(List.of(ScoredMember.of(1, "a")));
        assertThat(futures.get(3).join()).isEqualTo(Map.of("f", "1"));
        assertThat(result.failures()).containsOnlyKeys(1);
        assertThat(catchThrowable(() -> futures.get(1).join()))
                .hasCause(result.failures().get(1));
    }
}
