package dev.kvclient.testkit.proxy;

import java.time.Duration;
import java.util.Objects;

/**
 * A step that a {@link FaultPlayback} has begun.
 *
 * @param step what was planned
 * @param began when it began, from the start of the playback, by its time source
 */
public record PlayedStep(FaultStep step, Duration began) {
    /** A step that has begun then. */
    public PlayedStep {
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(began, "began");
    }

    @Override
    public String toString() {
        return FaultStep.seconds(began) + " (" + step + ")";
    }
}
