package dev.kvclient.kuzzle.internal.ms;

import static dev.kvclient.spi.Effect.IDEMPOTENT_WRITE;
import static dev.kvclient.spi.Effect.READ;
import static dev.kvclient.spi.Effect.WRITE;

import dev.kvclient.spi.Effect;
import java.util.Locale;

/**
 * The actions of the memory storage, and what carrying each out does. Where that depends on the arguments, the call
 * says so: a {@code set} with a condition, for one, must not be repeated.
 */
public enum MsAction {
    APPEND(WRITE),
    BITCOUNT(READ),
    BITOP(IDEMPOTENT_WRITE),
    BITPOS(READ),
    DBSIZE(READ),
    DECR(WRITE),
    DECRBY(WRITE),
    DEL(IDEMPOTENT_WRITE),
    EXISTS(READ),
    EXPIRE(IDEMPOTENT_WRITE),
    EXPIREAT(IDEMPOTENT_WRITE),
    FLUSHDB(IDEMPOTENT_WRITE),
    GEOADD(IDEMPOTENT_WRITE),
    GEODIST(READ),
    GEOHASH(READ),
    GEOPOS(READ),
    GEORADIUS(READ),
    GEORADIUSBYMEMBER(READ),
    GET(READ),
    GETBIT(READ),
    GETRANGE(READ),
    GETSET(WRITE),
    HDEL(IDEMPOTENT_WRITE),
    HEXISTS(READ),
    HGET(READ),
    HGETALL(READ),
    HINCRBY(WRITE),
    HINCRBYFLOAT(WRITE),
    HKEYS(READ),
    HLEN(READ),
    HMGET(READ),
    HMSET(IDEMPOTENT_WRITE),
    HSCAN(READ),
    HSET(IDEMPOTENT_WRITE),
    HSETNX(WRITE),
    HSTRLEN(READ),
    HVALS(READ),
    INCR(WRITE),
    INCRBY(WRITE),
    INCRBYFLOAT(WRITE),
    KEYS(READ),
    LINDEX(READ),
    LINSERT(WRITE),
    LLEN(READ),
    LPOP(WRITE),
    LPUSH(WRITE),
    LPUSHX(WRITE),
    LRANGE(READ),
    LREM(WRITE),
    LSET(IDEMPOTENT_WRITE),
    LTRIM(IDEMPOTENT_WRITE),
    MEXECUTE(WRITE),
    MGET(READ),
    MSET(IDEMPOTENT_WRITE),
    MSETNX(WRITE),
    OBJECT(READ),
    PERSIST(WRITE),
    PEXPIRE(IDEMPOTENT_WRITE),
    PEXPIREAT(IDEMPOTENT_WRITE),
    PFADD(IDEMPOTENT_WRITE),
    PFCOUNT(READ),
    PFMERGE(IDEMPOTENT_WRITE),
    PING(READ),
    PSETEX(IDEMPOTENT_WRITE),
    PTTL(READ),
    RANDOMKEY(READ),
    RENAME(WRITE),
    RENAMENX(WRITE),
    RPOP(WRITE),
    RPOPLPUSH(WRITE),
    RPUSH(WRITE),
    RPUSHX(WRITE),
    SADD(IDEMPOTENT_WRITE),
    SCAN(READ),
    SCARD(READ),
    SDIFF(READ),
    SDIFFSTORE(IDEMPOTENT_WRITE),
    SET(IDEMPOTENT_WRITE),
    SETEX(IDEMPOTENT_WRITE),
    SETNX(WRITE),
    SINTER(READ),
    SINTERSTORE(IDEMPOTENT_WRITE),
    SISMEMBER(READ),
    SMEMBERS(READ),
    SMOVE(WRITE),
    SORT(READ),
    SPOP(WRITE),
    SRANDMEMBER(READ),
    SREM(IDEMPOTENT_WRITE),
    SSCAN(READ),
    STRLEN(READ),
    SUNION(READ),
    SUNIONSTORE(IDEMPOTENT_WRITE),
    TIME(READ),
    TOUCH(IDEMPOTENT_WRITE),
    TTL(READ),
    TYPE(READ),
    ZADD(IDEMPOTENT_WRITE),
    ZCARD(READ),
    ZCOUNT(READ),
    ZINCRBY(WRITE),
    ZINTERSTORE(IDEMPOTENT_WRITE),
    ZLEXCOUNT(READ),
    ZRANGE(READ),
    ZRANGEBYLEX(READ),
    ZRANGEBYSCORE(READ),
    ZRANK(READ),
    ZREM(IDEMPOTENT_WRITE),
    ZREMRANGEBYLEX(IDEMPOTENT_WRITE),
    ZREMRANGEBYRANK(WRITE),
    ZREMRANGEBYSCORE(IDEMPOTENT_WRITE),
    ZREVRANGE(READ),
    ZREVRANGEBYLEX(READ),
    ZREVRANGEBYSCORE(READ),
    ZREVRANK(READ),
    ZSCAN(READ),
    ZSCORE(READ),
    ZUNIONSTORE(IDEMPOTENT_WRITE);

    private final Effect effect;
    private final String wireName;

    MsAction(Effect effect) {
        this.effect = effect;
        this.wireName = name().toLowerCase(Locale.ROOT);
    }

    /** What it does, with plain arguments. */
    public Effect effect() {
        return effect;
    }

    /** Its name on the wire. */
    public String wireName() {
        return wireName;
    }
}
