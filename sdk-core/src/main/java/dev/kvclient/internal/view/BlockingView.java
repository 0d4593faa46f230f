package dev.kvclient.internal.view;

import static java.util.Objects.requireNonNull;

import dev.kvclient.AsyncKvOperations;
import dev.kvclient.BatchResult;
import dev.kvclient.CallOptions;
import dev.kvclient.Capabilities;
import dev.kvclient.Capability;
import dev.kvclient.ClearOptions;
import dev.kvclient.ConnectionState;
import dev.kvclient.DeleteOptions;
import dev.kvclient.DeleteResult;
import dev.kvclient.ImportResult;
import dev.kvclient.KvEntry;
import dev.kvclient.KvOperations;
import dev.kvclient.KvPage;
import dev.kvclient.KvType;
import dev.kvclient.KvWrite;
import dev.kvclient.Scan;
import dev.kvclient.SetOptions;
import dev.kvclient.SetResult;
import dev.kvclient.TimeToLive;
import dev.kvclient.TypedKvOperations;
import dev.kvclient.internal.engine.Engine;
import dev.kvclient.internal.engine.Failures;
import dev.kvclient.internal.engine.Plan;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The blocking side: each operation is its plan, carried out while the caller waits. */
public class BlockingView implements KvOperations {
    private final Engine engine;
    private final View view;
    private final Plans plans;

    /** The view of a whole client. */
    protected BlockingView(Engine engine) {
        this(engine, new View("", engine.settings().defaults()));
    }

    BlockingView(Engine engine, View view) {
        this.engine = engine;
        this.view = view;
        this.plans = new Plans(engine, view);
    }

    @Override
    public <T> Optional<T> get(String key, KvType<T> type, CallOptions options) {
        return call("get", () -> plans.get(key, type, options));
    }

    @Override
    public <T> Optional<KvEntry<T>> entry(String key, KvType<T> type, CallOptions options) {
        return call("entry", () -> plans.entry(key, type, options));
    }

    @Override
    public <T> BatchResult<T> getAll(Collection<String> keys, KvType<T> type, CallOptions options) {
        return call("getAll", () -> plans.getAll(keys, type, options));
    }

    @Override
    public boolean contains(String key, CallOptions options) {
        return call("contains", () -> plans.contains(key, options));
    }

    @Override
    public SetResult set(String key, Object value, SetOptions options) {
        return call("set", () -> plans.set(key, value, options));
    }

    @Override
    public BatchResult<SetResult> setAll(Collection<KvWrite> writes, CallOptions options) {
        return call("setAll", () -> plans.setAll(writes, options));
    }

    @Override
    public ImportResult setAll(Iterator<KvWrite> writes, CallOptions options) {
        return new Importer(engine, plans, options).run(writes);
    }

    @Override
    public <T> T update(String key, KvType<T> type, Function<Optional<T>, T> change, SetOptions options) {
        Update<T> update = plans.named("update", () -> new Update<>(engine, plans, key, type, change, options, true));
        while (true) {
            Optional<T> stored =
                    plans.named("update", () -> update.finish(engine.call(update.write(engine.call(update.read())))));
            if (stored.isPresent()) {
                return stored.get();
            }
        }
    }

    @Override
    public DeleteResult delete(String key, DeleteOptions options) {
        return call("delete", () -> plans.delete(key, options));
    }

    @Override
    public BatchResult<DeleteResult> deleteAll(Collection<String> keys, DeleteOptions options) {
        return call("deleteAll", () -> plans.deleteAll(keys, options));
    }

    @Override
    public long increment(String key, long by, CallOptions options) {
        return call("increment", () -> plans.increment(key, by, options));
    }

    @Override
    public TimeToLive ttl(String key, CallOptions options) {
        return call("ttl", () -> plans.ttl(key, options));
    }

    @Override
    public boolean expire(String key, Duration ttl, CallOptions options) {
        return call("expire", () -> plans.expire(key, ttl, options));
    }

    @Override
    public boolean persist(String key, CallOptions options) {
        return call("persist", () -> plans.persist(key, options));
    }

    @Override
    public Stream<String> keys(Scan scan, CallOptions options) {
        requireNonNull(options, "options");
        return PageStream.of(scan, page -> keysPage(page, options));
    }

    @Override
    public <T> Stream<KvEntry<T>> entries(Scan scan, KvType<T> type, CallOptions options) {
        requireNonNull(type, "type");
        requireNonNull(options, "options");
        return PageStream.of(scan, page -> entriesPage(page, type, options));
    }

    @Override
    public KvPage<String> keysPage(Scan scan, CallOptions options) {
        return call("keysPage", () -> plans.keysPage(scan, options));
    }

    @Override
    public <T> KvPage<KvEntry<T>> entriesPage(Scan scan, KvType<T> type, CallOptions options) {
        return call("entriesPage", () -> plans.entriesPage(scan, type, options));
    }

    @Override
    public long count(String prefix, CallOptions options) {
        return call("count", () -> plans.count(prefix, options));
    }

    @Override
    public long deletePrefix(String prefix, CallOptions options) {
        return call("deletePrefix", () -> plans.deletePrefix(prefix, options));
    }

    @Override
    public void clear(ClearOptions options) {
        call("clear", () -> plans.clear(options));
    }

    @Override
    public Duration ping(CallOptions options) {
        return call("ping", () -> plans.ping(options));
    }

    @Override
    public ConnectionState state() {
        return engine.state();
    }

    @Override
    public Capabilities capabilities() {
        return plans.capabilities();
    }

    @Override
    public void require(Capability... needed) {
        plans.require(needed);
    }

    @Override
    public AsyncKvOperations async() {
        return new AsyncView(engine, plans);
    }

    @Override
    public KvOperations with(CallOptions defaults) {
        return with(SetOptions.none().call(requireNonNull(defaults, "defaults")));
    }

    @Override
    public KvOperations with(SetOptions defaults) {
        return new BlockingView(
                engine, new View(view.namespace(), requireNonNull(defaults).over(view.defaults())));
    }

    @Override
    public KvOperations namespace(String prefix) {
        if (prefix.isEmpty()) {
            throw Failures.wrong("a namespace is not empty");
        }
        return new BlockingView(engine, new View(view.full(prefix), view.defaults()));
    }

    @Override
    public <T> TypedKvOperations<T> typed(KvType<T> type) {
        return new TypedView<>(this, requireNonNull(type, "type"));
    }

    /** Makes the plan and carries it out; what is wrong with it is told with the name of the operation. */
    private <T> T call(String operation, Supplier<Plan<?, T>> plan) {
        return engine.call(plans.named(operation, plan));
    }

    /** What the view runs on. */
    protected final Engine engine() {
        return engine;
    }

    @Override
    public String toString() {
        return "KvOperations[" + engine.backend().endpoint()
                + (view.namespace().isEmpty() ? "" : ", namespace=" + view.namespace()) + "]";
    }
}
