package dev.kvclient.internal.engine;

import dev.kvclient.spi.TimeSource;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * All calls that have not ended. Their deadlines are looked at together, by a tick that runs only while there are any:
 * cheaper than a timer for each, and an idle client has no timer at all.
 */
final class LiveCalls {
    /** 10 ms: no deadline of a network request is meant more exactly, and a sweep of some thousand calls costs less. */
    static final Duration TICK = Duration.ofMillis(10);

    private final TimeSource time;
    private final Set<Call<?, ?>> calls = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final Object monitor = new Object();
    private volatile boolean awaited;

    LiveCalls(TimeSource time) {
        this.time = time;
    }

    void add(Call<?, ?> call) {
        calls.add(call);
        if (call.ended()) {
            // It may have ended, and been removed, before it was added.
            remove(call);
        } else if (call.hasDeadline()) {
            ensureTicking();
        }
    }

    void remove(Call<?, ?> call) {
        calls.remove(call);
        if (awaited && calls.isEmpty()) {
            synchronized (monitor) {
                monitor.notifyAll();
            }
        }
    }

    int size() {
        return calls.size();
    }

    void forEach(Consumer<Call<?, ?>> action) {
        calls.forEach(action);
    }

    /** Waits until there are none, in real time. */
    void awaitNone(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + Nanos.of(atMost);
        synchronized (monitor) {
            awaited = true;
            while (!calls.isEmpty()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                TimeUnit.NANOSECONDS.timedWait(monitor, left);
            }
        }
    }

    private void ensureTicking() {
        if (!ticking.get() && ticking.compareAndSet(false, true)) {
            time.schedule(TICK, this::tick);
        }
    }

    private void tick() {
        long now = time.nanoTime();
        boolean more = false;
        try {
            for (Call<?, ?> call : calls) {
                if (call.hasDeadline()) {
                    if (call.remainingNanos(now) <= 0) {
                        call.expire();
                    } else {
                        more = true;
                    }
                }
            }
        } finally {
            // Whatever happened to one of them: the deadlines of the others hold.
            if (more) {
                time.schedule(TICK, this::tick);
            } else {
                ticking.set(false);
                tickIfAny();
            }
        }
    }

    /** A call may have come between the sweep and the flag. */
    private void tickIfAny() {
        for (Call<?, ?> call : calls) {
            if (call.hasDeadline()) {
                ensureTicking();
                return;
            }
        }
    }
}
