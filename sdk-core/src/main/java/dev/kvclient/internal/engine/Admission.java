package dev.kvclient.internal.engine;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Bounds what waits or is under way: so many requests, so many bytes of values. */
final class Admission {
    private final int maxRequests;
    private final long maxBytes;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final ConcurrentLinkedQueue<Thread> waiting = new ConcurrentLinkedQueue<>();

    Admission(int maxRequests, long maxBytes) {
        this.maxRequests = maxRequests;
        this.maxBytes = maxBytes;
    }

    /** Takes a place if there is one. A request that is too large by itself gets in when nothing else is there. */
    boolean tryEnter(long weight) {
        if (requests.incrementAndGet() > maxRequests) {
            requests.decrementAndGet();
            return false;
        }
        if (weight > 0) {
            long before = bytes.getAndAdd(weight);
            if (before > 0 && before + weight > maxBytes) {
                leave(weight);
                return false;
            }
        }
        return true;
    }

    void leave(long weight) {
        if (weight > 0) {
            bytes.addAndGet(-weight);
        }
        requests.decrementAndGet();
        if (!waiting.isEmpty()) {
            waiting.forEach(LockSupport::unpark);
        }
    }

    /** The calling thread is unparked whenever a place becomes free, until {@link #stopWaiting()}. */
    void startWaiting() {
        waiting.add(Thread.currentThread());
    }

    void stopWaiting() {
        waiting.remove(Thread.currentThread());
    }

    int requests() {
        return requests.get();
    }
}
