package dev.kvclient.testkit.kuzzle;

import dev.kvclient.testkit.FaultRule;
import dev.kvclient.testkit.FaultRules;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The switches that make a {@link KuzzleServer} fail. Rules are looked at in the order in which they were made; the
 * first that applies decides. Safe for several threads, and effective for the next request.
 *
 * <pre>{@code
 * server.faults().on(Faults.action("set"), Fault.dropAfterExecuting()).once();
 * server.faults().on(Faults.any(), Fault.delayAnswer(Duration.ofMillis(20))).probability(0.05);
 * }</pre>
 */
public final class Faults {

    private static final long DEFAULT_SEED = 1;

    private final FaultRules<Asked, Fault> rules = new FaultRules<>(DEFAULT_SEED);
    private volatile boolean refuseConnections;
    private volatile boolean silent;
    private volatile boolean ignorePings;

    Faults() {}

    /** Every request. */
    public static Predicate<Asked> any() {
        return asked -> true;
    }

    /** The requests for an action of the memory storage, {@code set} for instance. */
    public static Predicate<Asked> action(String action) {
        Objects.requireNonNull(action, "action");
        return asked -> asked.action().equals(action)
                && (asked.controller().equals("ms") || asked.controller().equals("memoryStorage"));
    }

    /** The requests for an action of a controller. */
    public static Predicate<Asked> action(String controller, String action) {
        Objects.requireNonNull(controller, "controller");
        Objects.requireNonNull(action, "action");
        return asked -> asked.controller().equals(controller) && asked.action().equals(action);
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
     * Leaves pings unanswered, the protocol's and Kuzzle's {@code {"p":1}}; requests are answered.
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

    /** Ends every rule and switch, and forgets what is kept back. The seed stays. */
    public void clear() {
        rules.clear();
        forgetHeld();
        refuseConnections = false;
        silent = false;
        ignorePings = false;
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
}
