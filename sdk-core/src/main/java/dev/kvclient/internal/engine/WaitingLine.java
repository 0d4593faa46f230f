package dev.kvclient.internal.engine;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvOfflineException;
import dev.kvclient.error.Outcome;
import dev.kvclient.offline.OfflineEvent;
import dev.kvclient.offline.OfflineOptions;
import dev.kvclient.offline.Overflow;
import dev.kvclient.offline.QueuedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The offline queue of a client: takes requests in while the {@link Gate} is shut, lets them go when it is open, a
 * bounded number at a time, and ends those that wait too long or are taken out.
 */
final class WaitingLine {
    /** As many as a connection usually has in flight: more would only wait there, where they cannot be counted. */
    static final int MOST_UNDER_WAY = 256;

    private final Engine engine;
    private final OfflineOptions options;
    private final Gate gate;
    private final Chores chores;

    // All guarded by the lock, which is that of the chores.
    private final WaitingRoom room = new WaitingRoom();
    private final Expiry expiry;
    private int underWay;
    private boolean replaying;
    private int hurried;
    private boolean resting;
    private long numbers;

    WaitingLine(Engine engine, OfflineOptions options, Gate gate, Chores chores) {
        this.engine = engine;
        this.options = options;
        this.gate = gate;
        this.chores = chores;
        this.expiry = new Expiry(engine.time(), options, room, this::expire);
    }

    boolean isEnabled() {
        return options.isEnabled();
    }

    // What calls do.

    /**
     * A call comes. With the gate open it passes; otherwise it takes a place in the queue and goes into its lanes.
     *
     * @param held whether it is to wait, however open the gate may become, until {@link #release}
     * @return the place; null if the call passes
     * @throws KvException why it may not wait
     */
    @Nullable
    Queued enter(Call<?, ?> call, boolean held) {
        KvException no = mayWait(call);
        Queued one = null;
        synchronized (chores) {
            if (gate.isOpen()) {
                return null;
            }
            KvException end = gate.endOfAll();
            if (end != null) {
                no = end;
            } else if (no == null) {
                no = makeRoom(1, call.bytes());
                if (no == null) {
                    one = seat(call, null, false, held);
                }
            }
            if (no != null && isEnabled()) {
                tell(OfflineEvent.Kind.REFUSED, shown(call), no);
            }
        }
        chores.done();
        if (no != null) {
            throw no;
        }
        forgetIfEnded(call);
        return one;
    }

    /**
     * Takes places for the members of a batch, for all or for none; the gate may be open. They are held.
     *
     * @throws KvException why they may not wait
     */
    List<Queued> enterAll(Call<?, ?> batch, List<? extends Call<?, ?>> calls) {
        List<Queued> seats = new ArrayList<>(calls.size());
        KvException no = mayWait(batch);
        synchronized (chores) {
            KvException end = gate.endOfAll();
            if (end != null) {
                no = end;
            } else if (no == null) {
                no = makeRoom(calls.size(), batch.bytes());
            }
            if (no == null) {
                calls.forEach(call -> seats.add(seat(call, null, false, true)));
            } else {
                tell(OfflineEvent.Kind.REFUSED, shown(batch), no);
            }
        }
        chores.done();
        if (no != null) {
            throw no;
        }
        return seats;
    }

    /**
     * Takes a place for what an earlier process has accepted: there is always room for it.
     *
     * @return false if nothing is sent any more: then it stays on the disk alone
     */
    boolean restore(Call<?, ?> call) {
        synchronized (chores) {
            if (gate.endOfAll() != null) {
                return false;
            }
            seat(call, null, false, false);
        }
        chores.done();
        return true;
    }

    /**
     * A call, or a request of it, that was let go and found no connection comes back.
     *
     * @param action what to do when there is one; null to begin the call anew
     * @param sent whether something of it was sent before, so that it goes first
     * @return false if the gate is open after all
     * @throws KvException why it may not wait
     */
    boolean comeBack(Call<?, ?> call, @Nullable Runnable action, boolean sent) {
        Queued one;
        boolean toStore = call.wantsToBeStored();
        synchronized (chores) {
            if (action == null ? gate.isOpen() : gate.isThrough()) {
                return false;
            }
            KvException end = gate.endOfAll();
            if (end != null) {
                throw end;
            }
            if (!isEnabled() || !call.isQueuable()) {
                throw notOpen(call.isQueuable());
            }
            letBack(call);
            one = action == null ? call.seat : null;
            if (one == null) {
                // What has been here before is no younger than those that are here.
                one = seat(call, action, sent || call.queueNumber != 0, toStore);
            } else {
                toStore = false;
            }
            one.open = true;
            room.makeReady(one);
        }
        if (toStore) {
            call.store(one);
        }
        Queued place = one;
        if (action != null) {
            // Ends with its call, whatever ends that.
            call.onEnd(() -> forget(place));
        }
        chores.done();
        forgetIfEnded(call);
        return true;
    }

