package dev.kvclient.ndb.internal;

import static dev.kvclient.spi.Effect.IDEMPOTENT_WRITE;
import static dev.kvclient.spi.Effect.READ;
import static dev.kvclient.spi.Effect.WRITE;

import dev.kvclient.DeleteResult.Existed;
import dev.kvclient.KvType;
import dev.kvclient.WriteEffect;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.ndb.NdbAdded;
import dev.kvclient.ndb.NdbFind;
import dev.kvclient.ndb.NdbGeneration;
import dev.kvclient.ndb.NdbLoaded;
import dev.kvclient.ndb.NdbSaved;
import dev.kvclient.spi.Ack;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.NativeCall;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The calls of {@link dev.kvclient.ndb.NdbKeys}, whose methods the methods here are. */
final class KeysCalls {
    /** What the session generation answers a KV_UPDATE with whose path it cannot read. */
    private static final int UNKNOWN = 1000;

    private final NdbApi api;
    private final @Nullable SessionHandle session;
    private final NdbKeyMessages messages;
    private final NativeKeyMessages more;

    /** Of that session; null for the client's own, and for generation B. */
    KeysCalls(NdbApi api, @Nullable SessionHandle session) {
        this.api = api;
        this.session = session;
        this.messages = new NdbKeyMessages(api.connection(), session == null ? null : session.token());
        this.more = new NativeKeyMessages(api.connection(), session == null ? null : session.token());
    }

    NativeCall<Map<String, WriteEffect>, WriteEffect> set(String key, Object value) {
        return api.call(setting(one(key, value)), all -> only(all));
    }

    NativeCall<Map<String, WriteEffect>, Map<String, WriteEffect>> set(Map<String, ?> values) {
        return api.call(setting(values));
    }

    private NdbCall<Map<String, WriteEffect>> setting(Map<String, ?> values) {
        Map<String, StoredValue.Json> encoded = api.encode("KV_SET", values);
        return storing(
                "KV_SET",
                IDEMPOTENT_WRITE,
                Need.ANY,
                encoded,
                Map.of(),
                (x, dialect) -> x.send(messages.set(encoded))
                        .thenApply(statuses -> KeyReplies.effects(encoded.keySet(), statuses, told(x, dialect))));
    }

    NativeCall<Ack, Void> setQuiet(String key, Object value) {
        return setQuiet(one(key, value));
    }

    NativeCall<Ack, Void> setQuiet(Map<String, ?> values) {
        Map<String, StoredValue.Json> encoded = api.encode("KV_SETQ", values);
        return api.done(storing(
                "KV_SETQ",
                IDEMPOTENT_WRITE,
                Need.SESSION,
                encoded,
                Ack.DONE,
                (x, dialect) -> x.send(more.setQuiet(encoded))));
    }

    NativeCall<Map<String, NdbAdded>, NdbAdded> add(String key, Object value) {
        return api.call(adding(one(key, value)), all -> only(all));
    }

    NativeCall<Map<String, NdbAdded>, Map<String, NdbAdded>> add(Map<String, ?> values) {
        return api.call(adding(values));
    }

    private NdbCall<Map<String, NdbAdded>> adding(Map<String, ?> values) {
        Map<String, StoredValue.Json> encoded = api.encode("KV_ADD", values);
        return storing(
                "KV_ADD",
                WRITE,
                Need.ANY,
                encoded,
                Map.of(),
                (x, dialect) -> x.send(messages.add(encoded))
                        .thenApply(statuses -> KeyReplies.added(encoded.keySet(), statuses, told(x, dialect))));
    }

    NativeCall<Set<String>, Set<String>> addQuiet(Map<String, ?> values) {
        Map<String, StoredValue.Json> encoded = api.encode("KV_ADDQ", values);
        return api.call(storing(
                "KV_ADDQ", WRITE, Need.SESSION, encoded, Set.of(), (x, dialect) -> x.send(more.addQuiet(encoded))));
    }

    <T> NativeCall<Map<String, StoredValue.Json>, Optional<T>> get(String key, KvType<T> type) {
        Objects.requireNonNull(type, "type");
        return api.call(
                getting(keys("KV_GET", List.of(key))),
                found -> Optional.ofNullable(found.get(key)).flatMap(json -> decode(key, json, type)));
    }

    <T> NativeCall<Map<String, StoredValue.Json>, Map<String, T>> get(Collection<String> keys, KvType<T> type) {
        Objects.requireNonNull(type, "type");
        List<String> asked = keys("KV_GET", keys);
        return api.call(getting(asked), found -> decodeAll(asked, found, type));
    }

