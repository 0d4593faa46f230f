package dev.kvclient.internal.view;

import static java.util.Objects.requireNonNull;

import dev.kvclient.BatchResult;
import dev.kvclient.CallOptions;
import dev.kvclient.Capabilities;
import dev.kvclient.Capability;
import dev.kvclient.ClearOptions;
import dev.kvclient.Condition;
import dev.kvclient.DeleteOptions;
import dev.kvclient.DeleteResult;
import dev.kvclient.KvEntry;
import dev.kvclient.KvPage;
import dev.kvclient.KvType;
import dev.kvclient.KvWrite;
import dev.kvclient.Receipt;
import dev.kvclient.Scan;
import dev.kvclient.SetOptions;
import dev.kvclient.SetResult;
import dev.kvclient.TimeToLive;
import dev.kvclient.WhenOffline;
import dev.kvclient.WriteEffect;
import dev.kvclient.codec.KvCodec;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvSerializationException;
import dev.kvclient.error.KvTooLargeException;
import dev.kvclient.internal.engine.Engine;
import dev.kvclient.internal.engine.Failures;
import dev.kvclient.internal.engine.Plan;
import dev.kvclient.spi.Ack;
import dev.kvclient.spi.DeleteReply;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.KvCommand;
import dev.kvclient.spi.ScanReply;
import dev.kvclient.spi.SetReply;
import dev.kvclient.spi.StoredEntry;
import dev.kvclient.spi.TimeSource;
import dev.kvclient.spi.Write;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the plan of each operation of a view: its options are merged and compared with the capabilities, its value is
 * encoded, and how its reply is read is fixed. The blocking and the asynchronous side make the same plans.
 */
final class Plans {
    private final Engine engine;
    private final View view;
    private volatile @Nullable Known known;

    Plans(Engine engine, View view) {
        this.engine = engine;
        this.view = view;
    }

    View view() {
        return view;
    }

    Capabilities capabilities() {
        return checks().capabilities();
    }

    /** Worked out anew only when the backend has come to know more of itself. */
    private Checks checks() {
        Capabilities now = engine.backend().capabilities();
        Known known = this.known;
        if (known == null || known.of() != now) {
            known = new Known(
                    now,
                    new Checks(
                            engine.backend(),
                            view.capabilities(now),
                            engine.settings().offline().file().isPresent()));
            this.known = known;
        }
        return known.checks();
    }

    private record Known(Capabilities of, Checks checks) {}

    /** Does something; what fails is told with the names of the backend and the operation. */
    <T> T named(String operation, Supplier<T> work) {
        try {
            return work.get();
        } catch (KvException e) {
            throw e.with(f -> f.backend(engine.backend().name()).operation(operation));
        }
    }

    <T> Plan<?, Optional<T>> get(String key, KvType<T> type, CallOptions options) {
        requireNonNull(type, "type");
        return plan(new KvCommand.Get(key(key)), options, (stored, x) -> stored.flatMap(v -> codec().decode(v, type)));
    }

    <T> Plan<?, Optional<KvEntry<T>>> entry(String key, KvType<T> type, CallOptions options) {
        requireNonNull(type, "type");
        return plan(new KvCommand.GetEntry(key(key)), options, (stored, x) -> stored.flatMap(e -> read(e, type)));
    }

    Plan<?, Optional<StoredEntry>> storedEntry(String key, CallOptions options) {
        return plan(new KvCommand.GetEntry(key(key)), options, (stored, x) -> stored);
    }

    <T> Plan<?, BatchResult<T>> getAll(Collection<String> keys, KvType<T> type, CallOptions options) {
        requireNonNull(type, "type");
        List<String> full = keys(keys);
        return plan(new KvCommand.GetMany(full), options, (reply, x) -> {
            Map<String, T> values = new LinkedHashMap<>();
            Map<String, KvException> failures = named(reply.failures());
            for (String key : full) {
                StoredValue stored = reply.values().get(key);
                if (stored != null) {
                    try {
                        codec().decode(stored, type).ifPresent(value -> values.put(view.shorten(key), value));
                    } catch (KvException e) {
                        failures.put(
                                view.shorten(key),
                                e.with(f -> f.operation("getAll").key(key)));
                    }
                }
            }
            return new Results.Batch<>(values, failures);
        });
    }

    Plan<?, Boolean> contains(String key, CallOptions options) {
        return plan(new KvCommand.Contains(key(key)), options, (there, x) -> there);
    }

