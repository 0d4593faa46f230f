package dev.kvclient.testkit.proxy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A sequence of faults and calm for {@link FaultProxy#play}. It is a pure function of its seed: {@link #steps} gives
 * the same list every time, on every machine, before and after it was played, and {@link #toString} prints it. To play
 * a failure again, build the same script with the seed that was printed.
 *
 * <pre>{@code
 * FaultScript script = FaultScript.seeded(42)
 *         .calm(Duration.ofMillis(100), Duration.ofMillis(500))
 *         .oneOf(
 *                 FaultChoice.of(3, NetworkFault.cut(Cut.RST)),
 *                 FaultChoice.of(1, NetworkFault.refuse()).lasting(Duration.ofMillis(50), Duration.ofMillis(300)))
 *         .repeatFor(Duration.ofSeconds(10));
 * }</pre>
 *
 * <p>Immutable: each method returns another script. One step follows another; faults that overlap are given as a list,
 * by {@link #of}. Times are drawn in whole milliseconds.
 */
public final class FaultScript {
    private final long seed;
    private final boolean drawn;
    private final List<ScriptPart> parts;

    private FaultScript(long seed, boolean drawn, List<ScriptPart> parts) {
        this.seed = seed;
        this.drawn = drawn;
        this.parts = List.copyOf(parts);
    }

    /** A script without steps, whose chances come from the seed. */
    public static FaultScript seeded(long seed) {
        return new FaultScript(seed, true, List.of());
    }

    /**
     * A fixed list of steps, in any order; they may overlap. {@code FaultScript.of(other.steps())} plays as the other.
     * Nothing is drawn, unless something is appended that is.
     */
    public static FaultScript of(List<FaultStep> steps) {
        List<FaultStep> copy = List.copyOf(steps);
        return new FaultScript(0, false, List.of(plan -> plan.append(copy)));
    }

    /**
     * Appends a time without a fault between these, both included.
     *
     * @throws IllegalArgumentException if one is negative or the first is longer
     */
    public FaultScript calm(Duration atLeast, Duration atMost) {
        DurationRange range = new DurationRange(atLeast, atMost);
        return plus(plan -> plan.calm(range));
    }

    /**
     * Appends a fault for a time between these, both included; then it ends. A cut happens at its beginning.
     *
     * @throws IllegalArgumentException if one is negative or the first is longer
     */
    public FaultScript then(NetworkFault fault, Duration atLeast, Duration atMost) {
        return oneOf(FaultChoice.of(1, fault).lasting(atLeast, atMost));
    }

    /** Appends a fault that happens at once, as a cut; another kind would be begun and ended in the same moment. */
    public FaultScript then(NetworkFault fault) {
        return oneOf(FaultChoice.of(1, fault));
    }

    /**
     * Appends one of these, drawn by weight.
     *
     * @throws IllegalArgumentException if there are none
     */
    public FaultScript oneOf(FaultChoice... choices) {
        List<FaultChoice> copy = List.of(choices);
        if (copy.isEmpty()) {
            throw new IllegalArgumentException("nothing to choose from");
        }
        return plus(plan -> plan.oneOf(copy));
    }

    /**
     * Everything so far, that many times, drawn anew each time.
     *
     * @param times 0 or more
     * @throws IllegalArgumentException if it is negative
     */
    public FaultScript repeat(int times) {
        return new FaultScript(seed, drawn, Collections.nCopies(times, plan -> plan.appendAll(parts)));
    }

    /**
     * Everything so far, again and again, drawn anew each time, until that time is over; a step still in force then is
     * cut short.
     *
     * @throws IllegalArgumentException if the time is negative
     */
    public FaultScript repeatFor(Duration total) {
        if (total.isNegative()) {
            throw new IllegalArgumentException("a time must not be negative");
        }
        return new FaultScript(seed, drawn, List.of(plan -> plan.fill(total, parts)));
    }

    private FaultScript plus(ScriptPart part) {
        List<ScriptPart> more = new ArrayList<>(parts);
        more.add(Objects.requireNonNull(part));
        return new FaultScript(seed, drawn, more);
    }

    /**
     * Returns what it will do, or has done, in the order in which it was written.
     *
     * @throws IllegalStateException if {@link #repeatFor} was told to repeat what takes no time
     */
    public List<FaultStep> steps() {
        return plan().steps();
    }

    /** Returns how long it plays, the calm at its end included. */
    public Duration duration() {
        return plan().length();
    }

    private ScriptPlan plan() {
        ScriptPlan plan = new ScriptPlan(seed);
        plan.appendAll(parts);
        return plan;
    }

    /** Returns the first line of {@link #toString}: the seed, how many steps and how long. */
    String title() {
        ScriptPlan plan = plan();
        return "FaultScript[" + (drawn ? "seed " + seed + ", " : "")
                + plan.steps().size() + " steps, " + FaultStep.seconds(plan.length()) + "]";
    }

    /** The seed and all steps, one a line. */
    @Override
    public String toString() {
        return title() + steps().stream().map(step -> "\n  " + step).collect(Collectors.joining());
    }
}