    private NdbCall<Map<String, StoredValue.Json>> getting(List<String> asked) {
        return asking("KV_GET", READ, asked, Map.of(), x -> x.send(messages.get(asked)));
    }

    NativeCall<Map<String, Existed>, Existed> remove(String key) {
        return api.call(removing(List.of(key)), all -> only(all));
    }

    NativeCall<Map<String, Existed>, Map<String, Existed>> remove(Collection<String> keys) {
        return api.call(removing(keys));
    }

    private NdbCall<Map<String, Existed>> removing(Collection<String> keys) {
        List<String> asked = keys("KV_RMV", keys);
        return about(
                "KV_RMV",
                IDEMPOTENT_WRITE,
                Need.ANY,
                asked,
                Map.of(),
                (x, dialect) -> x.send(messages.remove(asked))
                        .thenApply(statuses -> KeyReplies.existed(asked, statuses, told(x, dialect))));
    }

    NativeCall<Set<String>, Boolean> contains(String key) {
        return api.call(containing(List.of(key)), there -> !there.isEmpty());
    }

    NativeCall<Set<String>, Set<String>> contains(Collection<String> keys) {
        return api.call(containing(keys));
    }

    private NdbCall<Set<String>> containing(Collection<String> keys) {
        List<String> asked = keys("KV_CONTAINS", keys);
        return asking(
                "KV_CONTAINS",
                READ,
                asked,
                Set.of(),
                x -> x.send(messages.contains(asked)).thenApply(there -> {
                    Set<String> inOrder = new LinkedHashSet<>(asked);
                    inOrder.retainAll(there);
                    return inOrder;
                }));
    }

    NativeCall<Long, Long> count() {
        return api.call(call("KV_COUNT", READ, Need.ANY, (x, dialect) -> x.send(messages.count()))
                .asBarrier());
    }

    NativeCall<List<String>, List<String>> keys() {
        return api.call(call("KV_KEYS", READ, Need.ANY, (x, dialect) -> x.send(messages.keys()))
                .asBarrier());
    }

    NativeCall<Long, Long> clear() {
        return api.call(call("KV_CLEAR", IDEMPOTENT_WRITE, Need.ANY, (x, dialect) -> x.send(messages.clear()))
                .asBarrier());
    }

    NativeCall<Long, Long> clearSet(Map<String, ?> values) {
        Map<String, StoredValue.Json> encoded = api.encode("KV_CLEAR_SET", values);
        return api.call(call(
                        "KV_CLEAR_SET",
                        IDEMPOTENT_WRITE,
                        Need.ANY,
                        (x, dialect) -> x.send(more.clearSet(dialect, encoded)))
                .asBarrier()
                .weighing(weight(encoded)));
    }

    NativeCall<List<String>, List<String>> findKeys(NdbFind find) {
        return api.call(finding(find, List.of(), more::findKeys));
    }

    <T> NativeCall<Map<String, StoredValue.Json>, Map<String, T>> findValues(NdbFind find, KvType<T> type) {
        Objects.requireNonNull(type, "type");
        return api.call(finding(find, Map.of(), more::findValues), found -> decodeAll(found.keySet(), found, type));
    }

    NativeCall<List<String>, List<String>> findPaths(NdbFind find) {
        return api.call(finding(find, List.of(), more::findPaths));
    }

    private <R> NdbCall<R> finding(NdbFind find, R nothing, Function<NdbFind, NdbMessage<R>> message) {
        Refused.text("KV_FIND", "the path", find.path());
        if (find.keys().isEmpty()) {
            return call("KV_FIND", READ, Need.SESSION, (x, dialect) -> x.send(message.apply(find)))
                    .asBarrier();
        }
        List<String> asked = keys("KV_FIND", find.keys().get());
        NdbFind distinct = find.in(asked);
        return about("KV_FIND", READ, Need.SESSION, asked, nothing, (x, dialect) -> x.send(message.apply(distinct)));
    }

    NativeCall<Long, Long> update(String key, String path, Object value) {
        Refused.text("KV_UPDATE", "the path", path);
        StoredValue.Json encoded = api.encode("KV_UPDATE", value);
        return api.call(about(
                        "KV_UPDATE",
                        WRITE,
                        Need.SESSION,
                        keys("KV_UPDATE", List.of(key)),
                        0L,
                        (x, dialect) -> x.send(more.update(key, path, encoded)))
                .weighing(encoded.size())
                .describing(KeysCalls::perhapsThePath));
    }

