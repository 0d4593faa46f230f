package dev.kvclient.internal.engine;

import dev.kvclient.error.Outcome;
import dev.kvclient.spi.Effect;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How far a call has come: how many of its requests are under way, whether it has ended, and what can be said of all
 * its requests together. A base class and no part of the call, since an object a piece is too much for a queued one.
 */
abstract class Flight extends Lanes.Node {
    static final int SETTLED = 1 << 30;
    /** Its caller knows that it is on the disk, or it has none. */
    static final int TOLD = 1 << 29;

    static final int FLAGS = SETTLED | TOLD;

    /** Taken out of the offline queue, and about to end. */
    static final int TAKEN = 1 << 28;
    /** Nothing is before it in its lanes. */
    static final int OPENED = 1 << 27;

    private static final int COUNT = OPENED - 1;

    private static final VarHandle STATE;
    private static final VarHandle ATTEMPTS;
    private static final VarHandle WORST;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(Flight.class, "state", int.class);
            ATTEMPTS = lookup.findVarHandle(Flight.class, "attempts", int.class);
            WORST = lookup.findVarHandle(Flight.class, "worst", Outcome.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    // How many requests are under way, and the flags: in one word, so that a request cannot set out while the call is
    // being settled as not sent.
    private volatile int state;
    private volatile int attempts;
    private volatile Outcome worst = Outcome.NOT_SENT;
    private volatile boolean repeated;

    // Made when there is one: most calls have none. Guarded by this.
    private @Nullable EndActions endActions;

    /** Sets flags, unless one of these is set. What was set before, and how many requests were under way. */
    final int raise(int flags, int unless) {
        return update(s -> (s & unless) == 0 ? s | flags : s);
    }

    /** Ends it. False if it has ended. */
    final boolean end() {
        return (raise(SETTLED, SETTLED) & SETTLED) == 0;
    }

    private int update(IntUnaryOperator change) {
        while (true) {
            int before = state;
            if (STATE.compareAndSet(this, before, change.applyAsInt(before))) {
                return before;
            }
        }
    }

    /** Whether it has ended. */
    public final boolean ended() {
        return (state & SETTLED) != 0;
    }

    /** Whether its caller knows that it is on the disk, or it has none. */
    final boolean isTold() {
        return (state & TOLD) != 0;
    }

    /** Whether it was taken out of the offline queue, and is about to end. */
    final boolean isTaken() {
        return (state & TAKEN) != 0;
    }

    /** Whether nothing is before it in its lanes. */
    final boolean isOpened() {
        return (state & OPENED) != 0;
    }

    /** Has something done when the call ends, or now if it has ended. */
    final void onEnd(Runnable action) {
        synchronized (this) {
            if (endActions == null) {
                endActions = new EndActions();
            }
            endActions.add(action);
        }
        if (ended()) {
            runEndActions();
        }
    }

    /** Takes back what was given to {@link #onEnd}. */
    final void forgetOnEnd(Runnable action) {
        EndActions actions = endActions();
        if (actions != null) {
            actions.remove(action);
        }
    }

    /** To be called when it has ended. */
    final void runEndActions() {
        EndActions actions = endActions();
        if (actions != null) {
            actions.run();
        }
    }

    private synchronized @Nullable EndActions endActions() {
        return endActions;
    }

    /** A request sets out. False if the call has ended: then it must not. */
    final boolean lift() {
        if ((update(s -> (s & SETTLED) == 0 ? s + 1 : s) & SETTLED) != 0) {
            return false;
        }
        ATTEMPTS.getAndAdd(this, 1);
        return true;
    }

    /**
     * An attempt is over.
     *
     * @param hadSetOut whether {@link #lift()} counted it
     * @param effect what the request does
     * @param outcome what became of it, or null if it was answered as hoped
     */
    final void cameBack(boolean hadSetOut, Effect effect, @Nullable Outcome outcome) {
        if (outcome != null) {
            worsen(outcome);
        } else if (effect != Effect.READ) {
            worsen(Outcome.APPLIED);
        }
        if (hadSetOut) {
            STATE.getAndAdd(this, -1);
        }
    }

    private void worsen(Outcome by) {
        Outcome before;
        do {
            before = worst;
        } while (!WORST.compareAndSet(this, before, before.and(by)));
    }

    /** A request is sent once more after an attempt of which nothing is known. */
    final void sentAgainUnanswered() {
        repeated = true;
    }

    /** Whether a write was sent once more after an attempt of which nothing is known. */
    public final boolean repeated() {
        return repeated;
    }

    final int attempts() {
        return attempts;
    }

    /** What can be said of the call while it stood so; see {@link #raise}. */
    final Outcome outcome(int then) {
        boolean underWay = (then & COUNT) > 0;
        Outcome so = worst;
        return underWay || so == Outcome.APPLIED ? Outcome.UNKNOWN : so;
    }

    /** What can be said of the call now. */
    final Outcome outcome() {
        return outcome(state);
    }

    /** Whether a request that was answered, or may have been carried out, has changed something. */
    final boolean mayHaveChanged() {
        Outcome so = worst;
        return so == Outcome.APPLIED || so == Outcome.UNKNOWN;
    }
}
