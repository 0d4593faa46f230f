package dev.kvclient.internal.engine;

import dev.kvclient.Attribute;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvInterruptedException;
import dev.kvclient.error.KvOverloadException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.TimeSource;
import dev.kvclient.spi.WireRequest;
import dev.kvclient.transport.Window;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call from its beginning to its end: it gets a place, waits in the lanes of its keys, is carried out, and is
 * settled exactly once - by its result, a failure, its deadline, its caller or {@code close}, whichever comes first.
 */
final class Call<R, T> extends Lanes.Node implements Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Call.class);
    private static final int SETTLED = 1 << 30;

    private final Engine engine;
    private final Plan<R, T> plan;
    private final List<String> keys;
    private final @Nullable Mailbox mailbox;
    private final @Nullable CallFuture<T> future;
    private final long startNanos;
    private final long deadlineNanos;
    private final boolean deadline;
    private final long weight;

    // How many requests are under way, and whether the call has ended: in one word, so that a request cannot set out
    // while the call is being settled as not sent.
    private final AtomicInteger flight = new AtomicInteger();
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicReference<Outcome> worst = new AtomicReference<>(Outcome.NOT_SENT);
    private volatile boolean repeated;
    // Most calls have none. Guarded by flight.
    private @Nullable Set<Runnable> endActions;
    // The thread that is making the call just now: what is ready at once goes on there, without a hand-over.
    private @Nullable Thread entering;

    private @Nullable T value;
    private @Nullable KvException failure;
    private @Nullable Thread settledBy;
    private volatile boolean done;

    private Call(Engine engine, Plan<R, T> plan, boolean blocking) {
        this.engine = engine;
        this.plan = plan;
        this.keys = plan.command().keys();
        this.weight = plan.command().weight();
        this.mailbox = blocking ? new Mailbox(engine.callbacks()) : null;
        this.future = blocking ? null : new CallFuture<>(this);
        this.startNanos = engine.time().nanoTime();
        Duration timeout = plan.options().unlimited()
                ? null
                : plan.options().timeout().orElse(engine.settings().timeout());
        this.deadline = timeout != null;
        this.deadlineNanos = timeout == null ? 0 : startNanos + Nanos.of(timeout);
    }

    /** Makes the call and waits for its end on the calling thread. */
    static <R, T> T call(Engine engine, Plan<R, T> plan) {
        Call<R, T> call = new Call<>(engine, plan, true);
        call.entering = Thread.currentThread();
        call.start();
        call.entering = null;
        return call.await();
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
        engine.live().add(this);
        refusal = engine.refusal();
        if (refusal != null) {
            // Closed meanwhile: close may have looked before this call was to be seen.
            settle(refusal);
            return;
        }
        if (!admit()) {
            return;
        }
        // From here on the lanes tell when the place is free again; if the call has ended meanwhile, they tell at once.
        engine.enterLanes(this, plan.command());
    }

    /** Takes a place; a blocking call waits for one. False if the call has ended instead. */
    private boolean admit() {
        Window places = engine.places();
        Mailbox box = mailbox;
        boolean entered = box == null ? places.tryEnter(weight) : places.tryEnter(weight) || waitForPlace(places, box);
        if (!entered) {
            settle(new KvOverloadException(Failure.of(Outcome.NOT_SENT, "too many requests are waiting or under way")
                    .retryable(true)));
        }
        return entered;
    }

    private boolean waitForPlace(Window places, Mailbox box) {
        AtomicBoolean in = new AtomicBoolean();
        Window.Waiter waiter = () -> {
            in.set(true);
            box.wake();
        };
        if (places.enter(weight, waiter)) {
            return true;
        }
        runUntil(box, () -> done || in.get());
        return in.get() || !places.withdraw(waiter);
    }

    @Override
    void open() {
        if (entering == Thread.currentThread()) {
            begin();
        } else {
            executor().execute(this::begin);
        }
    }

    /** A call that ended while it waited keeps its place until it has left its lane: until then it holds its values. */
    @Override
    void released() {
        engine.places().leave(weight);
    }

    private void begin() {
        if (ended()) {
            return;
        }
        KvException tooLate = engine.lastCall();
        if (tooLate != null) {
            settle(tooLate);
            return;
        }
        try {
            engine.gate().check();
            plan.command().dispatch(engine.backend().commands(), this).whenComplete(this::finish);
        } catch (RuntimeException | Error e) {
            settle(Failures.of(e, outcomeNow(flight.get())));
        }
    }

    private void finish(@Nullable R reply, @Nullable Throwable thrown) {
        if (thrown != null) {
            settle(ofAllRequests(Failures.of(thrown, outcomeNow(flight.get()))));
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
        if ((flight.getAndUpdate(f -> f | SETTLED) & SETTLED) == 0) {
            settled(result, null, Callbacks.insideAny());
        }
    }

    /** A call of several requests may have changed something before the one that failed. */
    private KvException ofAllRequests(KvException e) {
        Outcome so = Objects.requireNonNull(worst.get());
        boolean mayHaveChanged = so == Outcome.APPLIED || so == Outcome.UNKNOWN;
        return mayHaveChanged && e.outcome() != Outcome.APPLIED && e.outcome() != Outcome.UNKNOWN
                ? e.with(f -> f.outcome(Outcome.UNKNOWN))
                : e;
    }

    /** Ends the call with a failure, unless it has ended. The outcome in the failure is taken as it is. */
    void settle(KvException why) {
        if ((flight.getAndUpdate(f -> f | SETTLED) & SETTLED) == 0) {
            settled(null, describe(why), Callbacks.insideAny());
        }
    }

    /** Ends the call from outside, unless it has ended; the outcome is what can be said of it now. */
    void withdraw(Function<Failure, KvException> why, String problem) {
        int before = flight.getAndUpdate(f -> f | SETTLED);
        if ((before & SETTLED) == 0) {
            // Whoever withdraws it has work of their own to go on with, and not this caller's.
            settled(null, describe(why.apply(Failure.of(outcomeNow(before), problem))), false);
        }
    }

    /** The deadline has passed. */
    void expire() {
        long millis = Duration.ofNanos(deadlineNanos - startNanos).toMillis();
        withdraw(KvTimeoutException::new, "not done within " + millis + " ms");
    }

    /** Waits on the calling thread; an interrupt withdraws the call, which then ends at once. */
    private void runUntil(Mailbox box, BooleanSupplier end) {
        if (end.getAsBoolean()) {
            return;
        }
        box.enter();
        Object opening = Lanes.suspendOpening();
        Waiting waiting = new Waiting(box, end);
        try {
            ForkJoinPool.managedBlock(waiting);
        } catch (InterruptedException e) {
            // Not thrown: interrupts are taken inside.
            waiting.interrupted = true;
        } finally {
            Lanes.resumeOpening(opening);
            box.exit();
        }
        if (waiting.interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells the pool, if the waiting thread is one of its own, so that another one runs in its place. */
    private final class Waiting implements ForkJoinPool.ManagedBlocker {
        private final Mailbox box;
        private final BooleanSupplier end;
        private boolean interrupted;

        Waiting(Mailbox box, BooleanSupplier end) {
            this.box = box;
            this.end = end;
        }

        @Override
        public boolean block() {
            while (!box.runUntil(end)) {
                interrupted = true;
                withdraw(KvInterruptedException::new, "the waiting thread was interrupted");
            }
            return true;
        }

        @Override
        public boolean isReleasable() {
            return end.getAsBoolean();
        }
    }

    private Outcome outcomeNow(int flightNow) {
        boolean underWay = (flightNow & ~SETTLED) > 0;
        Outcome so = Objects.requireNonNull(worst.get());
        return underWay || so == Outcome.APPLIED ? Outcome.UNKNOWN : so;
    }

    private KvException describe(KvException e) {
        Failure f = e.failure();
        boolean named = f.operation().isPresent() && f.backend().isPresent();
        if (named && f.attempts() == attempts.get()) {
            return e;
        }
        return e.with(old -> {
            Failure told = old.attempts(attempts.get());
            told = told.backend().isPresent()
                    ? told
                    : told.backend(engine.backend().name());
            told = told.operation().isPresent()
                    ? told
                    : told.operation(plan.command().operation());
            return told.key().isPresent() || keys.isEmpty() ? told : told.key(keys.get(0));
        });
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
        } finally {
            try {
                engine.lanes().end(this);
                tellListeners(why, inCallback);
            } finally {
                value = result;
                failure = why;
                settledBy = Thread.currentThread();
                done = true;
                if (mailbox != null) {
                    mailbox.wake();
                } else if (future != null) {
                    onThreadOfApplication(inCallback, () -> future.settleWith(result, why));
                }
            }
        }
    }

    private void tellListeners(@Nullable KvException why, boolean inCallback) {
        Events events = engine.events();
        if (events.wanted()) {
            Duration took = Duration.ofNanos(engine.time().nanoTime() - startNanos);
            onThreadOfApplication(
                    inCallback, () -> events.callEnded(plan.command().operation(), keys, took, attempts.get(), why));
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
        runUntil(box, () -> done);
        box.close();
        KvException why = failure;
        if (why == null) {
            return value;
        }
        // Made on another thread, it would show that thread's stack and not the caller's.
        throw settledBy == Thread.currentThread() ? why : why.with(f -> f);
    }

    boolean hasDeadline() {
        return deadline;
    }

    /** Whether the deadline leaves that much time. */
    boolean lastsFor(Duration delay) {
        return !deadline || remainingNanos(engine.time().nanoTime()) > Nanos.of(delay);
    }

    long remainingNanos(long now) {
        return deadlineNanos - now;
    }

    // What the requests of this call report.

    /** A request sets out. False if the call has ended, or the client is being closed: then it must not. */
    boolean setOut() {
        while (true) {
            int now = flight.get();
            if ((now & SETTLED) != 0 || engine.lastCall() != null) {
                return false;
            }
            if (flight.compareAndSet(now, now + 1)) {
                attempts.incrementAndGet();
                return true;
            }
        }
    }

    /**
     * An attempt is over.
     *
     * @param hadSetOut whether {@link #setOut()} counted it
     * @param effect what the request does
     * @param outcome what became of it, or null if it was answered as hoped
     */
    void cameBack(boolean hadSetOut, Effect effect, @Nullable Outcome outcome) {
        if (outcome == null) {
            if (effect != Effect.READ) {
                worst.accumulateAndGet(Outcome.APPLIED, Outcome::and);
            }
        } else {
            worst.accumulateAndGet(outcome, Outcome::and);
        }
        if (hadSetOut) {
            flight.decrementAndGet();
        }
    }

    /** Has something done when the call ends, or now if it has ended. */
    void onEnd(Runnable action) {
        synchronized (flight) {
            if (endActions == null) {
                endActions = new LinkedHashSet<>();
            }
            endActions.add(action);
        }
        if (ended()) {
            runEndActions();
        }
    }

    /** Takes back what was given to {@link #onEnd}. */
    void forgetOnEnd(Runnable action) {
        synchronized (flight) {
            if (endActions != null) {
                endActions.remove(action);
            }
        }
    }

    private void runEndActions() {
        Set<Runnable> actions;
        synchronized (flight) {
            actions = endActions;
            endActions = null;
        }
        if (actions == null) {
            return;
        }
        for (Runnable action : actions) {
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                LOG.warn("withdrawing a request failed", e);
            }
        }
    }

    /** A request is sent once more after an attempt of which nothing is known. */
    void sentAgainUnanswered() {
        repeated = true;
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

    @Override
    public boolean repeated() {
        return repeated;
    }

    @Override
    public boolean ended() {
        return (flight.get() & SETTLED) != 0;
    }
}
