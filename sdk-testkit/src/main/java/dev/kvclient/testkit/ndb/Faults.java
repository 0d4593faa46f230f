package dev.kvclient.testkit.ndb;

import dev.kvclient.testkit.FaultRule;
import dev.kvclient.testkit.FaultRules;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The switches that make an {@link NdbServer} fail. Rules are looked at in the order in which they were made; the first
 * that applies decides. Safe for several threads, and effective for the next request.
 *
 * <pre>{@code
 * server.faults().on(Faults.command("KV_SET"), Fault.dropAfterExecuting()).once();
 * server.faults().on(Faults.any(), Fault.delayAnswer(Duration.ofMillis(20))).probability(0.05);
 * }</pre>
 */
public final class Faults {

    private static final long DEFAULT_SEED = 1;

    /** How long an answer of the pool lingers under {@link #reorder}, at most. */
    private static final long LINGER_NANOS = Duration.ofMillis(3).toNanos();

    private final FaultRules<Asked, Fault> rules = new FaultRules<>(DEFAULT_SEED);
    private final Random reordering = new Random(DEFAULT_SEED);
    private final LongAdder lost = new LongAdder();
    private final LongAdder overtakings = new LongAdder();
    private final Runnable release;
    private volatile boolean refuseConnections;
    private volatile boolean silent;
    private volatile boolean ignorePings;
    private volatile boolean holdAnswers;
    private volatile double lingering;
    private volatile long waitingLimit;

    Faults(Runnable release) {
        this.release = release;
    }

    /** Every request. */
    public static Predicate<Asked> any() {
        return asked -> true;
    }

    /** The requests with that command, {@code KV_SET} for instance. */
    public static Predicate<Asked> command(String command) {
        Objects.requireNonNull(command, "command");
        return asked -> asked.command().equals(command);
    }

    /** The requests that name a key. */
    public static Predicate<Asked> key(String key) {
        Objects.requireNonNull(key, "key");
        return asked -> asked.keys().contains(key);
    }

    /**
     * Adds a rule, in force at once.
     *
     * @param which the requests; called on the threads of the server, so it must be safe for several threads
     * @param fault what befalls them
     * @return the rule, to narrow, count or remove
     */
    public FaultRule on(Predicate<Asked> which, Fault fault) {
        return rules.add(which, fault);
    }

    /**
     * Starts the chances of {@link FaultRule#probability} anew. Which request meets which chance also depends on the
     * order in which requests arrive.
     *
     * @param seed the seed
     * @return this
     */
    public Faults seed(long seed) {
        rules.seed(seed);
        return this;
    }

    /**
     * Makes a v0.4 busy: an answer of its pool may take up to 3 ms, and those behind it wait for it. Meanwhile what
     * does not go through the pool overtakes: refusals found before it, and the answers of SH_OPEN, SH_INFO_ALL,
     * SH_EXISTS, SH_END_ALL, SH_LOAD and SH_SAVE. Accepted KV commands, SH_INFO, SH_NEW and SH_END keep their order.
     * An idle v0.4 lets overtake only within one read from the network. No effect on the other versions, which keep
     * the order always.
     *
     * @param seed the seed of the chances
     * @param probability of an answer of the pool to take longer, from 0 (off) to 1
     * @return this
     */
    public Faults reorder(long seed, double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability must be from 0 to 1");
        }
        synchronized (reordering) {
            reordering.setSeed(seed);
        }
        lingering = probability;
        return this;
    }

    /**
     * Limits the bytes that may wait for a client, as all versions do (v0.9: 128 KiB, beside what the network holds):
     * while there are more, the next answers are silently lost, though executed; the connection stays and works again
     * when the bytes have gone. What is behind an answer over the limit thus vanishes when it was received in the same
     * read, before that answer has left, or within 5 ms.
     *
     * @param limitBytes of UTF-8; 0, the default, for no limit
     * @return this
     */
    public Faults loseBehindLarge(long limitBytes) {
        if (limitBytes < 0) {
            throw new IllegalArgumentException("limitBytes is negative");
        }
        waitingLimit = limitBytes;
        return this;
    }

    /** Returns how many answers {@link #loseBehindLarge} has taken so far. */
    public long lostAnswers() {
        return lost.sum();
    }

    /** Returns how many answers have overtaken others so far, which only v0.4 lets happen. */
    public long overtakings() {
        return overtakings.sum();
    }

    /**
     * Keeps answers back: requests are executed, and answered when this is switched off again, in order.
     *
     * @param on whether it does
     * @return this
     */
    public Faults holdAnswers(boolean on) {
        holdAnswers = on;
        if (!on) {
            release.run();
        }
        return this;
    }

    /**
     * Makes the server reset every new TCP connection right after it was accepted. For a port that refuses, stop the
     * server.
     *
     * @param on whether it does
     * @return this
     */
    public Faults refuseConnections(boolean on) {
        refuseConnections = on;
        return this;
    }

    /**
     * Makes the server accept TCP connections (and their TLS) and then never answer the upgrade.
     *
     * @param on whether it does; a connection keeps the silence that it met when it was accepted
     * @return this
     */
    public Faults silent(boolean on) {
        silent = on;
        return this;
    }

    /**
     * Leaves pings unanswered; requests are answered.
     *
     * @param on whether it does
     * @return this
     */
    public Faults ignorePings(boolean on) {
        ignorePings = on;
        return this;
    }

    /**
     * Executes what {@link Fault#executeWhenTold()} has kept back, in the order of arrival, on this thread.
     *
     * @return how many requests that were
     */
    public int executeHeld() {
        return rules.executeHeld();
    }

    /** Returns how many requests wait for {@link #executeHeld()}. */
    public int held() {
        return rules.held();
    }

    /** Ends every rule and switch, and forgets what is kept back from executing. Seeds and counts stay. */
    public void clear() {
        rules.clear();
        forgetHeld();
        refuseConnections = false;
        silent = false;
        ignorePings = false;
        lingering = 0;
        waitingLimit = 0;
        holdAnswers(false);
    }

    void hold(Runnable execution) {
        rules.hold(execution);
    }

    void forgetHeld() {
        rules.forgetHeld();
    }

    @Nullable
    Fault decide(Asked asked) {
        return rules.befalling(asked).orElse(null);
    }

    /** Returns how long the next answer of the pool takes; zero for no time. */
    Duration linger() {
        double share = lingering;
        if (share == 0) {
            return Duration.ZERO;
        }
        synchronized (reordering) {
            boolean takesLonger = reordering.nextDouble() < share;
            return takesLonger ? Duration.ofNanos(1 + (long) (reordering.nextDouble() * LINGER_NANOS)) : Duration.ZERO;
        }
    }

    boolean hasRules() {
        return !rules.isEmpty();
    }

    boolean refusesConnections() {
        return refuseConnections;
    }

    boolean isSilent() {
        return silent;
    }

    boolean ignoresPings() {
        return ignorePings;
    }

    boolean holdsAnswers() {
        return holdAnswers;
    }

    long waitingLimit() {
        return waitingLimit;
    }

    void answerLost() {
        lost.increment();
    }

    void overtaken() {
        overtakings.increment();
    }
}
