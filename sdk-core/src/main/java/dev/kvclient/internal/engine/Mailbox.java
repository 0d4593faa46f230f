package dev.kvclient.internal.engine;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Has a blocked thread run the continuations of its own call, so that an answer is decoded where it is awaited and not
 * handed from thread to thread.
 */
final class Mailbox implements Executor {
    /** The innermost mailbox at which a thread waits. */
    private static final ThreadLocal<@Nullable Mailbox> WAITING = new ThreadLocal<>();

    private final Thread owner = Thread.currentThread();
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Executor afterwards;
    private volatile boolean closed;
    // Touched by the owner only.
    private @Nullable Mailbox outer;

    /** The mailbox of the calling thread. What comes after it is closed goes to the other executor. */
    Mailbox(Executor afterwards) {
        this.afterwards = afterwards;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (closed && tasks.remove(task)) {
            afterwards.execute(task);
        } else {
            LockSupport.unpark(owner);
        }
    }

    /** The owner is going to wait here: whoever waits deeper down on its stack runs the tasks of this mailbox too. */
    void enter() {
        outer = WAITING.get();
        WAITING.set(this);
    }

    /** Ends what {@link #enter()} began. */
    void exit() {
        if (outer == null) {
            WAITING.remove();
        } else {
            WAITING.set(outer);
        }
    }

    /**
     * Runs tasks until there is nothing more to wait for. To be called between {@link #enter()} and {@link #exit()}.
     *
     * @return false if the thread was interrupted first; its flag is cleared then
     */
    boolean runUntil(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            Runnable task = next();
            if (task != null) {
                task.run();
            } else if (Thread.interrupted()) {
                return false;
            } else {
                LockSupport.park(this);
            }
        }
        return true;
    }

    /**
     * A task of this call, or of one for which the same thread waits further up its stack: this one may wait for that.
     */
    private @Nullable Runnable next() {
        for (Mailbox box = this; box != null; box = box.outer) {
            Runnable task = box.tasks.poll();
            if (task != null) {
                return task;
            }
        }
        return null;
    }

    /** Hands on what is left and what is still to come. */
    void close() {
        closed = true;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            afterwards.execute(task);
        }
    }

    boolean isOwnedByThisThread() {
        return owner == Thread.currentThread();
    }

    /** Wakes the owner, so that it looks again whether it is done. */
    void wake() {
        LockSupport.unpark(owner);
    }
}
