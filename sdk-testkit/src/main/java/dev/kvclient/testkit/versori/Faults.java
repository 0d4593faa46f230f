package dev.kvclient.testkit.versori;

import dev.kvclient.testkit.FaultRule;
import dev.kvclient.testkit.FaultRules;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The switches that make a {@link VersoriServer} fail. Rules are looked at in the order in which they were made; the
 * first that applies decides. Safe for several threads, and effective for the next request.
 *
 * <pre>{@code
 * server.faults().on(Faults.operation(Operation.SET_KV), Fault.dropAfterExecuting()).once();
 * server.faults().on(Faults.any(), Fault.status(429, Duration.ofSeconds(1))).probability(0.05);
 * }</pre>
 */
public final class Faults {

    private final FaultRules<Asked, Fault> rules;
    private volatile boolean refuseConnections;

    Faults(long seed) {
        rules = new FaultRules<>(seed);
    }

    /** Every request. */
    public static Predicate<Asked> any() {
        return asked -> true;
    }

    /** The requests for an operation. */
    public static Predicate<Asked> operation(Operation operation) {
        Objects.requireNonNull(operation, "operation");
        return asked -> asked.operation() == operation;
    }

    /**
     * The requests that name a key, in path or body.
     *
     * @param segments the whole key
     */
    public static Predicate<Asked> key(String... segments) {
        List<String> key = List.of(segments);
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
     * Makes the server reset every new TCP connection right after it was accepted; those that are open stay. For a port
     * that refuses, stop the server.
     *
     * @param on whether it does
     * @return this
     */
    public Faults refuseConnections(boolean on) {
        refuseConnections = on;
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

    /** Ends every rule and switch, and forgets what is kept back. The chances go on. */
    public void clear() {
        rules.clear();
        forgetHeld();
        refuseConnections = false;
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
}
