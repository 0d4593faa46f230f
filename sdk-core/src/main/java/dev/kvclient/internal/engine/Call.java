package dev.kvclient.internal.engine;

import dev.kvclient.Attribute;
import dev.kvclient.Receipt;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvOverloadException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import dev.kvclient.offline.OfflineEvent;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.KvCommand;
import dev.kvclient.spi.TimeSource;
import dev.kvclient.spi.WireRequest;
import dev.kvclient.transport.Window;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One call from its beginning to its end: it gets a place, waits in the lanes of its keys, is carried out, and is
 * settled exactly once - by its result, a failure, its deadline, its caller or {@code close}, whichever comes first.
 */
final class Call<R, T> extends TimedFlight implements Exchange {
    private final Engine engine;
    private final Plan<R, T> plan;
    private final @Nullable Mailbox mailbox;
    private final @Nullable CallFuture<T> future;
    // The thread that is making the call just now: what is ready at once goes on there, without a hand-over.
    private @Nullable Thread entering;

    // Its place in the offline queue. Guarded by the lock of the gate, but for the number, by which a call that was
    // never there is known.
    @Nullable
    Queued seat;

    long queuedNanos;
    volatile long queueNumber;
    boolean underWay;

    private volatile boolean placed;
    private boolean isTry;
    private Acceptance.@Nullable OnDisk onDisk;

    private @Nullable T value;
    private @Nullable KvException failure;
    private @Nullable Thread settledBy;
    private volatile boolean done;

    private Call(Engine engine, Plan<R, T> plan, boolean blocking) {
        super(engine.time().nanoTime(), plan.options(), engine.settings().timeout());
        this.engine = engine;
        this.plan = plan;
        this.mailbox = blocking ? new Mailbox(engine.callbacks()) : null;
        this.future = blocking ? null : new CallFuture<>(this);
    }

    /** Makes the call and waits for its end on the calling thread. */
    static <R, T> T call(Engine engine, Plan<R, T> plan) {
        Call<R, T> call = new Call<>(engine, plan, true);
        call.entering = Thread.currentThread();
        call.start();
        call.entering = null;
        return call.await();
    }

    /**
     * A request on disk, which nobody waits for. It is not started: it takes its place in the queue, and then in its
     * lanes.
     */
    static <R> Call<R, R> carrier(Engine engine, Plan<R, R> plan, Acceptance.OnDisk record) {
        Call<R, R> call = new Call<>(engine, plan, false);
        call.onDisk = record;
        call.raise(TOLD, 0);
        return call;
    }

    /** Asks the backend for a sign of life, past the gate, the lanes and the listeners. */
    static <R, T> CompletableFuture<T> tryOut(Engine engine, Plan<R, T> plan) {
        Call<R, T> call = new Call<>(engine, plan, false);
        CompletableFuture<T> result = Objects.requireNonNull(call.future);
        call.isTry = true;
        engine.live().add(call);
        engine.lanes().pass(call);
        return result;
    }

    /** Makes the call. */
    static <R, T> CompletableFuture<T> submit(Engine engine, Plan<R, T> plan) {
        Call<R, T> call = new Call<>(engine, plan, false);
        CompletableFuture<T> result = Objects.requireNonNull(call.future);
        call.entering = Thread.currentThread();
        call.start();
        call.entering = null;
        return result;
    }

    private void start() {
        KvException refusal = engine.refusal();
        if (refusal != null) {
            settle(refusal);
            return;
        }
        if (plan.accepts() != null) {
            onDisk = engine.acceptance().begin();
        }
        if (!engine.gate().isOpen()) {
            startOffline();
        } else if (comesAlive() && admit()) {
            enterLanes();
        }
        if (placed && !engine.gate().isOpen()) {
            // Whoever has shut the gate may have looked before this call had its place.
            linkIsLost();
        }
    }

    /** Makes the call known to whoever looks at deadlines, or closes the client. False if that has been done already. */
    private boolean comesAlive() {
        engine.live().add(this);
        KvException refusal = engine.refusal();
        if (refusal != null) {
            // Closed meanwhile: close may have looked before this call was to be seen.
            settle(refusal);
        }
        return refusal == null;
    }

