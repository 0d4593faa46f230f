package dev.kvclient.kuzzle.internal.ms;

import dev.kvclient.KvPage;
import dev.kvclient.KvType;
import dev.kvclient.kuzzle.ms.ScanArgs;
import dev.kvclient.spi.Ack;
import dev.kvclient.spi.NativeCall;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The calls of {@link dev.kvclient.kuzzle.ms.KuzzleHashes}, whose methods the methods here are. */
final class HashesCalls {
    private final MsApi api;

    HashesCalls(MsApi api) {
        this.api = api;
    }

    NativeCall<Long, Long> hdel(String key, Collection<String> fields) {
        return api.ask(MsAction.HDEL, key).bodyTexts("fields", fields).reads(Replies::integer);
    }

    NativeCall<Boolean, Boolean> hexists(String key, String field) {
        return api.ask(MsAction.HEXISTS, key).top("field", field).reads(Replies::flag);
    }

    NativeCall<Optional<String>, Optional<String>> hget(String key, String field) {
        return api.ask(MsAction.HGET, key).top("field", field).reads(Replies::text);
    }

    <T> NativeCall<Optional<String>, Optional<T>> hget(String key, String field, KvType<T> type) {
        Objects.requireNonNull(type, "type");
        return api.ask(MsAction.HGET, key)
                .top("field", field)
                .reads(Replies::text, text -> text.flatMap(t -> api.decode(key, t, type)));
    }

    NativeCall<Map<String, String>, Map<String, String>> hgetall(String key) {
        return api.ask(MsAction.HGETALL, key).reads(Replies::fields);
    }

    <T> NativeCall<Map<String, String>, Map<String, T>> hgetall(String key, KvType<T> type) {
        Objects.requireNonNull(type, "type");
        return api.ask(MsAction.HGETALL, key).reads(Replies::fields, all -> api.decodeAll(all, type));
    }

    NativeCall<Long, Long> hincrby(String key, String field, long by) {
        return api.ask(MsAction.HINCRBY, key)
                .body("field", field)
                .body("value", by)
                .reads(Replies::integer);
    }

    NativeCall<Double, Double> hincrbyfloat(String key, String field, double by) {
        Refused.finite(MsAction.HINCRBYFLOAT, "the value", by);
        return api.ask(MsAction.HINCRBYFLOAT, key)
                .body("field", field)
                .body("value", by)
                .reads(Replies::decimal);
    }

    NativeCall<List<String>, List<String>> hkeys(String key) {
        return api.ask(MsAction.HKEYS, key).reads(Replies::strings);
    }

    NativeCall<Long, Long> hlen(String key) {
        return api.ask(MsAction.HLEN, key).reads(Replies::integer);
    }

    NativeCall<Map<String, String>, Map<String, String>> hmget(String key, Collection<String> fields) {
        List<String> asked = List.copyOf(fields);
        return api.ask(MsAction.HMGET, key).topTexts("fields", asked).reads(tree -> StringsCalls.found(asked, tree));
    }

    <T> NativeCall<Map<String, String>, Map<String, T>> hmget(String key, Collection<String> fields, KvType<T> type) {
        Objects.requireNonNull(type, "type");
        List<String> asked = List.copyOf(fields);
        return api.ask(MsAction.HMGET, key)
                .topTexts("fields", asked)
                .reads(tree -> StringsCalls.found(asked, tree), all -> api.decodeAll(all, type));
    }

    NativeCall<Ack, Void> hmset(String key, Map<String, ?> values) {
        return api.ask(MsAction.HMSET, key).entries("field", values).done();
    }

    NativeCall<KvPage<Map.Entry<String, String>>, KvPage<Map.Entry<String, String>>> hscan(String key, ScanArgs args) {
        return api.ask(MsAction.HSCAN, key).scan(args).reads(tree -> Replies.page(tree, Replies::entries));
    }

    NativeCall<Boolean, Boolean> hset(String key, String field, Object value) {
        return api.ask(MsAction.HSET, key)
                .body("field", field)
                .value("value", value)
                .reads(Replies::flag);
    }

    NativeCall<Boolean, Boolean> hsetnx(String key, String field, Object value) {
        return api.ask(MsAction.HSETNX, key)
                .body("field", field)
                .value("value", value)
                .reads(Replies::flag);
    }

    NativeCall<Long, Long> hstrlen(String key, String field) {
        return api.ask(MsAction.HSTRLEN, key).top("field", field).reads(Replies::integer);
    }

    NativeCall<List<String>, List<String>> hvals(String key) {
        return api.ask(MsAction.HVALS, key).reads(Replies::strings);
    }

    <T> NativeCall<List<String>, List<T>> hvals(String key, KvType<T> type) {
        Objects.requireNonNull(type, "type");
        return api.ask(MsAction.HVALS, key).reads(Replies::strings, all -> api.decodeAll(key, all, type));
    }
}
