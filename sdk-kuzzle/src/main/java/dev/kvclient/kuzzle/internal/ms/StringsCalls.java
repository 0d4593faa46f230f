package dev.kvclient.kuzzle.internal.ms;

import static dev.kvclient.spi.Effect.WRITE;

import dev.kvclient.KvType;
import dev.kvclient.kuzzle.ms.SetArgs;
import dev.kvclient.spi.Ack;
import dev.kvclient.spi.NativeCall;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The calls of {@link dev.kvclient.kuzzle.ms.KuzzleStrings}, whose methods the methods here are. */
final class StringsCalls {
    private final MsApi api;

    StringsCalls(MsApi api) {
        this.api = api;
    }

    NativeCall<Long, Long> append(String key, String text) {
        return api.ask(MsAction.APPEND, key).body("value", text).reads(Replies::integer);
    }

    NativeCall<Long, Long> decr(String key) {
        return api.ask(MsAction.DECR, key).reads(Replies::integer);
    }

    NativeCall<Long, Long> decrby(String key, long by) {
        return api.ask(MsAction.DECRBY, key).body("value", by).reads(Replies::integer);
    }

    NativeCall<Optional<String>, Optional<String>> get(String key) {
        return api.ask(MsAction.GET, key).reads(Replies::text);
    }

    <T> NativeCall<Optional<String>, Optional<T>> get(String key, KvType<T> type) {
        Objects.requireNonNull(type, "type");
        return api.ask(MsAction.GET, key).reads(Replies::text, text -> text.flatMap(t -> api.decode(key, t, type)));
    }

    NativeCall<String, String> getrange(String key, long start, long end) {
        return api.ask(MsAction.GETRANGE, key)
                .top("start", start)
                .top("end", end)
                .reads(Replies::string);
    }

    NativeCall<Optional<String>, Optional<String>> getset(String key, Object value) {
        return api.ask(MsAction.GETSET, key).value("value", value).reads(Replies::text);
    }

    <T> NativeCall<Optional<String>, Optional<T>> getset(String key, Object value, KvType<T> type) {
        Objects.requireNonNull(type, "type");
        return api.ask(MsAction.GETSET, key)
                .value("value", value)
                .reads(Replies::text, text -> text.flatMap(t -> api.decode(key, t, type)));
    }

    NativeCall<Long, Long> incr(String key) {
        return api.ask(MsAction.INCR, key).reads(Replies::integer);
    }

    NativeCall<Long, Long> incrby(String key, long by) {
        return api.ask(MsAction.INCRBY, key).body("value", by).reads(Replies::integer);
    }

    NativeCall<Double, Double> incrbyfloat(String key, double by) {
        Refused.finite(MsAction.INCRBYFLOAT, "the value", by);
        return api.ask(MsAction.INCRBYFLOAT, key).body("value", by).reads(Replies::decimal);
    }

    NativeCall<Map<String, String>, Map<String, String>> mget(Collection<String> keys) {
        List<String> asked = List.copyOf(keys);
        return mgetting(asked).reads(tree -> found(asked, tree));
    }

    <T> NativeCall<Map<String, String>, Map<String, T>> mget(Collection<String> keys, KvType<T> type) {
        Objects.requireNonNull(type, "type");
        List<String> asked = List.copyOf(keys);
        return mgetting(asked).reads(tree -> found(asked, tree), all -> api.decodeAll(all, type));
    }

    private MsRequest mgetting(List<String> asked) {
        return api.ask(MsAction.MGET).topKeys("keys", Refused.some(MsAction.MGET, "keys", asked));
    }

    /** What there is, by what was asked for. */
    static Map<String, String> found(List<String> asked, @Nullable Object tree) {
        List<Optional<String>> texts = Replies.texts(tree);
        if (texts.size() != asked.size()) {
            throw Replies.unexpected(asked.size() + " values", tree);
        }
        Map<String, String> found = new LinkedHashMap<>();
        for (int i = 0; i < asked.size(); i++) {
            String name = asked.get(i);
            texts.get(i).ifPresent(text -> found.put(name, text));
        }
        return found;
    }

    NativeCall<Ack, Void> mset(Map<String, ?> values) {
        return api.ask(MsAction.MSET)
                .about(values.keySet())
                .entries("key", values)
                .done();
    }

    NativeCall<Boolean, Boolean> msetnx(Map<String, ?> values) {
        return api.ask(MsAction.MSETNX)
                .about(values.keySet())
                .entries("key", values)
                .reads(Replies::flag);
    }

    NativeCall<Ack, Void> psetex(String key, Object value, Duration expiry) {
        return api.ask(MsAction.PSETEX, key)
                .value("value", value)
                .body("milliseconds", Times.millis(MsAction.PSETEX, expiry))
                .done();
    }

    NativeCall<Ack, Void> set(String key, Object value) {
        return api.ask(MsAction.SET, key).value("value", value).done();
    }

    NativeCall<Boolean, Boolean> set(String key, Object value, SetArgs args) {
        MsRequest request = api.ask(MsAction.SET, key).value("value", value);
        args.ex().ifPresent(expiry -> request.body("ex", Times.seconds(MsAction.SET, expiry)));
        args.px().ifPresent(expiry -> request.body("px", Times.millis(MsAction.SET, expiry)));
        boolean conditional = args.ifAbsent() || args.ifPresent();
        return request.flag("nx", args.ifAbsent())
                .flag("xx", args.ifPresent())
                .effect(conditional ? WRITE : MsAction.SET.effect())
                .reads(Replies::okOrNull);
    }

    NativeCall<Ack, Void> setex(String key, Object value, Duration expiry) {
        return api.ask(MsAction.SETEX, key)
                .value("value", value)
                .body("seconds", Times.seconds(MsAction.SETEX, expiry))
                .done();
    }

    NativeCall<Boolean, Boolean> setnx(String key, Object value) {
        return api.ask(MsAction.SETNX, key).value("value", value).reads(Replies::flag);
    }

    NativeCall<Long, Long> strlen(String key) {
        return api.ask(MsAction.STRLEN, key).reads(Replies::integer);
    }
}
