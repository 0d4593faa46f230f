package dev.kvclient.kuzzle.internal.ms;

import dev.kvclient.KvPage;
import dev.kvclient.TimeToLive;
import dev.kvclient.kuzzle.ms.KeyType;
import dev.kvclient.kuzzle.ms.ScanArgs;
import dev.kvclient.kuzzle.ms.SortArgs;
import dev.kvclient.spi.Ack;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.NativeCall;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The calls of {@link dev.kvclient.kuzzle.ms.KuzzleKeys}, whose methods the methods here are. */
final class KeysCalls {
    private final MsApi api;

    KeysCalls(MsApi api) {
        this.api = api;
    }

    NativeCall<Long, Long> del(Collection<String> keys) {
        return api.ask(MsAction.DEL)
                .bodyKeys("keys", Refused.some(MsAction.DEL, "keys", keys))
                .reads(Replies::integer);
    }

    NativeCall<Boolean, Boolean> exists(String key) {
        return api.ask(MsAction.EXISTS).topKeys("keys", List.of(key)).reads(Replies::flag);
    }

    NativeCall<Long, Long> exists(Collection<String> keys) {
        return api.ask(MsAction.EXISTS)
                .topKeys("keys", Refused.some(MsAction.EXISTS, "keys", keys))
                .reads(Replies::integer);
    }

    NativeCall<Boolean, Boolean> expire(String key, Duration after) {
        return api.ask(MsAction.EXPIRE, key)
                .body("seconds", Times.seconds(MsAction.EXPIRE, after))
                .reads(Replies::flag);
    }

    NativeCall<Boolean, Boolean> expireat(String key, Instant at) {
        return api.ask(MsAction.EXPIREAT, key)
                .body("timestamp", Times.secondsAt(MsAction.EXPIREAT, at))
                .reads(Replies::flag);
    }

    NativeCall<List<String>, List<String>> keys(String pattern) {
        return api.ask(MsAction.KEYS)
                .top("pattern", Refused.notEmpty(MsAction.KEYS, "the pattern", pattern))
                .barrierIf(true)
                .reads(Replies::strings);
    }

    NativeCall<Optional<String>, Optional<String>> objectEncoding(String key) {
        return object(key, "encoding").reads(Replies::text);
    }

    NativeCall<OptionalLong, OptionalLong> objectFreq(String key) {
        return object(key, "freq").reads(Replies::rank);
    }

    NativeCall<Optional<Duration>, Optional<Duration>> objectIdletime(String key) {
        return object(key, "idletime").reads(Replies::seconds);
    }

    NativeCall<OptionalLong, OptionalLong> objectRefcount(String key) {
        return object(key, "refcount").reads(Replies::rank);
    }

    private MsRequest object(String key, String subcommand) {
        return api.ask(MsAction.OBJECT, key).top("subcommand", subcommand);
    }

    NativeCall<Boolean, Boolean> persist(String key) {
        return api.ask(MsAction.PERSIST, key).reads(Replies::flag);
    }

    NativeCall<Boolean, Boolean> pexpire(String key, Duration after) {
        return api.ask(MsAction.PEXPIRE, key)
                .body("milliseconds", Times.millis(MsAction.PEXPIRE, after))
                .reads(Replies::flag);
    }

    NativeCall<Boolean, Boolean> pexpireat(String key, Instant at) {
        return api.ask(MsAction.PEXPIREAT, key)
                .body("timestamp", Times.millisAt(MsAction.PEXPIREAT, at))
                .reads(Replies::flag);
    }

    NativeCall<TimeToLive, TimeToLive> pttl(String key) {
        return api.ask(MsAction.PTTL, key).reads(tree -> Replies.ttl(tree, Duration::ofMillis));
    }

    NativeCall<Optional<String>, Optional<String>> randomkey() {
        return api.ask(MsAction.RANDOMKEY).barrierIf(true).reads(Replies::text);
    }

    NativeCall<Ack, Void> rename(String key, String newKey) {
        return api.ask(MsAction.RENAME, key).bodyKey("newkey", newKey).done();
    }

    NativeCall<Boolean, Boolean> renamenx(String key, String newKey) {
        return api.ask(MsAction.RENAMENX, key).bodyKey("newkey", newKey).reads(Replies::flag);
    }

    NativeCall<KvPage<String>, KvPage<String>> scan(ScanArgs args) {
        return api.ask(MsAction.SCAN).scan(args).barrierIf(true).reads(tree -> Replies.page(tree, Replies::strings));
    }

    NativeCall<List<Optional<String>>, List<Optional<String>>> sort(String key, SortArgs args) {
        return sorting(key, args).reads(Replies::texts);
    }

    NativeCall<Long, Long> sortStore(String key, SortArgs args, String destination) {
        return sorting(key, args)
                .bodyKey("store", destination)
                // Once more would sort what came of it, or take a part of a part.
                .effect(key.equals(destination) ? Effect.WRITE : Effect.IDEMPOTENT_WRITE)
                .reads(Replies::integer);
    }

    /** Sent like what writes, although it does not write. */
    private MsRequest sorting(String key, SortArgs args) {
        MsRequest request = api.ask(MsAction.SORT, key).flag("alpha", args.isAlpha());
        args.ascending().ifPresent(ascending -> request.body("direction", ascending ? "ASC" : "DESC"));
        args.by().ifPresent(pattern -> request.body("by", pattern));
        args.limit().ifPresent(part -> request.body("limit", List.of(part.offset(), part.count())));
        if (!args.get().isEmpty()) {
            request.bodyTexts("get", args.get());
        }
        return request.barrierIf(args.by().isPresent() || !args.get().isEmpty());
    }

    NativeCall<Long, Long> touch(Collection<String> keys) {
        return api.ask(MsAction.TOUCH)
                .bodyKeys("keys", Refused.some(MsAction.TOUCH, "keys", keys))
                .reads(Replies::integer);
    }

    NativeCall<TimeToLive, TimeToLive> ttl(String key) {
        return api.ask(MsAction.TTL, key).reads(tree -> Replies.ttl(tree, Duration::ofSeconds));
    }

    NativeCall<KeyType, KeyType> type(String key) {
        return api.ask(MsAction.TYPE, key).reads(Replies::type);
    }
}
