package dev.kvclient.versori.internal;

import dev.kvclient.CallOptions;
import dev.kvclient.KvType;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.NativeCall;
import dev.kvclient.versori.AsyncVersoriKv;
import dev.kvclient.versori.CommitResult;
import dev.kvclient.versori.VersoriBatchGet;
import dev.kvclient.versori.VersoriBatchGetOptions;
import dev.kvclient.versori.VersoriBatchSet;
import dev.kvclient.versori.VersoriDeleteOptions;
import dev.kvclient.versori.VersoriEntry;
import dev.kvclient.versori.VersoriError;
import dev.kvclient.versori.VersoriKey;
import dev.kvclient.versori.VersoriKv;
import dev.kvclient.versori.VersoriListOptions;
import dev.kvclient.versori.VersoriPage;
import dev.kvclient.versori.VersoriSetOptions;
import dev.kvclient.versori.VersoriWrite;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The calls of {@link VersoriKv} and {@link AsyncVersoriKv}, whose methods the methods here are.
 *
 * @param engine what they are sent through
 * @param actions the store and the scope
 * @param lane what the names of the keys begin with in the lanes of the client, so that other stores keep apart
 */
record KvRequests(Native engine, StoreActions actions, String lane) {
    VersoriKv blocking() {
        return engine.blocking(VersoriKv.class, this);
    }

    AsyncVersoriKv async() {
        return engine.async(AsyncVersoriKv.class, this);
    }

    <T> NativeCall<?, Optional<VersoriEntry<T>>> get(VersoriKey key, KvType<T> type, CallOptions options) {
        Objects.requireNonNull(type, "type");
        List<String> onWire = onWire(key);
        return request(
                Operation.GET,
                List.of(key),
                Effect.READ,
                0,
                options,
                x -> actions.get(onWire, name(key), x),
                entry -> entry.map(found -> read(key, found, type)));
    }

    NativeCall<?, CommitResult> set(VersoriKey key, Object value, VersoriSetOptions options) {
        WireSet write = write(key, value, options);
        return request(
                Operation.SET,
                List.of(key),
                write.effect(),
                write.value().size(),
                options.call(),
                x -> x.send(calls().set(write)),
                result -> result);
    }

    private WireSet write(VersoriKey key, Object value, VersoriSetOptions options) {
        StoredValue.Json json = engine.codec().encode(value);
        return WireSet.of(onWire(key), name(key), json, options, engine.codec(), engine.time());
    }

    NativeCall<?, Optional<String>> delete(VersoriKey key, VersoriDeleteOptions options) {
        StoreCalls.DeleteHow how = how(options, List.of(key));
        List<String> onWire = onWire(key);
        return deleting(Operation.DELETE, List.of(key), how, options, x -> actions.delete(onWire, name(key), how, x));
    }

    NativeCall<?, Optional<String>> batchDelete(Collection<VersoriKey> keys, VersoriDeleteOptions options) {
        List<VersoriKey> all = List.copyOf(new LinkedHashSet<>(keys));
        StoreCalls.DeleteHow how = how(options, all);
        List<List<String>> onWire = all.stream().map(this::onWire).toList();
        return deleting(
                Operation.BATCH_DELETE, all, how, options, x -> x.send(calls().batchDelete(onWire, names(all), how)));
    }

    private NativeCall<?, Optional<String>> deleting(
            Operation operation,
            List<VersoriKey> keys,
            StoreCalls.DeleteHow how,
            VersoriDeleteOptions options,
            Function<Exchange, CompletionStage<Optional<String>>> work) {
        return new NativeCall<>(
                new Native.Command<>(operation.id(), names(keys), how.effect(), how.cascade(), 0, work),
                options.call(),
                word -> word);
    }