    Plan<?, SetResult> set(String key, Object value, SetOptions given) {
        SetOptions options = given.over(view.defaults());
        Checks checks = checks();
        Write write = write(checks, key, value, options, options.call(), false);
        engine.requireKnown(options.call());
        return new Plan<SetReply, SetResult>(
                new KvCommand.Set(write),
                options.call(),
                (reply, x) -> result(write.key(), reply, x),
                isAccept(options.whenOffline())
                        ? receipts -> new Results.Accepted(write.key(), requireNonNull(receipts.get(write.key())))
                        : null);
    }

    private Write write(
            Checks checks, String key, Object value, SetOptions options, CallOptions call, boolean inBatch) {
        String full = key(key);
        checks.write(full, options, call, inBatch);
        StoredValue.Json json = encode(full, value);
        checks.valueSize(full, json.size());
        Instant expiresAt = options.expireAt().map(Plans::inMillis).orElse(null);
        if (options.ttl().isPresent()) {
            expiresAt = after(engine.time(), options.ttl().get());
        }
        return new Write(
                full,
                json,
                expiresAt,
                options.ttl().isPresent(),
                options.condition(),
                options.metadata(),
                options.refreshesOnAccess());
    }

    /**
     * Members whose value cannot be written fail for themselves; a key that makes no sense, or comes twice, is a
     * mistake in the call and refuses it.
     */
    Plan<?, BatchResult<SetResult>> setAll(Collection<KvWrite> writes, CallOptions given) {
        CallOptions options = merged(given);
        Map<String, KvException> refused = new LinkedHashMap<>();
        Map<String, Write> taken = new LinkedHashMap<>();
        boolean onDisk = false;
        for (KvWrite write : writes) {
            requireNonNull(write, "write");
            String full = key(write.key());
            if (taken.containsKey(full) || refused.containsKey(full)) {
                throw Failures.wrong(write.key(), "a key comes at most once in a batch of writes");
            }
            try {
                Member member = member(write, options);
                if (!taken.isEmpty() && member.onDisk() != onDisk) {
                    throw Failures.wrong(write.key(), "whenOffline(ACCEPT) is for all writes of a batch, or for none");
                }
                onDisk = member.onDisk();
                taken.put(full, member.write());
            } catch (KvSerializationException | KvTooLargeException e) {
                refused.put(full, e.with(f -> f.operation("setAll").key(full)));
            }
        }
        return setAll(List.copyOf(taken.values()), onDisk, refused, options);
    }

    /** One write of a batch, and whether it is to be accepted on disk while there is no connection. */
    record Member(Write write, boolean onDisk) {}

    Member member(KvWrite write, CallOptions ofBatch) {
        if (!write.options().call().equals(CallOptions.none())) {
            throw Failures.wrong(
                    write.key(),
                    "timeout, queuable, idempotent and attributes belong to the batch, not to one write of it");
        }
        SetOptions options = write.options().over(view.defaults());
        return new Member(
                write(checks(), write.key(), write.value(), options, ofBatch, true), isAccept(options.whenOffline()));
    }

    Plan<?, BatchResult<SetResult>> setAll(
            List<Write> writes, boolean onDisk, Map<String, KvException> refused, CallOptions options) {
        Function<Map<String, Receipt>, BatchResult<SetResult>> accepts = receipts -> {
            Map<String, SetResult> results = new LinkedHashMap<>();
            receipts.forEach((full, receipt) -> results.put(view.shorten(full), new Results.Accepted(full, receipt)));
            return new Results.Batch<>(results, named(refused));
        };
        return plan(
                new KvCommand.SetMany(writes), options, onDisk && !writes.isEmpty() ? accepts : null, (reply, x) -> {
                    Map<String, SetResult> results = new LinkedHashMap<>();
                    for (Write write : writes) {
                        SetReply one = reply.values().get(write.key());
                        if (one != null) {
                            results.put(view.shorten(write.key()), result(write.key(), one, x));
                        }
                    }
                    Map<String, KvException> failures = named(refused);
                    failures.putAll(named(reply.failures()));
                    return new Results.Batch<>(results, failures);
                });
    }

    Plan<?, DeleteResult> delete(String key, DeleteOptions options) {
        Checks checks = checks();
        String full = key(key);
        checks.delete(full, options.condition(), options.whenOffline(), merged(options.call()));
        return plan(
                new KvCommand.Delete(full, options.condition()),
                options.call(),
                isAccept(options.whenOffline()) ? receipts -> Results.Deleted.accepted(full, receipts.get(full)) : null,
                (reply, x) -> deleted(full, reply, x));
    }