    private void startOffline() {
        Acceptance.OnDisk record = onDisk;
        try {
            if (record != null && Acceptance.isBatch(plan.command())) {
                if (!comesAlive()) {
                    return;
                }
                engine.acceptance().storeMembers(this, record.order, Objects.requireNonNull(plan.accepts()));
                return;
            }
            Queued place = engine.line().enter(this, record != null);
            if (place == null) {
                if (!comesAlive() || !admit()) {
                    return;
                }
            } else if (record != null) {
                engine.acceptance().store(this, place, record);
            }
        } catch (KvException e) {
            settle(e);
            return;
        }
        enterLanes();
    }

    private void enterLanes() {
        // From here on the lanes tell when the place is free again; if the call has ended meanwhile, they tell at once.
        engine.enterLanes(this, plan.command());
    }

    /** Takes a place; a blocking call waits for one. False if the call has ended instead. */
    private boolean admit() {
        Window places = engine.places();
        long weight = plan.command().weight();
        Mailbox box = mailbox;
        boolean entered = box == null ? places.tryEnter(weight) : CallerWait.enter(places, weight, this, box);
        if (!entered) {
            settle(new KvOverloadException(Failure.of(Outcome.NOT_SENT, "too many requests are waiting or under way")
                    .retryable(true)));
        }
        placed = entered;
        return entered;
    }

    @Override
    void open() {
        // Told first, and then a look at the gate: who shuts the gate does it the other way round.
        raise(OPENED, 0);
        boolean passes = queueNumber == 0 && engine.gate().isOpen();
        if (!passes && engine.line().laneIsOpen(this)) {
            return;
        }
        if (entering == Thread.currentThread()) {
            begin();
        } else {
            executor().execute(this::begin);
        }
    }

    /** The link is lost: whoever waits in a lane waits in the queue from now on. */
    void linkIsLost() {
        if (!placed || isOpened() || isTold() || ended()) {
            return;
        }
        try {
            Queued place = engine.line().enterLate(this);
            if (place != null && place.held) {
                store(place);
            }
        } catch (KvException mayNotWait) {
            settle(mayNotWait);
        }
    }

    /** The offline queue lets the call go on: with what waited in it, or from its beginning. */
    void goOn(@Nullable Runnable waiting) {
        executor().execute(waiting == null ? this::begin : waiting);
    }

    /** A call that ended while it waited keeps its place until it has left its lane: until then it holds its values. */
    @Override
    void released() {
        if (placed) {
            engine.places().leave(plan.command().weight());
        }
    }

    private void begin() {
        if (ended() || isTaken()) {
            return;
        }
        KvException tooLate = engine.lastCall();
        if (tooLate != null) {
            settle(tooLate);
            return;
        }
        try {
            if (!isTry && !engine.gate().isOpen() && engine.line().comeBack(this, null, false)) {
                return;
            }
            carryOut().whenComplete(this::finish);
        } catch (RuntimeException | Error e) {
            settle(Failures.of(e, outcome()));
        }
    }

    /** What is on the disk goes alone: each delivery of it is judged by itself. */
    private CompletionStage<R> carryOut() {
        Batcher batcher = engine.batcher();
        BatchedRequest<R> withOthers =
                batcher == null || onDisk != null ? null : batcher.requestOf(this, plan.command());
        return withOthers == null ? plan.command().dispatch(engine.backend().commands(), this) : send(withOthers);
    }

    private void finish(@Nullable R reply, @Nullable Throwable thrown) {
        if (thrown != null) {
            KvException own = Failures.of(thrown, outcome());
            // What is on the disk is delivered as often as it takes, and each delivery judged by itself.
            KvException why = isTold() ? own : ofAllRequests(own);
            if (!goesOn(why)) {
                settle(why);
            }
            return;
        }
        T result;
        try {
            result = plan.read().apply(Objects.requireNonNull(reply, "an adapter answered null"), this);
        } catch (RuntimeException | Error e) {
            // An Error too: whatever happens here, the caller must not wait for ever.
            settle(Failures.of(e, Outcome.APPLIED));
            return;
        }
        if (end()) {
            settled(result, null, Callbacks.insideAny());
        }
    }

