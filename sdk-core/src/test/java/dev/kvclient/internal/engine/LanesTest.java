package dev.kvclient.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lanes by themselves, under threads and chance. */
class LanesTest {
    private static final int KEYS = 5;
    private static final int THREADS = 4;
    private static final int ROUNDS = 1_500;

    private final Lanes lanes = new Lanes();

    /** One that only notes that it may go on. */
    private static final class Noted extends Lanes.Node {
        private final CountDownLatch opened = new CountDownLatch(1);
        private final CountDownLatch left = new CountDownLatch(1);

        @Override
        void open() {
            opened.countDown();
        }

        @Override
        void released() {
            left.countDown();
        }

        boolean hasLeft() {
            return left.getCount() == 0;
        }

        boolean isOpen() {
            return opened.getCount() == 0;
        }
    }

    private Noted enter(String key, boolean write) {
        Noted node = new Noted();
        lanes.enter(node, List.of(key), write, false);
        return node;
    }

    private Noted barrier() {
        Noted node = new Noted();
        lanes.enter(node, List.of(), true, true);
        return node;
    }

    @Test
    void nothingIsKeptOfWhatHasEnded() {
        Noted first = enter("a", true);
        Noted second = enter("a", true);
        Noted read = enter("a", false);
        Noted barrier = barrier();
        for (Noted node : List.of(first, second, read, barrier)) {
            assertThat(node.isOpen()).isTrue();
            lanes.end(node);
        }

        assertThat(lanes.size()).isZero();
        assertThat(enter("a", true).isOpen()).isTrue();
    }

    @Test
    void endingTwiceIsEndingOnce() {
        Noted first = enter("a", true);
        Noted second = enter("a", true);
        Noted third = enter("a", true);
        lanes.end(first);
        lanes.end(first);

        assertThat(second.isOpen()).isTrue();
        assertThat(third.isOpen()).isFalse();
    }

    @Test
    void aLongRowThatEndedWhileItWaitedIsReleasedWithoutDepth() {
        Noted first = enter("a", true);
        List<Noted> row = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            row.add(enter("a", true));
        }
        Noted last = enter("a", true);
        row.forEach(lanes::end);
        assertThat(last.isOpen()).isFalse();
        assertThat(row).noneMatch(Noted::hasLeft);

        lanes.end(first);

