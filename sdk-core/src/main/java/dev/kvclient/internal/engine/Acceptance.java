package dev.kvclient.internal.engine;

import dev.kvclient.CallOptions;
import dev.kvclient.Condition;
import dev.kvclient.Receipt;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvSerializationException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.KvTooLargeException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.offline.Journal;
import dev.kvclient.offline.DeliveryStatus;
import dev.kvclient.offline.OfflineEvent;
import dev.kvclient.spi.KvCommand;
import dev.kvclient.spi.Write;
import dev.kvclient.transport.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is accepted on disk while there is no connection: stored, told to its caller, delivered as often as it takes,
 * and its end written down.
 */
final class Acceptance {
    /** A request after which the connection breaks this often breaks it, rather than the weather. */
    static final int MOST_UNANSWERED = 8;

    /** 200 ms to 1 min between two deliveries of a request that the backend does not take now. */
    private static final Backoff BETWEEN_DELIVERIES = new Backoff(Duration.ofMillis(200), Duration.ofMinutes(1));

    private final Engine engine;
    private final Journal journal;

    Acceptance(Engine engine, Journal journal) {
        this.engine = engine;
        this.journal = journal;
    }

    Journal journal() {
        return journal;
    }

    /** What is known of one request on disk. Its sequence number is guarded by itself until it is told. */
    static final class OnDisk {
        final long order;
        private volatile long sequence;
        private @Nullable Instant acceptedAt;
        private int failures;
        private int unanswered;
        private volatile OfflineEvent.@Nullable Kind droppedAs;

        OnDisk(long order) {
            this.order = order;
        }

        /** The queue has taken it out. */
        void droppedAs(OfflineEvent.Kind kind) {
            droppedAs = kind;
        }
    }

    /** The place of a call in the order of calls, whether it ever gets to the disk or not. */
    OnDisk begin() {
        return new OnDisk(journal.nextOrder());
    }

    /** Names a request that is on the disk. */
    Receipt receipt(OnDisk record) {
        return journal.receipt(record.sequence);
    }

    static boolean is(@Nullable OnDisk record, long sequence) {
        return record != null && record.sequence == sequence;
    }

    static boolean isStored(@Nullable OnDisk record) {
        return record != null && record.sequence != 0;
    }

    /** How long ago it was accepted, in nanoseconds; zero if it is not yet. */
    long ago(OnDisk record) {
        Instant at = record.acceptedAt;
        return at == null
                ? 0
                : Math.max(0, Nanos.of(Duration.between(at, engine.time().now())));
    }

    /** What an earlier process has accepted takes its place. */
    void recover() {
        for (Journal.Stored stored : journal.recovered()) {
            restore(stored);
        }
        journal.damage()
                .ifPresent(damage -> engine.events()
                        .damaged(damage, engine.line().entries(), engine.line().bytes()));
    }

    private void restore(Journal.Stored stored) {
        OnDisk record = new OnDisk(stored.order());
        record.sequence = stored.sequence();
        record.acceptedAt = stored.acceptedAt();
        Call<?, ?> call = carrier(stored.command(), record);
        if (engine.line().restore(call)) {
            engine.enterLanes(call, stored.command());
        }
    }

    /** Takes a dead letter back. */
    boolean revive(long sequence) {
        Optional<Journal.Stored> stored = journal.revive(sequence);
        stored.ifPresent(this::restore);
        return stored.isPresent();
    }

    private <R> Call<R, R> carrier(KvCommand<R> command, OnDisk record) {
        return Call.carrier(
                engine, new Plan<>(command, CallOptions.none().noTimeout(), (reply, exchange) -> reply), record);
    }

    /** Stores a call that has a place in the queue, where it is held. */
    void store(Call<?, ?> call, Queued seat, OnDisk record) {
        Instant now = engine.time().now();
        synchronized (record) {
            record.sequence = journal.append(
                    record.order, now, List.of(call.command()), failure -> stored(call, seat, record, now, failure));
        }
    }

    private void stored(Call<?, ?> call, Queued seat, OnDisk record, Instant at, @Nullable KvException failure) {
        synchronized (record) {
            record.acceptedAt = at;
        }
        if (failure != null) {
            engine.line().drop(seat, OfflineEvent.Kind.REFUSED, failure);
        } else if (call.tell(receipt(record))) {
            engine.line().accepted(seat);
        } else {
            // Its caller has been told something else meanwhile.
            settle(record, DeliveryStatus.CANCELLED, "its caller did not wait for it to be stored");
        }
    }

    /** Stores the members of a batch, each with a place of its own, and ends the call of the batch with its receipts. */
    <R, T> void storeMembers(Call<R, T> batch, long order, Function<Map<String, Receipt>, T> accepts) {
        List<KvCommand<?>> commands = members(batch.command());
        List<Call<?, ?>> carriers = new ArrayList<>();
        List<OnDisk> records = new ArrayList<>();
        for (KvCommand<?> command : commands) {
            OnDisk record = new OnDisk(order);
            records.add(record);
            carriers.add(carrier(command, record));
        }
        List<Queued> seats = engine.line().enterAll(batch, carriers);
        for (int i = 0; i < carriers.size(); i++) {
            engine.enterLanes(carriers.get(i), commands.get(i));
        }
        Instant now = engine.time().now();
        synchronized (records) {
            long first = journal.append(order, now, commands, failure -> {
                synchronized (records) {
                    records.forEach(record -> record.acceptedAt = now);
                }
                if (failure == null) {
                    membersStored(batch, commands, records, seats, accepts);
                } else {
                    seats.forEach(seat -> engine.line().drop(seat, OfflineEvent.Kind.REFUSED, failure));
                    batch.settle(failure);
                }
            });
            for (int i = 0; i < records.size(); i++) {
                records.get(i).sequence = first + i;
            }
        }
        for (int i = 0; i < records.size(); i++) {
            if (carriers.get(i).ended()) {
                // Taken out of the queue before it had a number under which that could be written down.
                ended(carriers.get(i), records.get(i), null);
            }
        }
    }

