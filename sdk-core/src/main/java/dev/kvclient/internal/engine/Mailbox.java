package dev.kvclient.internal.engine;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Has a blocked thread run the continuations of its own call, so that an answer is decoded where it is awaited and not
 * handed from thread to thread.
 */
final class Mailbox implements Executor {
    private final Thread owner = Thread.currentThread();
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Executor afterwards;
    private volatile boolean closed;

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

    /**
     * Runs tasks until there is nothing more to wait for.
     *
     * @return false if the thread was interrupted first; its flag is cleared then
     */
    boolean runUntil(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            Runnable task = tasks.poll();
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