    /** A call that ended before it could be seen in the queue had nothing to leave. */
    private void forgetIfEnded(Call<?, ?> call) {
        if (call.ended()) {
            ended(call, null);
        }
    }

    /**
     * Takes a call that was let go back, and begins it anew after a while.
     *
     * @return false if nothing is sent any more
     */
    boolean comeBackLater(Call<?, ?> call, Duration delay) {
        Queued one = back(call, true, null);
        if (one != null) {
            engine.time().schedule(delay, () -> release(one));
        }
        return one != null;
    }

    /**
     * A call that was let go was refused for its credentials: it waits for better ones, and so does everything else.
     *
     * @return false if nothing is sent any more
     */
    boolean comeBackRefused(Call<?, ?> call, KvException why) {
        return back(call, false, why) != null;
    }

    private @Nullable Queued back(Call<?, ?> call, boolean held, @Nullable KvException refusal) {
        Queued one;
        synchronized (chores) {
            if (gate.endOfAll() != null) {
                return null;
            }
            letBack(call);
            one = seat(call, null, true, held);
            one.open = true;
            room.makeReady(one);
            if (refusal != null) {
                gate.refusedInUse(refusal);
            }
        }
        chores.done();
        forgetIfEnded(call);
        return one;
    }

    private void letBack(Call<?, ?> call) {
        if (call.underWay) {
            call.underWay = false;
            underWay--;
        }
    }

    /**
     * Nothing is before the call in its lanes any more.
     *
     * @return whether it waits here, or has been taken out; otherwise it is to begin
     */
    boolean laneIsOpen(Call<?, ?> call) {
        synchronized (chores) {
            Queued one = call.seat;
            if (one == null) {
                return call.isTaken();
            }
            one.open = true;
            room.makeReady(one);
            pump();
        }
        chores.done();
        return true;
    }

    /**
     * The link is lost, and the call waits in its lane: it takes a place here, for which there is always room.
     *
     * @return the place; null if it needs none
     * @throws KvException why it may not wait
     */
    @Nullable
    Queued enterLate(Call<?, ?> call) {
        Queued one;
        synchronized (chores) {
            if (gate.isOpen() || call.isOpened() || call.seat != null || call.isTaken() || !isEnabled()) {
                return null;
            }
            KvException end = gate.endOfAll();
            if (end != null) {
                throw end;
            }
            if (!call.isQueuable()) {
                throw notOpen(false);
            }
            one = seat(call, null, false, call.wantsToBeStored());
        }
        chores.done();
        forgetIfEnded(call);
        return one;
    }

    /** What was held may go as soon as the gate is open. */
    void release(Queued one) {
        synchronized (chores) {
            one.held = false;
            room.makeReady(one);
            pump();
        }
        chores.done();
    }

    /** The request is on the disk, and so nobody waits for it any more. */
    void accepted(Queued one) {
        synchronized (chores) {
            if (one.row == Queued.Row.CALLERS) {
                room.move(one, Queued.Row.ACCEPTED);
                expiry.watch(one);
            }
            tellOf(OfflineEvent.Kind.ACCEPTED, one, null);
            one.held = false;
            room.makeReady(one);
            pump();
        }
        chores.done();
    }

    /** The call has ended, whatever ended it. */
    void ended(Call<?, ?> call, @Nullable KvException why) {
        synchronized (chores) {
            Queued one = call.seat;
            if (one != null && room.remove(one)) {
                call.seat = null;
                OfflineEvent.Kind kind = why instanceof KvClosedException && engine.isClosing()
                        ? OfflineEvent.Kind.CLOSED
                        : OfflineEvent.Kind.CANCELLED;
                tellOf(kind, one, why);
            }
            if (call.underWay) {
                call.underWay = false;
                underWay--;
                if (why == null) {
                    gate.proved();
                }
            }
            pump();
        }
        chores.done();
    }

    private void forget(Queued one) {
        synchronized (chores) {
            if (room.remove(one)) {
                tellOf(OfflineEvent.Kind.CANCELLED, one, null);
                pump();
            }
        }
        chores.done();
    }

    /** Takes a request out of the queue, if it is there, and ends its call. */
    void drop(Queued one, OfflineEvent.Kind kind, KvException why) {
        synchronized (chores) {
            take(one, kind, why);
            pump();
        }
        chores.done();
    }

