package dev.kvclient.internal.engine;

import dev.kvclient.error.KvInterruptedException;
import dev.kvclient.transport.Window;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * A caller that waits on its own thread, where it runs what its call has to do. Tells the pool, if the thread is one of
 * the client's own, so that another one runs in its place.
 */
final class CallerWait implements ForkJoinPool.ManagedBlocker {
    private final Call<?, ?> call;
    private final Mailbox box;
    private final BooleanSupplier end;
    private boolean interrupted;

    private CallerWait(Call<?, ?> call, Mailbox box, BooleanSupplier end) {
        this.call = call;
        this.box = box;
        this.end = end;
    }

    /** Waits on the calling thread; an interrupt withdraws the call, which then ends at once. */
    static void until(Call<?, ?> call, Mailbox box, BooleanSupplier end) {
        if (end.getAsBoolean()) {
            return;
        }
        box.enter();
        Object opening = Lanes.suspendOpening();
        CallerWait waiting = new CallerWait(call, box, end);
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

    /**
     * Waits for a place of a window.
     *
     * @return false if the call has ended before there was one
     */
    static boolean enter(Window places, long weight, Call<?, ?> call, Mailbox box) {
        if (places.tryEnter(weight)) {
            return true;
        }
        AtomicBoolean in = new AtomicBoolean();
        Window.Waiter waiter = () -> {
            in.set(true);
            box.wake();
        };
        if (places.enter(weight, waiter)) {
            return true;
        }
        until(call, box, () -> call.isDone() || in.get());
        return in.get() || !places.withdraw(waiter);
    }

    @Override
    public boolean block() {
        while (!box.runUntil(end)) {
            interrupted = true;
            call.withdrawByCaller(KvInterruptedException::new, "the waiting thread was interrupted");
        }
        return true;
    }

    @Override
    public boolean isReleasable() {
        return end.getAsBoolean();
    }
}