    /** Ends the call with a result that is no answer. False if it has ended. */
    boolean settleWith(T result) {
        if (!end()) {
            return false;
        }
        settled(result, null, false);
        return true;
    }

    /** Whether a failure is not the end: the call is on disk, or waits for better credentials with the whole queue. */
    private boolean goesOn(KvException why) {
        Acceptance.OnDisk record = onDisk;
        if (record != null && isTold()) {
            return engine.acceptance().goesOn(this, record, why);
        }
        boolean waits = queueNumber != 0 && Gate.isRefusal(why) && why.outcome() == Outcome.REJECTED && !ended();
        return waits && engine.line().comeBackRefused(this, why);
    }

    /**
     * The call is on the disk: its caller is told, and it goes on without one.
     *
     * @return false if its caller has been told something else
     */
    boolean tell(Receipt receipt) {
        T accepted = Objects.requireNonNull(plan.accepts()).apply(Map.of(keys().get(0), receipt));
        if ((raise(TOLD, FLAGS) & FLAGS) != 0) {
            return false;
        }
        answer(accepted, null, false);
        return true;
    }

    /** The offline queue has taken the call out. */
    void dropped(OfflineEvent.Kind as, KvException why) {
        Acceptance.OnDisk record = onDisk;
        if (record != null) {
            record.droppedAs(as);
        }
        withdraw(f -> why.with(g -> g.outcome(f.outcome())), "");
    }

    /** A call of several requests may have changed something before the one that failed. */
    private KvException ofAllRequests(KvException e) {
        return mayHaveChanged() && e.outcome() != Outcome.APPLIED && e.outcome() != Outcome.UNKNOWN
                ? e.with(f -> f.outcome(Outcome.UNKNOWN))
                : e;
    }

    /** Ends the call with a failure, unless it has ended. The outcome in the failure is taken as it is. */
    void settle(KvException why) {
        if (end()) {
            settled(null, described(why), Callbacks.insideAny());
        }
    }

    /** Ends the call from outside, unless it has ended; the outcome is what can be said of it now. */
    void withdraw(Function<Failure, KvException> why, String problem) {
        withdrawUnless(SETTLED, why, problem);
    }

    /** The caller wants it no longer, and has not been told yet what became of it. */
    void withdrawByCaller(Function<Failure, KvException> why, String problem) {
        withdrawUnless(FLAGS, why, problem);
    }

    private void withdrawUnless(int flags, Function<Failure, KvException> why, String problem) {
        int before = raise(SETTLED, flags);
        if ((before & flags) == 0) {
            // Whoever withdraws it has work of their own to go on with, and not this caller's.
            settled(null, described(why.apply(Failure.of(outcome(before), problem))), false);
        }
    }

    /** The deadline has passed. */
    void expire() {
        withdrawByCaller(KvTimeoutException::new, "not done within " + timeout().toMillis() + " ms");
    }

    private Duration timeout() {
        return plan.options().timeout().orElse(engine.settings().timeout());
    }

    private KvException described(KvException e) {
        return Failures.described(
                e, attempts(), engine.backend().name(), plan.command().operation(), keys());
    }

    /**
     * All that follows from the end of the call, each part whatever becomes of the one before.
     *
     * @param inCallback whether this thread is the callback in which the call was carried out
     */
    private void settled(@Nullable T result, @Nullable KvException why, boolean inCallback) {
        try {
            engine.live().remove(this);
            runEndActions();
            leaveQueue(why);
        } finally {
            try {
                engine.lanes().end(this);
                tellListeners(why, inCallback);
            } finally {
                if (!isTold()) {
                    answer(result, why, inCallback);
                }
            }
        }
    }

    private void leaveQueue(@Nullable KvException why) {
        if (queueNumber != 0) {
            engine.line().ended(this, why);
        }
        Acceptance.OnDisk record = onDisk;
        if (record != null && isTold()) {
            engine.acceptance().ended(this, record, why);
        }
    }

