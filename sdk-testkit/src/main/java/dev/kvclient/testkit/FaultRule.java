package dev.kvclient.testkit;

import java.util.Random;

/**
 * A fault, and the requests that it befalls: made by the {@code on} of the faults of an in-process server, narrowed by
 * the methods here, which return the same rule. Safe for several threads.
 */
public final class FaultRule {
    private final Runnable removal;
    private double probability = 1;
    private long left = Long.MAX_VALUE;
    private long toSkip;
    private long hits;

    FaultRule(Runnable removal) {
        this.removal = removal;
    }

    /**
     * Lets the fault befall a matching request by chance.
     *
     * @param share of the requests, from 0 to 1
     */
    public synchronized FaultRule probability(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be from 0 to 1");
        }
        probability = share;
        return this;
    }

    /** Lets the fault happen once. */
    public FaultRule once() {
        return times(1);
    }

    /** Lets the fault happen that many times, from now on. */
    public synchronized FaultRule times(long count) {
        left = count;
        return this;
    }

    /** Spares the first matching requests. */
    public synchronized FaultRule afterSkipping(long count) {
        toSkip = count;
        return this;
    }

    /** Returns how many requests it has befallen. */
    public synchronized long hits() {
        return hits;
    }

    /** Ends the rule. */
    public void remove() {
        removal.run();
    }

    synchronized boolean mayBefall() {
        return left > 0;
    }

    /** Whether it befalls a request that matches. */
    synchronized boolean befalls(Random random) {
        if (left <= 0) {
            return false;
        }
        if (toSkip > 0) {
            toSkip--;
            return false;
        }
        if (probability < 1 && random.nextDouble() >= probability) {
            return false;
        }
        left--;
        hits++;
        return true;
    }
}