    /** The server compares text: under a key with an empty segment there is more than anybody means. */
    private static StoreCalls.DeleteHow how(VersoriDeleteOptions options, List<VersoriKey> keys) {
        if (options.isCascade() && keys.isEmpty()) {
            throw new KvRequestException(Failure.of(
                    Outcome.NOT_SENT, "a cascade from no key at all says nothing; for all there is deleteEverything"));
        }
        for (VersoriKey key : keys) {
            if (options.isCascade() && key.segments().contains("")) {
                throw new KvRequestException(Failure.of(
                                Outcome.NOT_SENT,
                                "a cascade from a key with an empty segment would delete more than it says;"
                                        + " for all there is deleteEverything")
                        .key(key.toString()));
            }
        }
        return new StoreCalls.DeleteHow(options.ifVersionstamp().orElse(null), options.isCascade());
    }

    <T> NativeCall<?, VersoriBatchGet<T>> batchGet(
            Collection<VersoriKey> keys, KvType<T> type, VersoriBatchGetOptions options) {
        Objects.requireNonNull(type, "type");
        List<VersoriKey> all = List.copyOf(new LinkedHashSet<>(keys));
        List<List<String>> onWire = all.stream().map(this::onWire).toList();
        return request(
                Operation.BATCH_GET,
                all,
                Effect.READ,
                0,
                options.call(),
                x -> x.send(calls().batchGet(
                                onWire, names(all), options.serverTimeout().orElse(null))),
                entries -> found(all, onWire, entries, type));
    }