    /** Tells the caller. Once. */
    private void answer(@Nullable T result, @Nullable KvException why, boolean inCallback) {
        value = result;
        failure = why;
        settledBy = Thread.currentThread();
        done = true;
        if (mailbox != null) {
            mailbox.wake();
        } else if (future != null && isTry) {
            future.settleWith(result, why);
        } else if (future != null) {
            onThreadOfApplication(inCallback, () -> future.settleWith(result, why));
        }
    }

    private void tellListeners(@Nullable KvException why, boolean inCallback) {
        Events events = engine.events();
        if (events.wanted() && !isTry) {
            Duration took = Duration.ofNanos(tookNanos(engine.time().nanoTime()));
            onThreadOfApplication(
                    inCallback, () -> events.callEnded(plan.command().operation(), keys(), took, attempts(), why));
        }
    }

    /**
     * At once on the caller's own thread or in the call's callback; a timer or a reading thread has no business with
     * it.
     */
    private void onThreadOfApplication(boolean inCallback, Runnable task) {
        boolean callers = entering == Thread.currentThread() || (mailbox != null && mailbox.isOwnedByThisThread());
        if (callers || inCallback) {
            task.run();
        } else {
            engine.callbacks().execute(task);
        }
    }

    @SuppressWarnings("NullAway") // Null is what a call that gives nothing gives.
    private T await() {
        Mailbox box = Objects.requireNonNull(mailbox);
        CallerWait.until(this, box, () -> done);
        box.close();
        KvException why = failure;
        if (why == null) {
            return value;
        }
        // Made on another thread, it would show that thread's stack and not the caller's.
        throw settledBy == Thread.currentThread() ? why : why.with(f -> f);
    }

    // What the requests of this call report.

    /** A request sets out. False if the call has ended, or the client is being closed: then it must not. */
    boolean setOut() {
        return engine.lastCall() == null && lift();
    }

    // What the offline queue asks and does, under the lock of the gate.

    boolean isQueuable() {
        return plan.options().isQueuable();
    }

    /** Whether it is to go to the disk and is not there yet. */
    boolean wantsToBeStored() {
        return onDisk != null && !Acceptance.isStored(onDisk) && !Acceptance.isBatch(plan.command());
    }

    void store(Queued place) {
        engine.acceptance().store(this, place, Objects.requireNonNull(onDisk));
    }

    Acceptance.@Nullable OnDisk onDisk() {
        return onDisk;
    }

    long acceptedAgo() {
        Acceptance.OnDisk record = onDisk;
        return record == null ? 0 : engine.acceptance().ago(record);
    }

    KvCommand<R> command() {
        return plan.command();
    }

    List<String> keys() {
        return plan.command().keys();
    }

    /** About how many bytes its keys and values have. */
    long bytes() {
        long bytes = plan.command().weight();
        for (String key : keys()) {
            bytes += key.length();
        }
        return bytes;
    }

    boolean mayRepeat(Effect effect) {
        return effect != Effect.WRITE || plan.options().isIdempotent();
    }

    Engine engine() {
        return engine;
    }

    Plan<R, T> plan() {
        return plan;
    }

    // The exchange, as the adapter sees it.

    @Override
    public <V> CompletableFuture<V> send(WireRequest<V> request) {
        WireCall<V> wire = new WireCall<>(this, request);
        wire.attempt();
        return wire;
    }

    @Override
    public Executor executor() {
        if (isTry) {
            // Not where application code may be in the way; there is none in it.
            return Runnable::run;
        }
        return mailbox != null ? mailbox : engine.callbacks();
    }

    @Override
    public TimeSource time() {
        return engine.time();
    }

    @Override
    public <V> Optional<V> attribute(Attribute<V> attribute) {
        return plan.options().attribute(attribute);
    }

    boolean isTry() {
        return isTry;
    }

    /** Whether its result is there, or why there is none. */
    boolean isDone() {
        return done;
    }

    @Override
    boolean timeoutIsDefault() {
        return plan.options().timeout().isEmpty() || plan.options().timeoutFromDefaults();
    }

    @Override
    boolean isBlocking() {
        return mailbox != null;
    }
}