    private static KvException perhapsThePath(KvException e) {
        Failure f = e.failure();
        if (f.status().orElse(0) != UNKNOWN) {
            return e;
        }
        return new KvRequestException(
                Failure.of(f.outcome(), "the server failed, as it does for a path that is no JSONPath (1000 Unknown)")
                        .backend("ndb")
                        .key(f.key().orElse(null))
                        .backendCode(f.backendCode().orElse(null))
                        .status(UNKNOWN)
                        .attempts(f.attempts())
                        .nativeError(f.nativeError().orElse(null)));
    }

    NativeCall<NdbSaved, NdbSaved> save(String name) {
        Refused.saveName("KV_SAVE", name, allowPaths());
        return api.call(call("KV_SAVE", WRITE, Need.STATUS, (x, dialect) -> x.send(more.save(name)))
                .asBarrier()
                .about(name));
    }

    NativeCall<NdbLoaded, NdbLoaded> load(String name) {
        Refused.saveName("KV_LOAD", name, allowPaths());
        return api.call(call("KV_LOAD", IDEMPOTENT_WRITE, Need.STATUS, (x, dialect) -> x.send(more.load(name)))
                .asBarrier()
                .about(name));
    }

    private boolean allowPaths() {
        return api.connection().settings().allowSavePaths();
    }

    // What they have in common.

    private static Map<String, Object> one(String key, Object value) {
        return Map.of(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
    }

    private static <V> V only(Map<String, V> all) {
        return all.values().iterator().next();
    }

    private static List<String> keys(String operation, Collection<String> keys) {
        keys.forEach(key -> Refused.text(operation, "the key", key));
        return List.copyOf(new LinkedHashSet<>(keys));
    }

    /** Whether the answer tells what became of each key. */
    private static boolean told(Exchange x, Dialect dialect) {
        return dialect.generation() == NdbGeneration.SESSION && !x.repeated();
    }

    private <R> NdbCall<R> call(String operation, Effect effect, Need need, NdbCall.Body<R> body) {
        SessionHandle in = session;
        if (in == null) {
            return NdbCall.of(api, operation, effect, need, body);
        }
        in.requireOpen(operation);
        return NdbCall.of(api, operation, effect, need == Need.ANY ? Need.SESSION : need, body)
                .describing(in::describe);
    }

    /** About keys; of none of them without asking anybody. */
    private <R> NdbCall<R> about(
            String operation, Effect effect, Need need, List<String> keys, R nothing, NdbCall.Body<R> body) {
        NdbCall<R> call = call(
                operation,
                effect,
                need,
                (x, dialect) -> keys.isEmpty() ? CompletableFuture.completedFuture(nothing) : body.run(x, dialect));
        SessionHandle in = session;
        NdbCall<R> ordered =
                call.inLanes(in == null ? keys : keys.stream().map(in::lane).toList());
        return ordered.about(keys);
    }

    private <R> NdbCall<R> asking(
            String operation,
            Effect effect,
            List<String> keys,
            R nothing,
            Function<Exchange, CompletableFuture<R>> body) {
        return about(operation, effect, Need.ANY, keys, nothing, (x, dialect) -> body.apply(x));
    }

    private <R> NdbCall<R> storing(
            String operation,
            Effect effect,
            Need need,
            Map<String, StoredValue.Json> values,
            R nothing,
            NdbCall.Body<R> body) {
        return about(operation, effect, need, List.copyOf(values.keySet()), nothing, body)
                .weighing(weight(values));
    }

    private static long weight(Map<String, StoredValue.Json> values) {
        return values.values().stream().mapToLong(StoredValue.Json::size).sum();
    }

    private <T> Map<String, T> decodeAll(Collection<String> keys, Map<String, StoredValue.Json> found, KvType<T> type) {
        Map<String, T> values = new LinkedHashMap<>();
        for (String key : keys) {
            StoredValue.Json json = found.get(key);
            if (json != null) {
                decode(key, json, type).ifPresent(value -> values.put(key, value));
            }
        }
        return values;
    }

    private <T> Optional<T> decode(String key, StoredValue.Json json, KvType<T> type) {
        try {
            return api.pipeline().codec().decode(json, type);
        } catch (KvException e) {
            throw e.with(f -> f.key(key));
        }
    }
}
