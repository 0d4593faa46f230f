package dev.kvclient.testkit.proxy;

import java.time.Duration;
import java.util.Objects;

/**
 * One fault of a {@link FaultScript}.
 *
 * @param at when it begins, from the start of the script
 * @param lasting how long it is in force; zero for what happens at once, as a cut
 * @param fault what happens
 */
public record FaultStep(Duration at, Duration lasting, NetworkFault fault) {
    /** @throws IllegalArgumentException if a time is negative */
    public FaultStep {
        Objects.requireNonNull(fault, "fault");
        if (at.isNegative() || lasting.isNegative()) {
            throw new IllegalArgumentException("times must not be negative");
        }
    }

    Duration end() {
        return at.plus(lasting);
    }

    /** In words: {@code at 0.350 s: stall to client, for 0.120 s}, for instance. */
    @Override
    public String toString() {
        return "at " + seconds(at) + ": " + fault + (lasting.isZero() ? "" : ", for " + seconds(lasting));
    }

    static String seconds(Duration time) {
        long millis = time.toMillis();
        String fraction = Long.toString(1_000 + millis % 1_000);
        return millis / 1_000 + "." + fraction.substring(1) + " s";
    }
}
