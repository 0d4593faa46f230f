package dev.kvclient.kuzzle.internal;

import dev.kvclient.Cursor;
import dev.kvclient.KvType;
import dev.kvclient.TimeToLive;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvSerializationException;
import dev.kvclient.kuzzle.ms.BitOperation;
import dev.kvclient.kuzzle.ms.KeyType;
import dev.kvclient.kuzzle.ms.KuzzleMemoryStorage;
import dev.kvclient.kuzzle.ms.ScanArgs;
import dev.kvclient.kuzzle.ms.SetArgs;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Strings, bits, keys and the server, as they were recorded. */
final class MsPlainRecordings {
    private static final Class<KvRequestException> WRONG = KvRequestException.class;
    private static final KuzzleMemoryStorage NOBODY =
            new NativeKuzzle(Settings.unconnected(), new FakePipeline(new FakeExchange("null"))).ms();
    private static final String UNICODE = "é漢字🎉\u0000\u001f\"\\/";

    private MsPlainRecordings() {}

    private static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    static void server(MsRecordings all) {
        all.does("flushdb", KuzzleMemoryStorage::flushdb)
                .gives("dbsize-empty", 0L, KuzzleMemoryStorage::dbsize)
                .gives("dbsize", 27L, KuzzleMemoryStorage::dbsize)
                .gives("randomkey-empty", Optional.empty(), KuzzleMemoryStorage::randomkey)
                .gives("randomkey", Optional.of("so"), KuzzleMemoryStorage::randomkey)
                .does("ping", KuzzleMemoryStorage::ping)
                .gives("time", Instant.ofEpochSecond(1_795_144_109, 407_760_000), KuzzleMemoryStorage::time);
    }

    static void set(MsRecordings all) {
        SetArgs none = SetArgs.none();
        all.does("set", ms -> ms.set("s", "hello"))
                .gives("set-overwrite", true, ms -> ms.set("s", "again", none))
                .gives("set-ex", true, ms -> ms.set("s:ex", "v", none.ex(Duration.ofSeconds(100))))
                .gives("set-px", true, ms -> ms.set("s:px", "v", none.px(Duration.ofSeconds(100))))
                .gives("set-px-short", true, ms -> ms.set("s:short", "v", none.px(Duration.ofMillis(40))))
                .does("set-over-ttl", ms -> ms.set("s:ex", "plain set drops the ttl"))
                .gives("set-nx-new", true, ms -> ms.set("s:nx", "first", none.nx()))
                .gives("set-nx-existing", false, ms -> ms.set("s:nx", "second", none.nx()))
                .gives("set-xx-existing", true, ms -> ms.set("s:nx", "third", none.xx()))
                .gives("set-xx-absent", false, ms -> ms.set("s:none", "v", none.xx()))
                .gives("set-nx-ex", true, ms -> ms.set("s:nxex", "v", none.nx().ex(Duration.ofSeconds(50))))
                .does("set-max-long", ms -> ms.set("c:max", "9223372036854775807"))
                .does("set-below-max-long", ms -> ms.set("c:max", "9223372036854775800"))
                .does("set-value-empty", ms -> ms.set("s:e", ""))
                .does("set-value-integer", ms -> ms.set("s:i", 42))
                .does("set-value-float", ms -> ms.set("s:f", 3.14))
                .does("set-value-big-number", ms -> ms.set("s:big", 9_007_199_254_740_992L))
                .does("set-value-exponent", ms -> ms.set("s:exp", 1e25))
                .does("set-value-json-text", ms -> ms.set("s:j", "{\"a\":1,\"b\":[true,null]}"))
                .does("set-value-unicode", ms -> ms.set("s:u", UNICODE))
                .does("set-key-unicode", ms -> ms.set("clé:漢 字/?&#%", "v"))
                .refuses("set-ex-and-px", () -> none.ex(Duration.ofSeconds(1)).px(Duration.ofSeconds(1)))
                .refuses("set-nx-and-xx", () -> none.nx().xx())
                .refuses("set-ex-zero", () -> none.ex(Duration.ZERO))
                .refuses("set-ex-negative", () -> none.ex(Duration.ofSeconds(-1)))
                .refuses("set-ex-fraction", () -> none.ex(Duration.ofMillis(1_500)))
                .refuses("set-id-empty", () -> NOBODY.set("", "v"))
                .refuses("set-value-lone-surrogate", () -> NOBODY.set("s:ls", "a\ud800b"))
                .leavesOut(
                        "an expiry is a duration, a condition is a flag, and there are no others",
                        "set-ex-text",
                        "set-ex-not-a-number",
                        "set-ex-null",
                        "set-nx-as-text",
                        "set-keepttl-ignored",
                        "set-get-ignored")
                .leavesOut(
                        "what is no string is sent as JSON text",
                        "set-value-object",
                        "set-value-array",
                        "set-value-null",
                        "set-value-true",
                        "set-value-false",
                        "getset-object",
                        "getset-true",
                        "mset-false-value",
                        "mset-object-value",
                        "hmset-object-value")
                .leavesOut(
                        "arguments are where they belong",
                        "set-value-missing",
                        "set-no-body",
                        "set-no-id",
                        "set-id-number",
                        "set-value-at-top-level",
                        "set-body-is-text",
                        "set-body-is-array",
                        "getset-null",
                        "mset-no-body",
                        "mget-comma-text",
                        "mget-body-keys",
                        "mget-missing-keys",
                        "getrange-no-end",
                        "exists-body-keys",
                        "del-args-keys",
                        "del-key-text",
                        "keys-missing-pattern",
                        "scan-missing-cursor",
                        "scan-count-text",
                        "hset-no-field",
                        "lpush-missing",
                        "lindex-index-name",
                        "zadd-no-member",
                        "zadd-bad-score",
                        "zrange-withscores-text",
                        "zrangebyscore-limit-text",
                        "zrangebyscore-bad-limit",
                        "incrby-text",
                        "incrby-fraction");
    }