        assertThat(last.isOpen()).isTrue();
        assertThat(row).allMatch(Noted::hasLeft).noneMatch(Noted::isOpen);
        lanes.end(last);
        assertThat(lanes.size()).isZero();
    }

    @Test
    void aBarrierWaitsForAWriteThatAnotherHasTakenTheLaneFrom() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            int overtaken = 0;
            CyclicBarrier start = new CyclicBarrier(2);
            Random random = new Random(7);
            for (int round = 0; round < 4_000; round++) {
                Noted before = enter("a", true);
                // They make the barrier's look at the writes before it long, so that the other write falls into it.
                List<Noted> fillers = IntStream.range(0, 100)
                        .mapToObj(i -> enter("filler" + i, true))
                        .toList();
                int spins = random.nextInt(3_000);
                CompletableFuture<Noted> between = CompletableFuture.supplyAsync(
                        () -> {
                            meet(start);
                            for (int i = 0; i < spins; i++) {
                                Thread.onSpinWait();
                            }
                            return enter("a", true);
                        },
                        other);
                meet(start);
                Noted barrier = barrier();
                Noted late = between.get(10, TimeUnit.SECONDS);
                fillers.forEach(lanes::end);
                if (barrier.isOpen()) {
                    overtaken++;
                }
                lanes.end(before);
                lanes.end(late);
                lanes.end(barrier);
            }
            assertThat(overtaken).isZero();
            assertThat(lanes.size()).isZero();
        } finally {
            other.shutdownNow();
        }
    }

    private static void meet(CyclicBarrier where) {
        try {
            where.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** A request of the random load: it does its work when it may, on a thread of the pool. */
    private final class Job extends Lanes.Node {
        private final int thread;
        private final int number;
        private final List<String> keys;
        private final boolean write;
        private final boolean all;
        private final boolean leaves;
        private final CompletableFuture<Boolean> done = new CompletableFuture<>();
        private final AtomicInteger opened = new AtomicInteger();
        private final AtomicInteger released = new AtomicInteger();

        Job(int thread, int number, List<String> keys, boolean write, boolean all, boolean leaves) {
            this.thread = thread;
            this.number = number;
            this.keys = keys;
            this.write = write;
            this.all = all;
            this.leaves = leaves;
        }

        @Override
        void open() {
            if (opened.incrementAndGet() > 1) {
                problems.add("opened twice");
            }
            pool.execute(this::work);
        }

        @Override
        void released() {
            if (released.incrementAndGet() > 1) {
                problems.add("released twice");
            }
        }

        private void work() {
            if (!gone.add(this)) {
                return;
            }
            if (write) {
                for (String key : all ? names() : keys) {
                    if (active.putIfAbsent(key, this) != null) {
                        problems.add("two writes of " + key + " at once");
                    }
                    int before = lastOf.computeIfAbsent(key, k -> new int[THREADS])[thread];
                    if (before > number) {
                        problems.add(number + " of thread " + thread + " after " + before);
                    }
                    lastOf.get(key)[thread] = number;
                }
                Thread.onSpinWait();
                for (String key : all ? names() : keys) {
                    active.remove(key, this);
                }
            }
            lanes.end(this);
            done.complete(true);
        }

        /** Ends before its turn, unless that has come. */
        void leave() {
            if (gone.add(this)) {
                lanes.end(this);
                done.complete(false);
            }
        }
    }

    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final java.util.Set<Job> gone = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<String, Job> active = new ConcurrentHashMap<>();
    private final Map<String, int[]> lastOf = new ConcurrentHashMap<>();
    private final List<String> problems = Collections.synchronizedList(new ArrayList<>());

    private static List<String> names() {
        return IntStream.range(0, KEYS).mapToObj(i -> "k" + i).toList();
    }

    private Job randomJob(Random random, int thread, int number) {
        boolean all = random.nextInt(40) == 0;
        List<String> keys = new ArrayList<>(names());
        Collections.shuffle(keys, random);
        int count = random.nextInt(4) == 0 ? 1 + random.nextInt(KEYS) : 1;
        return new Job(
                thread,
                number,
                all ? List.of() : List.copyOf(keys.subList(0, count)),
                random.nextInt(3) > 0,
                all,
                random.nextInt(6) == 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void underChanceAndThreadsNoTwoWritesOfAKeyMeetAndEachThreadKeepsItsOrder(long seed) throws Exception {
        List<CompletableFuture<Map<Integer, Job>>> loads = IntStream.range(0, THREADS)
                .mapToObj(thread -> CompletableFuture.supplyAsync(
                        () -> {
                            Random random = new Random(seed * 31 + thread);
                            Map<Integer, Job> jobs = new HashMap<>();
                            for (int i = 1; i <= ROUNDS; i++) {
                                Job job = randomJob(random, thread, i);
                                jobs.put(i, job);
                                lanes.enter(job, job.keys, job.write, job.all);
                                if (job.leaves) {
                                    job.leave();
                                }
                            }
                            return jobs;
                        },
                        task -> new Thread(task, "lanes-load-" + thread).start()))
                .toList();
        List<Job> all = new ArrayList<>();
        try {
            for (CompletableFuture<Map<Integer, Job>> load : loads) {
                for (Job job : load.get(60, TimeUnit.SECONDS).values()) {
                    job.done.get(30, TimeUnit.SECONDS);
                    all.add(job);
                }
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(problems).isEmpty();
        assertThat(lanes.size()).isZero();
        assertThat(all).hasSize(THREADS * ROUNDS).allMatch(job -> job.released.get() == 1);
        Noted after = barrier();
        assertThat(after.isOpen()).isTrue();
    }
}
