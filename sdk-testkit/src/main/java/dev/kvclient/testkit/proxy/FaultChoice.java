package dev.kvclient.testkit.proxy;

import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;

/**
 * A fault that {@link FaultScript#oneOf} may draw, with its chances. Immutable.
 *
 * <pre>{@code
 * FaultChoice.of(3, NetworkFault.cut(Cut.RST));
 * FaultChoice.of(1, NetworkFault.refuse()).lasting(Duration.ofMillis(50), Duration.ofMillis(300));
 * FaultChoice.drawn(2, random -> NetworkFault.cutAfter(Direction.TO_CLIENT, random.nextInt(500), Cut.FIN))
 *         .lasting(Duration.ofSeconds(1), Duration.ofSeconds(1));
 * }</pre>
 */
public final class FaultChoice {
    private final int weight;
    private final Function<Random, NetworkFault> fault;
    private final DurationRange lasting;

    private FaultChoice(int weight, Function<Random, NetworkFault> fault, DurationRange lasting) {
        this.weight = weight;
        this.fault = fault;
        this.lasting = lasting;
    }

    /**
     * A fault that happens at once, or, with {@link #lasting}, for a time.
     *
     * @param weight how often, in proportion to the other choices; 1 or more
     * @throws IllegalArgumentException if the weight is less
     */
    public static FaultChoice of(int weight, NetworkFault fault) {
        Objects.requireNonNull(fault, "fault");
        return drawn(weight, random -> fault);
    }

    /**
     * A fault whose own numbers are drawn as well.
     *
     * @param weight how often, in proportion to the other choices; 1 or more
     * @param fault makes it, of nothing but the chances it is given: or else the same seed gives another sequence
     * @throws IllegalArgumentException if the weight is less
     */
    public static FaultChoice drawn(int weight, Function<Random, NetworkFault> fault) {
        if (weight < 1) {
            throw new IllegalArgumentException("weight must be 1 or more");
        }
        return new FaultChoice(weight, Objects.requireNonNull(fault, "fault"), DurationRange.NONE);
    }

    /**
     * This choice, in force for a time between these, both included; in whole milliseconds.
     *
     * @throws IllegalArgumentException if one is negative or the first is longer
     */
    public FaultChoice lasting(Duration atLeast, Duration atMost) {
        return new FaultChoice(weight, fault, new DurationRange(atLeast, atMost));
    }

    int weight() {
        return weight;
    }

    NetworkFault fault(Random random) {
        return fault.apply(random);
    }

    DurationRange lasting() {
        return lasting;
    }
}