    static void strings(MsRecordings all) {
        all.gives("get", Optional.of("hello"), ms -> ms.get("s"))
                .gives("get-absent", Optional.empty(), ms -> ms.get("absent"))
                .gives("get-expired", Optional.empty(), ms -> ms.get("s:short"))
                .gives("get-value-object", Optional.empty(), ms -> ms.get("s:o"))
                .gives("get-value-empty", Optional.of(""), ms -> ms.get("s:e"))
                .gives("get-value-integer", Optional.of(42), ms -> ms.get("s:i", Integer.class))
                .gives("get-value-float", Optional.of(3.14), ms -> ms.get("s:f", Double.class))
                .gives("get-value-big-number", Optional.of("9007199254740992"), ms -> ms.get("s:big"))
                .gives("get-value-exponent", Optional.of(1e25), ms -> ms.get("s:exp", Double.class))
                .gives(
                        "get-value-json-text",
                        Optional.of(ordered("a", 1, "b", java.util.Arrays.asList(true, null))),
                        ms -> ms.get("s:j", new KvType<Map<String, Object>>() {}))
                .gives("get-value-unicode", Optional.of(UNICODE), ms -> ms.get("s:u", String.class))
                .gives("get-value-lone-surrogate", Optional.of("a\ufffdb"), ms -> ms.get("s:ls"))
                .gives("get-key-unicode", Optional.of("v"), ms -> ms.get("clé:漢 字/?&#%"))
                .gives("get-after-getset-object", Optional.of("[object Object]"), ms -> ms.get("s:gso"))
                .gives("get-after-getset-true", Optional.of(true), ms -> ms.get("s:gst", Boolean.class))
                .gives("get-after-mset-object", Optional.of("[object Object]"), ms -> ms.get("m4"))
                .gives("get-after-refused-mexecute", Optional.empty(), ms -> ms.get("x2"))
                .fails("get-on-list", WRONG, ms -> ms.get("l2"))
                .gives("getset", Optional.of("w"), ms -> ms.getset("s", "new"))
                .gives("getset-absent", Optional.empty(), ms -> ms.getset("s:gs", "new"))
                .does("setex", ms -> ms.setex("s:sx", "v", Duration.ofSeconds(10)))
                .does("psetex", ms -> ms.psetex("s:psx", "v", Duration.ofSeconds(10)))
                .gives("setnx-new", true, ms -> ms.setnx("s:snx", "v"))
                .gives("setnx-existing", false, ms -> ms.setnx("s:snx", "w"))
                .refuses("setex-zero", () -> NOBODY.setex("s:sx", "v", Duration.ZERO))
                .does("mset", ms -> ms.mset(ordered("m1", "a", "m2", 2)))
                .refuses("mset-empty-value", () -> NOBODY.mset(Map.of("m3", "")))
                .refuses("mset-no-entries", () -> NOBODY.mset(Map.of()))
                .gives("mget", Map.of("m1", "a", "m2", "2"), ms -> ms.mget("m1", "absent", "m2"))
                .gives("mget-on-list", Map.of("s", "new"), ms -> ms.mget("s", "l2"))
                .refuses("mget-none", () -> NOBODY.mget())
                .gives("msetnx-new", true, ms -> ms.msetnx(ordered("mn1", "a", "mn2", "b")))
                .gives("msetnx-one-exists", false, ms -> ms.msetnx(ordered("mn2", "c", "mn3", "d")))
                .gives("append-new", 5L, ms -> ms.append("s:ap", "Hello"))
                .gives("append", 11L, ms -> ms.append("s:ap", " World"))
                .gives("strlen", 11L, ms -> ms.strlen("s:ap"))
                .gives("strlen-absent", 0L, ms -> ms.strlen("absent"))
                .gives("strlen-unicode", 17L, ms -> ms.strlen("s:u"))
                .gives("getrange", "Hello", ms -> ms.getrange("s:ap", 0, 4))
                .gives("getrange-negative", "World", ms -> ms.getrange("s:ap", -5, -1))
                .gives("getrange-absent", "", ms -> ms.getrange("absent", 0, 4))
                .gives("incr-new", 1L, ms -> ms.incr("c"))
                .gives("incr", 2L, ms -> ms.incr("c"))
                .gives("incrby", 12L, ms -> ms.incrby("c", 10))
                .gives("incrby-negative", 9L, ms -> ms.incrby("c", -3))
                .gives("incrbyfloat", 17.5, ms -> ms.incrbyfloat("c", 1.5))
                .fails("incr-on-float", WRONG, ms -> ms.incr("c"))
                .fails("incr-on-text", WRONG, ms -> ms.incr("s"))
                .fails("incr-overflow", WRONG, ms -> ms.incr("c:max"))
                .fails("incr-beyond-double", KvSerializationException.class, ms -> ms.incr("c:max"))
                .gives("decr", -1L, ms -> ms.decr("c2"))
                .gives("decrby", -6L, ms -> ms.decrby("c2", 5))
                .leavesOut("Kuzzle has no such action", "setrange", "setbit", "unknown-action", "blocking-action")
                .leavesOut("Kuzzle has no such action", "eval-action")
                .leavesOut("tokens are looked at elsewhere", "get-with-jwt", "with-api-key");
    }