    Plan<?, BatchResult<DeleteResult>> deleteAll(Collection<String> keys, DeleteOptions options) {
        if (options.condition().kind() != Condition.Kind.NONE) {
            throw Failures.wrong("a condition cannot be that of several entries");
        }
        checks().delete("", options.condition(), options.whenOffline(), merged(options.call()));
        List<String> all = keys(keys);
        Function<Map<String, Receipt>, BatchResult<DeleteResult>> accepts = receipts -> {
            Map<String, DeleteResult> results = new LinkedHashMap<>();
            receipts.forEach(
                    (full, receipt) -> results.put(view.shorten(full), Results.Deleted.accepted(full, receipt)));
            return new Results.Batch<>(results, Map.of());
        };
        boolean onDisk = isAccept(options.whenOffline()) && !all.isEmpty();
        return plan(new KvCommand.DeleteMany(all), options.call(), onDisk ? accepts : null, (reply, x) -> {
            Map<String, DeleteResult> results = new LinkedHashMap<>();
            reply.values()
                    .forEach((full, existed) ->
                            results.put(view.shorten(full), deleted(full, DeleteReply.of(existed), x)));
            return new Results.Batch<>(results, named(reply.failures()));
        });
    }

    Plan<?, Long> increment(String key, long by, CallOptions options) {
        checks().require(Capability.INCREMENT, "increment");
        return plan(new KvCommand.Increment(key(key), by), options, (sum, x) -> sum);
    }

    Plan<?, TimeToLive> ttl(String key, CallOptions options) {
        checks().require(Capability.READ_EXPIRY, "ttl");
        return plan(new KvCommand.ReadTtl(key(key)), options, (ttl, x) -> ttl);
    }

    Plan<?, Boolean> expire(String key, Duration ttl, CallOptions options) {
        checks().require(Capability.CHANGE_EXPIRY, "expire");
        if (ttl.compareTo(Duration.ofMillis(1)) < 0) {
            throw Failures.wrong(key, "a time to live is at least a millisecond");
        }
        return plan(new KvCommand.Expire(key(key), after(engine.time(), ttl)), options, (was, x) -> was);
    }

    Plan<?, Boolean> persist(String key, CallOptions options) {
        checks().require(Capability.CHANGE_EXPIRY, "persist");
        return plan(new KvCommand.Persist(key(key)), options, (was, x) -> was);
    }

    Plan<?, KvPage<String>> keysPage(Scan scan, CallOptions options) {
        return plan(
                new KvCommand.ScanKeys(scan(scan, "keysPage")),
                options,
                (page, x) -> new Results.Page<>(
                        page.items().stream().map(view::shorten).toList(), Map.of(), page.next()));
    }

    <T> Plan<?, KvPage<KvEntry<T>>> entriesPage(Scan scan, KvType<T> type, CallOptions options) {
        return plan(new KvCommand.ScanEntries(scan(scan, "entriesPage")), options, (page, x) -> entries(page, type));
    }

    Plan<?, Long> count(String prefix, CallOptions options) {
        Checks checks = checks();
        checks.prefix(prefix);
        checks.require(prefix.isEmpty() ? Capability.COUNT : Capability.COUNT_PREFIX, "count");
        return plan(new KvCommand.Count(view.full(prefix)), options, (n, x) -> n);
    }

    Plan<?, Long> deletePrefix(String prefix, CallOptions options) {
        Checks checks = checks();
        checks.prefix(prefix);
        checks.require(Capability.DELETE_PREFIX, "deletePrefix");
        if (prefix.isEmpty()) {
            throw Failures.wrong("deletePrefix with an empty prefix would remove everything: for that there is clear");
        }
        return plan(new KvCommand.DeletePrefix(view.full(prefix)), options, (n, x) -> n);
    }

    Plan<?, Ack> clear(ClearOptions options) {
        Checks checks = checks();
        checks.require(Capability.CLEAR, "clear");
        if (!view.namespace().isEmpty()) {
            return plan(new KvCommand.DeletePrefix(view.namespace()), options.call(), (n, x) -> Ack.DONE);
        }
        if (checks.capabilities().clearAsksForConfirmation() && !options.confirmsEverything()) {
            throw Failures.wrong("clear would wipe a whole database, also what others have stored:"
                    + " say so with ClearOptions.everything()");
        }
        return plan(new KvCommand.Clear(), options.call(), (done, x) -> done);
    }

    Plan<?, Duration> ping(CallOptions options) {
        long start = engine.time().nanoTime();
        return plan(
                new KvCommand.Ping(),
                options,
                (done, x) -> Duration.ofNanos(engine.time().nanoTime() - start));
    }