    /** Tells what became of a request on disk. */
    void tellOf(Call<?, ?> call, OfflineEvent.Kind kind, @Nullable KvException why) {
        synchronized (chores) {
            tell(kind, shown(call), why);
        }
        chores.done();
    }

    // With the lock held.

    boolean isEmpty() {
        return room.entries() == 0;
    }

    /** The connection is given up for good. A request that is a part of its call ends by itself, and not the call. */
    void giveUp(KvException why) {
        for (Queued one : room.all()) {
            Runnable part = one.action;
            if (part == null) {
                take(one, OfflineEvent.Kind.CLOSED, why);
            } else {
                room.remove(one);
                leave(one);
                tellOf(OfflineEvent.Kind.CLOSED, one, why);
                chores.add(() -> one.call.goOn(part));
            }
        }
    }

    /** Sends what is here now without an interval. */
    void hurry() {
        hurried = room.entries();
        resting = false;
        pump();
    }

    void close() {
        expiry.cancel();
        room.all().forEach(one -> take(one, OfflineEvent.Kind.CLOSED, Gate.closed()));
    }

    /** The gate has opened. */
    void replay() {
        if (!replaying && !isEmpty()) {
            replaying = true;
            tell(OfflineEvent.Kind.REPLAY_BEGUN, null, null);
        }
        pump();
    }

    private Queued seat(Call<?, ?> call, @Nullable Runnable action, boolean sent, boolean held) {
        long now = engine.time().nanoTime();
        if (call.queueNumber == 0) {
            call.queueNumber = ++numbers;
            call.queuedNanos = now - call.acceptedAgo();
        }
        Queued one = new Queued(call, action, sent);
        one.held = held;
        Queued.Row row = sent ? Queued.Row.AGAIN : call.isTold() ? Queued.Row.ACCEPTED : Queued.Row.CALLERS;
        room.add(one, row);
        if (action == null) {
            call.seat = one;
        }
        call.suspend(now);
        if (call.hasDeadline()) {
            engine.live().add(call);
        } else {
            // Whoever closes the client ends what is here by itself.
            engine.live().remove(call);
        }
        expiry.watch(one);
        tellOf(OfflineEvent.Kind.PUSHED, one, null);
        return one;
    }

    /** Lets go what can be sent, as far as the gate is open. */
    private void pump() {
        while (gate.isOpen() && underWay < MOST_UNDER_WAY && !resting) {
            Queued one = room.poll();
            if (one == null) {
                break;
            }
            Call<?, ?> call = one.call;
            if (!call.underWay) {
                call.underWay = true;
                underWay++;
            }
            leave(one);
            tellOf(OfflineEvent.Kind.POPPED, one, null);
            chores.add(() -> call.goOn(one.action));
            rest();
        }
        if (replaying && room.entries() == 0 && underWay == 0) {
            replaying = false;
            tell(OfflineEvent.Kind.REPLAY_ENDED, null, null);
        }
    }

    private void rest() {
        Duration interval = options.replayInterval();
        if (hurried > 0) {
            hurried--;
        } else if (!interval.isZero()) {
            resting = true;
            chores.add(() -> engine.time().schedule(interval, this::rested));
        }
    }

    private void rested() {
        synchronized (chores) {
            resting = false;
            pump();
        }
        chores.done();
    }

    /** It has been taken out of the room. */
    private void leave(Queued one) {
        if (one.call.seat == one) {
            one.call.seat = null;
        }
        one.call.resume(engine.time().nanoTime());
        engine.live().add(one.call);
    }

    /** Takes it out of the queue and ends its call. */
    private void take(Queued one, OfflineEvent.Kind kind, KvException why) {
        if (!room.remove(one)) {
            return;
        }
        if (one.call.seat == one) {
            one.call.seat = null;
        }
        one.call.raise(Flight.TAKEN, 0);
        tellOf(kind, one, why);
        chores.add(() -> one.call.dropped(kind, why));
    }

    private @Nullable KvException mayWait(Call<?, ?> call) {
        if (!isEnabled() || !call.isQueuable()) {
            return notOpen(call.isQueuable());
        }
        Predicate<? super QueuedRequest> filter = options.filter().orElse(null);
        if (filter == null) {
            return null;
        }
        try {
            return filter.test(shown(call))
                    ? null
                    : offline("there is no connection, and the filter does not let the request wait", null);
        } catch (RuntimeException | Error e) {
            return offline("the filter of the offline queue has thrown", e);
        }
    }