    private <T> void membersStored(
            Call<?, T> batch,
            List<KvCommand<?>> commands,
            List<OnDisk> records,
            List<Queued> seats,
            Function<Map<String, Receipt>, T> accepts) {
        Map<String, Receipt> receipts = new LinkedHashMap<>();
        for (int i = 0; i < commands.size(); i++) {
            receipts.put(commands.get(i).keys().get(0), receipt(records.get(i)));
        }
        if (batch.settleWith(accepts.apply(receipts))) {
            seats.forEach(engine.line()::accepted);
        } else {
            KvException late = WaitingLine.offline("its caller did not wait for it to be stored", null);
            seats.forEach(seat -> engine.line().drop(seat, OfflineEvent.Kind.CANCELLED, late));
            // Also those that were taken out before: their caller was told that nothing has come of it.
            records.forEach(record -> settle(record, DeliveryStatus.CANCELLED, late.getMessage()));
        }
    }

    static boolean isBatch(KvCommand<?> command) {
        return command instanceof KvCommand.SetMany || command instanceof KvCommand.DeleteMany;
    }

    private static List<KvCommand<?>> members(KvCommand<?> command) {
        List<KvCommand<?>> members = new ArrayList<>();
        if (command instanceof KvCommand.SetMany many) {
            for (Write write : many.writes()) {
                members.add(new KvCommand.Set(write));
            }
        } else {
            for (String key : command.keys()) {
                members.add(new KvCommand.Delete(key, Condition.none()));
            }
        }
        return members;
    }

    /** A call that is on disk has failed. Whether it goes on all the same. */
    boolean goesOn(Call<?, ?> call, OnDisk record, KvException why) {
        if (engine.isClosing() || isOver(record, why)) {
            return false;
        }
        boolean waits;
        if (Gate.isRefusal(why)) {
            waits = engine.line().comeBackRefused(call, why);
        } else {
            Duration delay = BETWEEN_DELIVERIES.delay(record.failures++, ThreadLocalRandom.current());
            Duration asked = why.retryAfter().orElse(Duration.ZERO);
            waits = engine.line().comeBackLater(call, delay.compareTo(asked) < 0 ? asked : delay);
        }
        if (!waits) {
            // Nothing is sent any more, which is no fault of its own.
            record.droppedAs(OfflineEvent.Kind.CLOSED);
        }
        return waits;
    }

    /** Whether another delivery would not help. */
    private static boolean isOver(OnDisk record, KvException why) {
        return switch (why.outcome()) {
            case APPLIED -> true;
            case UNKNOWN -> isWithoutAnswer(why) && ++record.unanswered >= MOST_UNANSWERED;
            case REJECTED -> !why.retryable() && !Gate.isRefusal(why);
            case NOT_SENT -> isForGood(why);
        };
    }

    /** A server that answers, if only that it failed, is not broken by the request. */
    private static boolean isWithoutAnswer(KvException why) {
        return why instanceof KvConnectionException
                || why instanceof KvTimeoutException
                || why instanceof KvProtocolException;
    }

    /** Refused before it was sent, by this side. */
    private static boolean isForGood(KvException why) {
        return why instanceof KvRequestException
                || why instanceof KvTooLargeException
                || why instanceof KvSerializationException
                || why instanceof KvTimeoutException
                || (why instanceof KvAuthException auth && auth.reason() == KvAuthException.Reason.FORBIDDEN);
    }

    /** The call of a request on disk has ended. */
    void ended(Call<?, ?> call, OnDisk record, @Nullable KvException why) {
        OfflineEvent.Kind dropped = record.droppedAs;
        if (dropped == OfflineEvent.Kind.REFUSED) {
            return; // It never was on the disk.
        }
        if (dropped == OfflineEvent.Kind.CLOSED || (why != null && engine.isClosing())) {
            return; // It stays on the disk, for the next process.
        }
        if (dropped == OfflineEvent.Kind.EXPIRED) {
            settle(record, DeliveryStatus.EXPIRED, reason(why));
        } else if (dropped == OfflineEvent.Kind.DISCARDED) {
            settle(record, DeliveryStatus.DISCARDED, null);
        } else if (dropped != null) {
            settle(record, DeliveryStatus.CANCELLED, reason(why));
        } else if (why == null || why.outcome() == Outcome.APPLIED) {
            settle(record, DeliveryStatus.DELIVERED, reason(why));
            engine.line().tellOf(call, OfflineEvent.Kind.DELIVERED, why);
        } else if (why instanceof KvTimeoutException && why.outcome() == Outcome.NOT_SENT) {
            settle(record, DeliveryStatus.EXPIRED, reason(why));
            engine.line().tellOf(call, OfflineEvent.Kind.EXPIRED, why);
        } else if (why.outcome() != Outcome.NOT_SENT || isForGood(why)) {
            journal.bury(record.sequence, engine.time().now(), Objects.requireNonNull(reason(why)));
            engine.line().tellOf(call, OfflineEvent.Kind.DEAD, why);
        }
        // What else ends it unsent is no fault of its own: it stays on the disk.
    }

    private void settle(OnDisk record, DeliveryStatus status, @Nullable String reason) {
        if (record.sequence == 0) {
            return; // It is written down as soon as it has a number.
        }
        journal.settle(record.sequence, status, engine.time().now(), reason);
    }

    private static @Nullable String reason(@Nullable KvException why) {
        return why == null ? null : why.getClass().getSimpleName() + ": " + why.getMessage();
    }
}