    static void bits(MsRecordings all) {
        all.gives("getbit", true, ms -> ms.getbit("s:ap", 1))
                .gives("bitcount", 43L, ms -> ms.bitcount("s:ap"))
                .gives("bitcount-range", 2L, ms -> ms.bitcount("s:ap", 0, 0))
                .gives("bitop", 11L, ms -> ms.bitop(BitOperation.AND, "s:bitop", "s:ap", "s:bits"))
                .gives("bitpos", OptionalLong.of(1), ms -> ms.bitpos("s:ap", true))
                .gives("bitpos-range", OptionalLong.of(9), ms -> ms.bitpos("s:ap", true, 1, 3));
    }

    static void keys(MsRecordings all) {
        TimeToLive hundred = TimeToLive.of(Duration.ofSeconds(100));
        all.gives("ttl-of-ex", hundred, ms -> ms.ttl("s:ex"))
                .gives("pttl-of-px", TimeToLive.of(Duration.ofMillis(99_997)), ms -> ms.pttl("s:px"))
                .gives("ttl-after-plain-set", TimeToLive.persistent(), ms -> ms.ttl("s:ex"))
                .gives("ttl-after-keepttl", TimeToLive.persistent(), ms -> ms.ttl("s:px"))
                .gives("ttl", TimeToLive.of(Duration.ofMinutes(1)), ms -> ms.ttl("s"))
                .gives("pttl", TimeToLive.of(Duration.ofMillis(59_999)), ms -> ms.pttl("s"))
                .gives("ttl-none", TimeToLive.persistent(), ms -> ms.ttl("s"))
                .gives("ttl-absent", TimeToLive.absent(), ms -> ms.ttl("absent"))
                .gives("pttl-absent", TimeToLive.absent(), ms -> ms.pttl("absent"))
                .gives("exists", 2L, ms -> ms.exists(List.of("s", "absent", "c")))
                .gives("exists-after-negative-expire", false, ms -> ms.exists("mn2"))
                .refuses("exists-none", () -> NOBODY.exists(List.of()))
                .gives("del", 2L, ms -> ms.del("m1", "absent", "m2"))
                .gives("del-absent", 0L, ms -> ms.del("absent"))
                .refuses("del-none", () -> NOBODY.del())
                .gives("expire", true, ms -> ms.expire("s", Duration.ofMinutes(1)))
                .gives("expire-absent", false, ms -> ms.expire("absent", Duration.ofMinutes(1)))
                .refuses("expire-negative-deletes", () -> NOBODY.expire("mn2", Duration.ofSeconds(-1)))
                .gives("pexpire", true, ms -> ms.pexpire("s", Duration.ofMinutes(1)))
                .gives("expireat", true, ms -> ms.expireat("s", Instant.ofEpochSecond(1_795_144_609)))
                .gives("pexpireat", true, ms -> ms.pexpireat("s", Instant.ofEpochMilli(1_795_144_609_000L)))
                .gives("persist", true, ms -> ms.persist("s"))
                .gives("persist-again", false, ms -> ms.persist("s"))
                .gives("keys", List.of("s:big", "s:bitop"), ms -> ms.keys("s:b*"))
                .gives("keys-none", List.of(), ms -> ms.keys("zzz*"))
                .gives(
                        "scan",
                        Optional.of(Cursor.parse("22")),
                        ms -> ms.scan(ScanArgs.all()).next())
                .gives(
                        "scan-text-cursor",
                        List.of("c:max", "clé:漢 字/?&#%", "c2", "c"),
                        ms -> ms.scan(ScanArgs.matching("c*").count(1_000).from(Cursor.parse("0")))
                                .items())
                .does("rename", ms -> ms.rename("s:ap", "s:ap2"))
                .fails("rename-absent", WRONG, ms -> {
                    ms.rename("absent", "s:x");
                    return "renamed";
                })
                .gives("renamenx", true, ms -> ms.renamenx("s:ap2", "s:ap3"))
                .gives("renamenx-taken", false, ms -> ms.renamenx("s:ap3", "s"))
                .gives("touch", 1L, ms -> ms.touch("s", "absent"))
                .gives("type-string", KeyType.STRING, ms -> ms.type("s"))
                .gives("type-absent", KeyType.NONE, ms -> ms.type("absent"))
                .gives("type-list", KeyType.LIST, ms -> ms.type("l2"))
                .gives("type-hash", KeyType.HASH, ms -> ms.type("h"))
                .gives("type-zset", KeyType.SORTED_SET, ms -> ms.type("g"))
                .gives("type-set", KeyType.SET, ms -> ms.type("set5"))
                .gives("object-encoding", Optional.of("int"), ms -> ms.objectEncoding("s:i"))
                .gives("object-refcount", OptionalLong.of(1), ms -> ms.objectRefcount("s"))
                .gives("object-idletime", Optional.of(Duration.ZERO), ms -> ms.objectIdletime("s"))
                .gives("object-absent", Optional.empty(), ms -> ms.objectEncoding("absent"))
                .leavesOut("each question has a method", "object-bad");
    }
}