    private KvException notOpen(boolean queuable) {
        String why = gate.isThrough() ? "the queue is paused" : "there is no connection";
        return offline(why + (queuable ? ", and no offline queue" : ", and the request may not wait"), null);
    }

    /** Makes room for so many more, or says why there is none. */
    private @Nullable KvException makeRoom(int count, long bytes) {
        if (options.overflow() == Overflow.DROP_OLDEST && isFull(count, bytes)) {
            dropable(count, bytes)
                    .forEach(oldest -> take(
                            oldest,
                            OfflineEvent.Kind.DROPPED,
                            offline("another request took its place in the queue", null)));
        }
        return isFull(count, bytes) ? offline("the offline queue is full", null) : null;
    }

    /** The oldest that have to go to make room; none, if there would not be enough room all the same. */
    private List<Queued> dropable(int count, long bytes) {
        List<Queued> oldest = new ArrayList<>();
        long tooMany = room.entries() + (long) count - options.maxEntries();
        long tooLarge = room.bytes() + bytes - options.maxBytes();
        Queued one = room.oldest(Queued.Row.CALLERS);
        while (one != null && (tooMany > 0 || tooLarge > 0)) {
            if (!one.held) {
                oldest.add(one);
                tooMany--;
                tooLarge -= one.call.bytes();
            }
            one = one.newer;
        }
        return tooMany > 0 || tooLarge > 0 ? List.of() : oldest;
    }

    private boolean isFull(int count, long bytes) {
        return room.entries() + (long) count > options.maxEntries() || room.bytes() + bytes > options.maxBytes();
    }

    private void expire() {
        synchronized (chores) {
            expiry.over().forEach(one -> take(one, OfflineEvent.Kind.EXPIRED, tooLong(one)));
            pump();
        }
        chores.done();
    }

    private KvException tooLong(Queued one) {
        String limit = expiry.limit(one).map(d -> d.toMillis() + " ms").orElse("allowed");
        return offline("it waited in the offline queue for longer than " + limit, gate.refusal());
    }

    // By hand.

    int discard() {
        int count;
        KvException why = offline("the offline queue was discarded", null);
        synchronized (chores) {
            List<Queued> all = room.all();
            count = all.size();
            all.forEach(one -> take(one, OfflineEvent.Kind.DISCARDED, why));
            pump();
        }
        chores.done();
        return count;
    }

    boolean cancel(Predicate<Queued> which) {
        boolean found = false;
        synchronized (chores) {
            for (Queued one : room.all()) {
                if (which.test(one)) {
                    take(one, OfflineEvent.Kind.CANCELLED, offline("it was cancelled by its receipt", null));
                    found = true;
                    break;
                }
            }
            pump();
        }
        chores.done();
        return found;
    }

    /** Takes no more; what waits without hope is ended. */
    void closing() {
        synchronized (chores) {
            if (!gate.isOpen()) {
                // One that has begun is ended with the others, as what it has become by then, and one that is being
                // stored when that is done.
                room.all().stream()
                        .filter(one -> one.action == null && (!one.held || one.call.isTold()))
                        .forEach(one -> take(one, OfflineEvent.Kind.CLOSED, Gate.closed()));
            }
        }
        chores.done();
    }

    // Figures.

    int entries() {
        synchronized (chores) {
            return room.entries();
        }
    }

    long bytes() {
        synchronized (chores) {
            return room.bytes();
        }
    }

    Duration oldestAge() {
        synchronized (chores) {
            long now = engine.time().nanoTime();
            return Duration.ofNanos(now - room.oldestNanos(now));
        }
    }

    List<QueuedRequest> peek() {
        synchronized (chores) {
            return room.all().stream().<QueuedRequest>map(this::shown).toList();
        }
    }

    private ShownRequest shown(Queued one) {
        return ShownRequest.of(engine, one);
    }

    private ShownRequest shown(Call<?, ?> call) {
        return ShownRequest.of(engine, call);
    }

    private void tellOf(OfflineEvent.Kind kind, Queued one, @Nullable KvException cause) {
        // Not shown for nobody: this is done for each request that comes and goes.
        if (engine.events().wanted()) {
            tell(kind, shown(one), cause);
        }
    }

    void tell(OfflineEvent.Kind kind, @Nullable ShownRequest request, @Nullable KvException cause) {
        if (engine.events().wanted()) {
            engine.events().note(kind, request, cause, room.entries(), room.bytes());
        }
    }

    static KvException offline(String problem, @Nullable Throwable cause) {
        return new KvOfflineException(Failure.of(Outcome.NOT_SENT, problem).cause(cause));
    }
}