    void require(Capability... needed) {
        Checks checks = checks();
        for (Capability capability : needed) {
            checks.require(capability, "require");
        }
    }

    CallOptions merged(CallOptions options) {
        return options.over(view.defaults().call());
    }

    <T> Optional<T> decode(StoredEntry entry, KvType<T> type) {
        return codec().decode(entry.value(), type);
    }

    private <R, T> Plan<R, T> plan(KvCommand<R> command, CallOptions options, BiFunction<R, Exchange, T> read) {
        return plan(command, options, null, read);
    }

    private <R, T> Plan<R, T> plan(
            KvCommand<R> command,
            CallOptions options,
            @Nullable Function<Map<String, Receipt>, T> accepts,
            BiFunction<R, Exchange, T> read) {
        CallOptions merged = merged(options);
        if (!merged.attributes().isEmpty()) {
            engine.requireKnown(merged);
        }
        return new Plan<>(command, merged, read, accepts);
    }

    private static boolean isAccept(WhenOffline what) {
        return what == WhenOffline.ACCEPT;
    }

    private KvCodec codec() {
        return engine.codec();
    }

    private String key(String key) {
        requireNonNull(key, "key");
        String full = view.full(key);
        if (key.isEmpty()) {
            throw Failures.wrong("a key is not empty");
        }
        checks().key(full);
        return full;
    }

    private List<String> keys(Collection<String> keys) {
        Set<String> full = new LinkedHashSet<>();
        keys.forEach(key -> full.add(key(key)));
        return List.copyOf(full);
    }

    private Scan scan(Scan scan, String operation) {
        Checks checks = checks();
        checks.prefix(scan.prefix());
        checks.require(Capability.LIST, operation);
        if (scan.from().isPresent()) {
            checks.require(Capability.LIST_PAGED, operation);
        }
        if (!scan.metadata().isEmpty()) {
            checks.require(Capability.METADATA, operation);
        }
        return view.under(scan);
    }

    private StoredValue.Json encode(String key, Object value) {
        try {
            return codec().encode(value);
        } catch (KvSerializationException e) {
            throw e.with(f -> f.key(key));
        }
    }

    private static Instant after(TimeSource time, Duration ttl) {
        try {
            return inMillis(time.now().plus(ttl));
        } catch (DateTimeException | ArithmeticException e) {
            throw Failures.wrong("the time to live ends beyond all time");
        }
    }

    /** Backends count in milliseconds, so the end must have some. */
    private static Instant inMillis(Instant end) {
        try {
            if (end.toEpochMilli() < Long.MAX_VALUE / 2) {
                return end;
            }
        } catch (ArithmeticException e) {
            // Told below.
        }
        throw Failures.wrong("the expiry lies beyond all time");
    }

    private <T> Optional<KvEntry<T>> read(StoredEntry entry, KvType<T> type) {
        return decode(entry, type)
                .map(value -> new Results.Entry<>(
                        view.shorten(entry.key()), value, entry.version(), entry.createdAt(), entry.expiresAt()));
    }

    private <T> KvPage<KvEntry<T>> entries(ScanReply<StoredEntry> page, KvType<T> type) {
        List<KvEntry<T>> entries = new ArrayList<>();
        Map<String, KvException> failures = new LinkedHashMap<>();
        for (StoredEntry entry : page.items()) {
            try {
                read(entry, type).ifPresent(entries::add);
            } catch (KvException e) {
                failures.put(
                        view.shorten(entry.key()),
                        e.with(f -> f.backend(engine.backend().name())
                                .operation("entriesPage")
                                .key(entry.key())));
            }
        }
        return new Results.Page<>(entries, failures, page.next());
    }

    private SetResult result(String key, SetReply reply, Exchange exchange) {
        if (!reply.written()) {
            return new Results.NotWritten(key);
        }
        // A first attempt without answer may have created what the second then updated.
        WriteEffect effect = exchange.repeated() ? WriteEffect.NOT_TOLD : reply.effect();
        return new Results.Written(key, reply.version(), effect);
    }

    private static DeleteResult deleted(String key, DeleteReply reply, Exchange exchange) {
        return new Results.Deleted(
                key,
                reply.conditionHeld(),
                exchange.repeated() ? DeleteResult.Existed.NOT_TOLD : reply.existed(),
                null);
    }

    private Map<String, KvException> named(Map<String, KvException> failures) {
        Map<String, KvException> named = new LinkedHashMap<>();
        failures.forEach((full, failure) -> named.put(view.shorten(full), failure));
        return named;
    }
}
