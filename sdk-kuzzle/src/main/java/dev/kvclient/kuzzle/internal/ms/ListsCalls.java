package dev.kvclient.kuzzle.internal.ms;

import dev.kvclient.KvType;
import dev.kvclient.kuzzle.ms.ListPosition;
import dev.kvclient.spi.Ack;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.NativeCall;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** The calls of {@link dev.kvclient.kuzzle.ms.KuzzleLists}, whose methods the methods here are. */
final class ListsCalls {
    private final MsApi api;

    ListsCalls(MsApi api) {
        this.api = api;
    }

    NativeCall<Optional<String>, Optional<String>> lindex(String key, long index) {
        return element(key, index).reads(Replies::text);
    }

    <T> NativeCall<Optional<String>, Optional<T>> lindex(String key, long index, KvType<T> type) {
        return typed(element(key, index), key, type);
    }

    /** The server complains about a missing "index", and looks for this. */
    private MsRequest element(String key, long index) {
        return api.ask(MsAction.LINDEX, key).top("idx", index);
    }

    private <T> NativeCall<Optional<String>, Optional<T>> typed(MsRequest request, String key, KvType<T> type) {
        Objects.requireNonNull(type, "type");
        return request.reads(Replies::text, text -> text.flatMap(t -> api.decode(key, t, type)));
    }

    NativeCall<OptionalLong, OptionalLong> linsert(String key, ListPosition position, Object pivot, Object value) {
        return api.ask(MsAction.LINSERT, key)
                .body("position", position.name().toLowerCase(Locale.ROOT))
                .value("pivot", pivot)
                .value("value", value)
                .reads(Replies::inserted);
    }

    NativeCall<Long, Long> llen(String key) {
        return api.ask(MsAction.LLEN, key).reads(Replies::integer);
    }

    NativeCall<Optional<String>, Optional<String>> lpop(String key) {
        return api.ask(MsAction.LPOP, key).reads(Replies::text);
    }

    <T> NativeCall<Optional<String>, Optional<T>> lpop(String key, KvType<T> type) {
        return typed(api.ask(MsAction.LPOP, key), key, type);
    }

    NativeCall<Long, Long> lpush(String key, Collection<?> values) {
        return api.ask(MsAction.LPUSH, key).values(values).reads(Replies::integer);
    }

    NativeCall<Long, Long> lpushx(String key, Object value) {
        return api.ask(MsAction.LPUSHX, key).value("value", value).reads(Replies::integer);
    }

    NativeCall<List<String>, List<String>> lrange(String key, long start, long stop) {
        return range(key, start, stop).reads(Replies::strings);
    }

    <T> NativeCall<List<String>, List<T>> lrange(String key, long start, long stop, KvType<T> type) {
        Objects.requireNonNull(type, "type");
        return range(key, start, stop).reads(Replies::strings, all -> api.decodeAll(key, all, type));
    }

    private MsRequest range(String key, long start, long stop) {
        return api.ask(MsAction.LRANGE, key).top("start", start).top("stop", stop);
    }

    NativeCall<Long, Long> lrem(String key, long count, Object value) {
        return api.ask(MsAction.LREM, key)
                .body("count", count)
                .value("value", value)
                // All of them are removed once.
                .effect(count == 0 ? Effect.IDEMPOTENT_WRITE : Effect.WRITE)
                .reads(Replies::integer);
    }

    NativeCall<Ack, Void> lset(String key, long index, Object value) {
        return api.ask(MsAction.LSET, key)
                .body("index", index)
                .value("value", value)
                .done();
    }

    NativeCall<Ack, Void> ltrim(String key, long start, long stop) {
        // What is left is the same once more only if it is cut at one end, counted from the other.
        boolean head = start == 0 && stop >= 0;
        boolean tail = start < 0 && stop == -1;
        boolean all = start == 0 && stop == -1;
        return api.ask(MsAction.LTRIM, key)
                .body("start", start)
                .body("stop", stop)
                .onceIf(!head && !tail && !all)
                .done();
    }

    NativeCall<Optional<String>, Optional<String>> rpop(String key) {
        return api.ask(MsAction.RPOP, key).reads(Replies::text);
    }

    <T> NativeCall<Optional<String>, Optional<T>> rpop(String key, KvType<T> type) {
        return typed(api.ask(MsAction.RPOP, key), key, type);
    }

    NativeCall<Optional<String>, Optional<String>> rpoplpush(String source, String destination) {
        return moving(source, destination).reads(Replies::text);
    }

    <T> NativeCall<Optional<String>, Optional<T>> rpoplpush(String source, String destination, KvType<T> type) {
        return typed(moving(source, destination), source, type);
    }

    private MsRequest moving(String source, String destination) {
        return api.ask(MsAction.RPOPLPUSH).bodyKey("source", source).bodyKey("destination", destination);
    }

    NativeCall<Long, Long> rpush(String key, Collection<?> values) {
        return api.ask(MsAction.RPUSH, key).values(values).reads(Replies::integer);
    }

    NativeCall<Long, Long> rpushx(String key, Object value) {
        return api.ask(MsAction.RPUSHX, key).value("value", value).reads(Replies::integer);
    }
}
