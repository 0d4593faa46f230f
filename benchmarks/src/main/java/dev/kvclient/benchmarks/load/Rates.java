package dev.kvclient.benchmarks.load;

import dev.kvclient.benchmarks.report.Spread;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Sends requests at a pace and takes the times. For one thread; a round at a time. */
final class Rates {
    private static final double MICRO = 1_000;
    private static final double SECOND = 1e9;
    private static final double MIDDLE = 0.5;
    private static final double NEARLY_ALL = 0.99;

    /** What no request of a healthy run takes: the variant hangs. */
    private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** Shorter waits take longer than they are asked for. */
    private static final long SHORTEST_PARK_NANOS = 20_000;

    private long[] starts = new long[0];
    private long[] times = new long[0];

    /** One request after the other, each waited for by the caller. */
    Sample oneByOne(Variant variant, Operation operation, Workload workload, int count) throws Exception {
        prepare(count);
        Cost cost = Cost.begin();
        long begin = System.nanoTime();
        long last = begin;
        for (int i = 0; i < count; i++) {
            variant.call(operation, workload.keyOf(i));
            long now = System.nanoTime();
            times[i] = now - last;
            last = now;
        }
        return sample(count, last - begin, cost.used());
    }

    /**
     * A closed loop: as soon as a quarter of the window is free, it is filled up again by the one thread that sends. (A
     * thread that is woken for each single answer would measure the waking.)
     */
    Sample closedLoop(Variant variant, Operation operation, Workload workload, int window, int count) {
        prepare(count);
        Ends ends = new Ends(count);
        int refill = Math.max(1, window / 4);
        Cost cost = Cost.begin();
        long begin = System.nanoTime();
        int started = 0;
        while (started < count) {
            int room = Math.min(window - (started - ends.count()), count - started);
            if (room < Math.min(refill, count - started)) {
                ends.await(Math.min(started - window + refill, count));
                continue;
            }
            for (int i = 0; i < room; i++, started++) {
                starts[started] = System.nanoTime();
                variant.start(operation, workload.keyOf(started), started, ends);
            }
        }
        ends.await(count);
        return sample(count, System.nanoTime() - begin, cost.used());
    }

    /**
     * An open loop: requests are sent at a fixed rate, whatever has become of those before, and each time counts from
     * the moment at which the request should have been sent.
     */
    Sample openLoop(Variant variant, Operation operation, Workload workload, double perSecond, int count) {
        prepare(count);
        Ends ends = new Ends(count);
        Cost cost = Cost.begin();
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = begin + (long) (i * SECOND / perSecond);
            starts[i] = due;
            long early = due - System.nanoTime();
            while (early > SHORTEST_PARK_NANOS) {
                LockSupport.parkNanos(early);
                early = due - System.nanoTime();
            }
            variant.start(operation, workload.keyOf(i), i, ends);
        }
        ends.await(count);
        return sample(count, System.nanoTime() - begin, cost.used());
    }

    private void prepare(int count) {
        if (times.length < count) {
            starts = new long[count];
            times = new long[count];
        }
    }

    private Sample sample(int count, long nanos, Cost.Used used) {
        Arrays.sort(times, 0, count);
        return new Sample(
                count * SECOND / nanos,
                Spread.percentile(times, count, MIDDLE) / MICRO,
                Spread.percentile(times, count, NEARLY_ALL) / MICRO,
                used.cpuNanos() / MICRO / count,
                (double) used.bytes() / count);
    }

    /** Counts the requests that have ended, and wakes the one who waits for a number of them. */
    private final class Ends implements Variant.Sink {
        private final Thread waiter = Thread.currentThread();
        private final int expected;
        private final AtomicInteger ended = new AtomicInteger();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private volatile int wakeAt = Integer.MAX_VALUE;

        Ends(int expected) {
            this.expected = expected;
        }

        int count() {
            return ended.get();
        }

        @Override
        public void ended(int request, @Nullable Throwable why) {
            times[request] = System.nanoTime() - starts[request];
            if (why != null) {
                failure.compareAndSet(null, why);
            }
            int now = ended.incrementAndGet();
            if (now == wakeAt) {
                LockSupport.unpark(waiter);
            } else if (now > expected) {
                failure.compareAndSet(null, new WrongAnswerException("more answers than requests"));
            }
        }

        void await(int target) {
            wakeAt = target;
            long last = System.nanoTime() + GIVE_UP_NANOS;
            while (ended.get() < target) {
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
                if (System.nanoTime() - last > 0) {
                    throw new WrongAnswerException(ended.get() + " answers of " + target + ", and no more come");
                }
            }
            Throwable why = failure.get();
            if (why != null) {
                throw new IllegalStateException("a request failed", why);
            }
        }
    }
}