    private <T> VersoriBatchGet<T> found(
            List<VersoriKey> keys, List<List<String>> onWire, List<RawEntry> entries, KvType<T> type) {
        Map<List<String>, RawEntry> byKey = new LinkedHashMap<>();
        entries.forEach(entry -> byKey.put(entry.key(), entry));
        if (!onWire.containsAll(byKey.keySet())) {
            throw odd(Outcome.APPLIED, "the answer holds an entry that was not asked for");
        }
        Map<VersoriKey, VersoriEntry<T>> read = new LinkedHashMap<>();
        Map<VersoriKey, KvException> failures = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            RawEntry entry = byKey.get(onWire.get(i));
            if (entry != null) {
                into(read, failures, keys.get(i), entry, type);
            }
        }
        return new Results.BatchGet<>(read, failures);
    }

    NativeCall<?, VersoriBatchSet> batchSet(Collection<VersoriWrite> writes, CallOptions options) {
        Map<VersoriKey, WireSet> all = new LinkedHashMap<>();
        for (VersoriWrite write : writes) {
            if (all.put(write.key(), write(write.key(), write.value(), write.options())) != null) {
                throw new KvRequestException(
                        Failure.of(Outcome.NOT_SENT, "a key comes at most once in a batch of writes")
                                .key(write.key().toString()));
            }
        }
        List<WireSet> wire = List.copyOf(all.values());
        boolean conditional = wire.stream().anyMatch(WireSet::isConditional);
        return request(
                Operation.BATCH_SET,
                List.copyOf(all.keySet()),
                conditional ? Effect.WRITE : Effect.IDEMPOTENT_WRITE,
                wire.stream().mapToLong(write -> write.value().size()).sum(),
                options,
                x -> x.send(calls().batchSet(wire)),
                answer -> written(all, answer));
    }

    private static VersoriBatchSet written(Map<VersoriKey, WireSet> writes, Answers.BatchSet answer) {
        Map<VersoriKey, VersoriError> failures = new LinkedHashMap<>();
        Set<VersoriKey> others = new LinkedHashSet<>();
        writes.forEach((key, write) -> {
            VersoriError error = answer.failures().get(write.key());
            if (error == null) {
                others.add(key);
            } else {
                failures.put(key, error);
            }
        });
        if (failures.size() != answer.failures().size()) {
            throw odd(Outcome.UNKNOWN, "the answer names keys that were not written");
        }
        boolean certain = answer.successes().size() == others.size()
                && answer.successes().stream().allMatch(CommitResult::committed);
        return new Results.BatchSet(answer.successes(), failures, certain ? others : Set.of());
    }

    <T> NativeCall<?, VersoriPage<T>> list(KvType<T> type, VersoriListOptions options) {
        Objects.requireNonNull(type, "type");
        WireList what = WireList.of(
                options.prefix().map(this::onWire).orElse(keys().prefix()),
                options.limit(),
                options.isReverse(),
                options.after().orElse(null),
                options.before().orElse(null),
                options.filter(),
                engine.codec());
        return new NativeCall<>(
                new Native.Command<>(Operation.LIST.id(), List.of(), Effect.READ, true, 0, x -> actions.page(what, x)),
                options.call(),
                page -> page(page, type));
    }

    private <T> VersoriPage<T> page(Answers.Page page, KvType<T> type) {
        Map<VersoriKey, VersoriEntry<T>> read = new LinkedHashMap<>();
        Map<VersoriKey, KvException> failures = new LinkedHashMap<>();
        for (RawEntry entry : page.entries()) {
            keys().key(entry.key()).ifPresent(key -> into(read, failures, key, entry, type));
        }
        return new Results.Page<>(
                new ArrayList<>(read.values()),
                failures,
                Optional.ofNullable(page.next()),
                Optional.ofNullable(page.previous()));
    }

    NativeCall<?, Long> count(CallOptions options) {
        return counting(keys().prefix(), options);
    }

    NativeCall<?, Long> count(VersoriKey prefix, CallOptions options) {
        return counting(onWire(prefix), options);
    }

    private NativeCall<?, Long> counting(List<String> onWire, CallOptions options) {
        return new NativeCall<>(
                new Native.Command<>(
                        Operation.COUNT.id(), List.of(), Effect.READ, true, 0, x -> x.send(calls().count(onWire))),
                options,
                count -> count);
    }

    NativeCall<?, Long> deleteEverything(CallOptions options) {
        KeySpace keys = keys();
        return new NativeCall<>(
                new Native.Command<>(
                        "deleteEverything",
                        List.of(),
                        Effect.IDEMPOTENT_WRITE,
                        true,
                        0,
                        x -> actions.deleteListed(
                                keys.prefix(), key -> keys.key(key).isPresent(), x)),
                options,
                count -> count);
    }

    private <R, T> NativeCall<R, T> request(
            Operation operation,
            List<VersoriKey> keys,
            Effect effect,
            long weight,
            CallOptions options,
            Function<Exchange, CompletionStage<R>> work,
            Function<R, T> read) {
        return new NativeCall<>(
                new Native.Command<>(operation.id(), names(keys), effect, false, weight, work), options, read);
    }

    private <T> VersoriEntry<T> read(VersoriKey key, RawEntry entry, KvType<T> type) {
        return new Results.Entry<>(
                key,
                engine.codec().decode(entry.value(), type),
                entry.version(),
                Optional.ofNullable(entry.createdAt()),
                Optional.ofNullable(entry.expiresAt()));
    }

    /** An entry that cannot be read must not hide the others. */
    private <T> void into(
            Map<VersoriKey, VersoriEntry<T>> read,
            Map<VersoriKey, KvException> failures,
            VersoriKey key,
            RawEntry entry,
            KvType<T> type) {
        try {
            read.put(key, read(key, entry, type));
        } catch (KvException e) {
            failures.put(key, e.with(f -> f.backend("versori").key(key.toString())));
        }
    }

    private StoreCalls calls() {
        return actions.calls();
    }

    private KeySpace keys() {
        return actions.keys();
    }

    private List<String> onWire(VersoriKey key) {
        return keys().onWire(key);
    }

    private String name(VersoriKey key) {
        return lane + key;
    }

    private List<String> names(List<VersoriKey> keys) {
        return keys.stream().map(this::name).toList();
    }

    private static KvProtocolException odd(Outcome outcome, String problem) {
        return new KvProtocolException(Failure.of(outcome, problem).backend("versori"));
    }
}
