package dev.kvclient.internal.engine;

import dev.kvclient.Attribute;
import dev.kvclient.Batching;
import dev.kvclient.Limits;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.spi.BatchReply;
import dev.kvclient.spi.KvCommand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers single requests while others are on their way, and lets them go together. Nothing waits by a clock: what
 * gathers sets out when something that is on its way is answered.
 *
 * <p>Requests of one kind and with equal options gather in one batch. One that comes for a key that already has a
 * request in some batch closes that batch: it goes before whatever gathers from then on.
 */
final class Batcher {
    /** 1 MiB: beyond it a larger batch gains nothing, and keeps others from the wire. */
    private static final long MOST_BYTES = 1L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Batcher.class);

    private final Engine engine;
    private final Batching settings;
    private final Object lock = new Object();

    // All guarded by the lock.
    private final Map<Group, Gathering> open = new LinkedHashMap<>();
    private final Map<String, Gathering> byKey = new HashMap<>();
    private final ArrayDeque<Gathering> closed = new ArrayDeque<>();
    private final Set<BatchKind> off = EnumSet.noneOf(BatchKind.class);
    private int inFlight;
    private boolean pumping;

    /** How large the values were that were read of late; nothing else tells how large an answer will be. */
    private volatile long valueBytes;

    /** What may go together. */
    private record Group(BatchKind kind, Map<Attribute<?>, Object> attributes) {}

    /** Requests that wait to set out together. */
    private static final class Gathering {
        private final Group group;
        private final int mostKeys;
        private final long mostBytes;
        private final List<BatchMember<?>> members = new ArrayList<>();
        private long bytes;

        Gathering(Group group, int mostKeys, long mostBytes) {
            this.group = group;
            this.mostKeys = mostKeys;
            this.mostBytes = mostBytes;
        }

        boolean hasRoom(long more) {
            return members.isEmpty() || (members.size() < mostKeys && bytes + more <= mostBytes);
        }

        void add(BatchMember<?> member, long weight) {
            members.add(member);
            bytes += weight;
        }
    }

    Batcher(Engine engine, Batching settings) {
        this.engine = engine;
        this.settings = settings;
    }

    Engine engine() {
        return engine;
    }

    /** The request by which a command goes with others; null if it goes by itself. */
    <R> @Nullable BatchedRequest<R> requestOf(Call<?, ?> call, KvCommand<R> command) {
        BatchKind kind = BatchKind.of(command);
        return kind == null ? null : new BatchedRequest<>(this, kind, call, command);
    }

    /** Sends a request, now or when another is answered. */
    void add(BatchMember<?> member) {
        Batch now = null;
        synchronized (lock) {
            if (off.contains(member.kind())) {
                now = alone(member, false);
            } else if (inFlight < settings.inFlight() && byKey.isEmpty()) {
                inFlight++;
                now = alone(member, true);
            } else {
                gather(member);
            }
        }
        if (now != null) {
            now.send();
        }
    }

    private Batch alone(BatchMember<?> member, boolean counted) {
        List<BatchMember<?>> one = new ArrayList<>(1);
        one.add(member);
        return new Batch(this, one, counted);
    }

    private void gather(BatchMember<?> member) {
        Gathering holder = byKey.get(member.key());
        if (holder != null) {
            close(holder);
        }
        Group group = new Group(member.kind(), member.call().plan().options().attributes());
        long weight = member.weight() + (member.kind() == BatchKind.GET ? valueBytes : 0);
        Gathering gathering = open.get(group);
        if (gathering != null && !gathering.hasRoom(weight)) {
            close(gathering);
            gathering = null;
        }
        if (gathering == null) {
            gathering = begin(group);
            open.put(group, gathering);
        }
        gathering.add(member, weight);
        byKey.put(member.key(), gathering);
    }

    private Gathering begin(Group group) {
        Limits limits = engine.backend().capabilities().limits();
        int keys = (int) Math.min(settings.maxKeys(), limits.maxBatchKeys().orElse(Integer.MAX_VALUE));
        return new Gathering(
                group, keys, Math.min(MOST_BYTES, limits.maxRequestBytes().orElse(MOST_BYTES)));
    }

    /** Nothing more gathers in it, and it goes before what does. */
    private void close(Gathering gathering) {
        if (open.remove(gathering.group, gathering)) {
            closed.add(gathering);
        }
    }

    /** Something on its way has been answered. */
    void leave() {
        Call<?, ?> waits;
        synchronized (lock) {
            inFlight--;
            waits = pumping ? null : firstOfThoseThatWait();
        }
        if (waits != null && engine.callbacks().isInside()) {
            pump();
        } else if (waits != null) {
            // Not on the thread that reads answers: making a frame takes its time.
            waits.executor().execute(this::pump);
        }
    }

    /** Lets go what may. One thread at a time, and no recursion: what is sent may fail at once and free its place. */
    private void pump() {
        synchronized (lock) {
            if (pumping) {
                return;
            }
            pumping = true;
        }
        for (Batch batch = next(); batch != null; batch = next()) {
            batch.send();
        }
    }

    private @Nullable Batch next() {
        synchronized (lock) {
            Gathering next = inFlight < settings.inFlight() ? first() : null;
            if (next == null) {
                pumping = false;
                return null;
            }
            inFlight++;
            next.members.forEach(member -> byKey.remove(member.key(), next));
            return new Batch(this, next.members, true);
        }
    }

    private @Nullable Call<?, ?> firstOfThoseThatWait() {
        Gathering next = closed.peek();
        if (next == null && !open.isEmpty()) {
            next = open.values().iterator().next();
        }
        return next == null ? null : next.members.get(0).call();
    }

    private @Nullable Gathering first() {
        Gathering next = closed.poll();
        if (next == null && !open.isEmpty()) {
            next = open.values().iterator().next();
            open.remove(next.group);
        }
        return next;
    }

    /** The server forbids the batch, and not what is in it. */
    void turnOff(BatchKind kind) {
        synchronized (lock) {
            if (!off.add(kind)) {
                return;
            }
        }
        LOG.info(
                "{} takes no batches for {} of this user: they go one by one",
                engine.backend().name(),
                kind);
    }

    /** Another user may do what the one before might not. */
    void newCredentials() {
        synchronized (lock) {
            off.clear();
        }
    }

    /** How large values are, by those that were read. */
    void learn(BatchKind kind, BatchReply<?> reply) {
        if (kind != BatchKind.GET || reply.values().isEmpty()) {
            return;
        }
        long bytes = 0;
        for (Object value : reply.values().values()) {
            bytes += value instanceof StoredValue stored ? stored.size() : 0;
        }
        valueBytes = (valueBytes + bytes / reply.values().size()) / 2;
    }
}
