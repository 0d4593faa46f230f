package dev.kvclient.testkit;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * The rules of an in-process server, and what it keeps back, for those who write one. Rules are looked at in the order
 * in which they were made; the first that applies decides. Safe for several threads.
 *
 * @param <A> what a request asks
 * @param <F> what may befall it
 */
public final class FaultRules<A, F> {
    private final List<Entry<A, F>> entries = new CopyOnWriteArrayList<>();
    private final Random random;
    private final Queue<Runnable> held = new ArrayDeque<>();

    private record Entry<A, F>(FaultRule rule, Predicate<A> which, F fault) {}

    /**
     * None yet.
     *
     * @param seed of the chances of {@link FaultRule#probability}
     */
    public FaultRules(long seed) {
        this.random = new Random(seed);
    }

    /**
     * Adds a rule, in force at once.
     *
     * @param which the requests; called on the threads of the server, so it must be safe for several threads
     * @param fault what befalls them
     * @return the rule, to narrow, count or remove
     */
    public FaultRule add(Predicate<A> which, F fault) {
        Objects.requireNonNull(which, "which");
        Objects.requireNonNull(fault, "fault");
        FaultRule[] made = new FaultRule[1];
        made[0] = new FaultRule(() -> entries.removeIf(entry -> entry.rule() == made[0]));
        entries.add(new Entry<>(made[0], which, fault));
        return made[0];
    }

    /**
     * Starts the chances anew. Which request meets which chance also depends on the order in which requests arrive.
     *
     * @param seed the seed
     */
    public void seed(long seed) {
        synchronized (random) {
            random.setSeed(seed);
        }
    }

    /** What befalls a request. */
    public Optional<F> befalling(A asked) {
        for (Entry<A, F> entry : entries) {
            if (entry.rule().mayBefall() && entry.which().test(asked)) {
                synchronized (random) {
                    if (entry.rule().befalls(random)) {
                        return Optional.of(entry.fault());
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Ends every rule. */
    public void clear() {
        entries.clear();
    }

    /** Keeps an execution back, until {@link #executeHeld()}. */
    public void hold(Runnable execution) {
        synchronized (held) {
            held.add(execution);
        }
    }

    /**
     * Executes what was kept back, in the order of arrival, on this thread.
     *
     * @return how many executions that were
     */
    public int executeHeld() {
        List<Runnable> due;
        synchronized (held) {
            due = List.copyOf(held);
            held.clear();
        }
        due.forEach(Runnable::run);
        return due.size();
    }

    /** How many executions are kept back. */
    public int held() {
        synchronized (held) {
            return held.size();
        }
    }

    /** Forgets what is kept back. */
    public void forgetHeld() {
        synchronized (held) {
            held.clear();
        }
    }
}
