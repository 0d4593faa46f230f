package dev.kvclient.internal.offline;

import dev.kvclient.Receipt;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvOfflineException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.offline.Bodies.Change;
import dev.kvclient.internal.offline.Bodies.Grave;
import dev.kvclient.internal.offline.Bodies.Revival;
import dev.kvclient.internal.offline.QueueState.Snapshot;
import dev.kvclient.offline.DeadLetter;
import dev.kvclient.offline.Delivery;
import dev.kvclient.offline.DeliveryStatus;
import dev.kvclient.offline.QueueDamage;
import dev.kvclient.spi.KvCommand;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The journal over a {@link LogStore}: what is in the queue in memory, and the same on the disk a little later. */
final class DurableJournal implements Journal, Committer.Queue {
    /** How long closing waits for the disk. */
    private static final long CLOSE_MILLIS = 5_000;

    private final String id;
    private final Optional<QueueDamage> damage;
    private final AtomicLong order;
    private final ReentrantLock lock = new ReentrantLock();
    private final QueueState state;
    private final Committer committer;
    private final long firstOwn;
    private long nextSequence;
    private long storedUpTo;

    DurableJournal(
            String id,
            Recovered from,
            Optional<QueueDamage> damage,
            LogStore store,
            String threadName,
            Runnable afterEnd) {
        this.id = id;
        this.damage = damage;
        this.state = from.state();
        this.order = new AtomicLong(from.maxOrder());
        this.nextSequence = from.nextSequence();
        this.firstOwn = nextSequence;
        this.storedUpTo = nextSequence - 1;
        this.committer = new Committer(store, this, lock, threadName, afterEnd);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public long nextOrder() {
        return order.incrementAndGet();
    }

    @Override
    public List<Stored> recovered() {
        // Not kept: it would hold the values of all that has long been sent.
        lock.lock();
        try {
            return state.byOrder(firstOwn);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<QueueDamage> damage() {
        return damage;
    }

    @Override
    public long append(long place, Instant acceptedAt, List<? extends KvCommand<?>> commands, Synced then) {
        List<byte[]> bodies = new ArrayList<>(commands.size());
        KvException refusal = null;
        try {
            for (int i = 0; i < commands.size(); i++) {
                Stored unnumbered = new Stored(0, place, acceptedAt, commands.get(i));
                bodies.add(Bodies.entry(unnumbered, i + 1 < commands.size()));
            }
        } catch (IOException e) {
            refusal = new KvOfflineException(Failure.of(Outcome.NOT_SENT, "cannot be stored: " + e.getMessage())
                    .cause(e));
        }
        long first;
        boolean taken;
        lock.lock();
        try {
            first = nextSequence;
            nextSequence += commands.size();
            taken = refusal == null
                    ? submit(first, place, acceptedAt, commands, bodies, then)
                    : committer.submit(new Work(List.of(), then, refusal));
        } finally {
            lock.unlock();
        }
        if (!taken) {
            then.done(Committer.closed());
        }
        return first;
    }

    private boolean submit(
            long first,
            long place,
            Instant acceptedAt,
            List<? extends KvCommand<?>> commands,
            List<byte[]> bodies,
            Synced then) {
        List<Item> items = new ArrayList<>(bodies.size());
        for (int i = 0; i < bodies.size(); i++) {
            byte[] body = bodies.get(i);
            // The place of the sequence in the body, behind the flag: the rest was encoded outside the lock.
            ByteBuffer.wrap(body).putLong(1, first + i);
            items.add(new Item(RecordType.ENTRY, first + i, place, body));
        }
        if (!committer.submit(new Work(items, then, null))) {
            return false;
        }
        for (int i = 0; i < bodies.size(); i++) {
            state.add(new Stored(first + i, place, acceptedAt, commands.get(i)));
        }
        return true;
    }

    @Override
    public void settle(long sequence, DeliveryStatus status, Instant at, @Nullable String reason) {
        Change change = new Change(sequence, status, at, reason);
        lock.lock();
        try {
            if (state.settle(change)) {
                write(RecordType.SETTLE, change);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void bury(long sequence, Instant at, String reason) {
        Change change = QueueState.buried(sequence, at, reason);
        lock.lock();
        try {
            if (state.bury(change)) {
                write(RecordType.BURY, change);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Stored> revive(long sequence) {
        lock.lock();
        try {
            long place = nextOrder();
            Optional<Stored> stored = state.revive(sequence, place);
            if (stored.isPresent()) {
                byte[] body = Bodies.revival(new Revival(sequence, place));
                committer.submit(new Work(List.of(new Item(RecordType.REVIVE, sequence, place, body)), null, null));
            }
            return stored;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean remove(long sequence, Instant at) {
        Change change = new Change(sequence, DeliveryStatus.CANCELLED, at, null);
        lock.lock();
        try {
            boolean removed = state.remove(change);
            if (removed) {
                write(RecordType.REMOVE, change);
            }
            return removed;
        } finally {
            lock.unlock();
        }
    }

    /** On a closed journal it is not written: after a restart the request is there again. */
    private void write(RecordType type, Change change) {
        byte[] body = Bodies.change(change);
        committer.submit(new Work(List.of(new Item(type, change.sequence(), 0, body)), null, null));
    }

    @Override
    public Optional<Delivery> outcome(long sequence) {
        lock.lock();
        try {
            Stored stored = state.waiting(sequence);
            if (stored != null) {
                return sequence <= storedUpTo
                        ? Optional.of(new Told(DeliveryStatus.WAITING, stored.acceptedAt(), Optional.empty()))
                        : Optional.empty();
            }
            return state.known(sequence)
                    .map(change -> new Told(change.status(), change.at(), Optional.ofNullable(change.reason())));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<DeadLetter> deadLetters() {
        lock.lock();
        try {
            List<DeadLetter> letters = new ArrayList<>();
            for (Grave grave : state.dead()) {
                letters.add(letter(grave));
            }
            return letters;
        } finally {
            lock.unlock();
        }
    }

    private Letter letter(Grave grave) {
        Stored stored = grave.stored();
        String reason = grave.change().reason();
        return new Letter(
                receipt(stored.sequence()),
                stored.command().operation(),
                stored.command().keys().get(0),
                stored.acceptedAt(),
                grave.change().at(),
                reason == null ? "" : reason);
    }

    @Override
    public void close() {
        committer.close(CLOSE_MILLIS);
    }

    // For the committer, on its thread.

    @Override
    public Snapshot snapshot(long upTo) {
        lock.lock();
        try {
            return state.snapshot(upTo);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long bytes() {
        lock.lock();
        try {
            return state.bytes();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void stored(List<Work> group) {
        lock.lock();
        try {
            for (Work work : group) {
                if (work.awaited()) {
                    work.items().forEach(item -> storedUpTo = Math.max(storedUpTo, item.sequence()));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void lost(List<Work> group) {
        lock.lock();
        try {
            for (Work work : group) {
                if (work.awaited()) {
                    work.items().forEach(item -> state.forget(item.sequence()));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** What is known of a request. */
    private record Told(DeliveryStatus status, Instant since, Optional<String> reason) implements Delivery {}

    /** A dead letter, without its value. */
    private record Letter(
            Receipt receipt, String operation, String key, Instant acceptedAt, Instant since, String reason)
            implements DeadLetter {}
}
