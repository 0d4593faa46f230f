package dev.kvclient.testkit.ndb;

import java.util.Random;
import java.util.function.Predicate;

/**
 * A fault, and the requests that it befalls. Made by {@link Faults#on}; narrowed by the methods here, which return the
 * same rule. Safe for several threads.
 */
public final class FaultRule {

    private final Faults owner;
    private final Predicate<Asked> which;
    private final Fault fault;
    private double probability = 1;
    private long left = Long.MAX_VALUE;
    private long toSkip;
    private long hits;

    FaultRule(Faults owner, Predicate<Asked> which, Fault fault) {
        this.owner = owner;
        this.which = which;
        this.fault = fault;
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
        owner.remove(this);
    }

    Fault fault() {
        return fault;
    }

    synchronized boolean befalls(Asked asked, Random random) {
        if (left <= 0 || !which.test(asked)) {
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
