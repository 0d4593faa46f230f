package dev.kvclient.testkit.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what will be so. */
final class Patience {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(2);

    private Patience() {}

    /** Fails if it is not so in that time. */
    static void until(String what, Duration atMost, BooleanSupplier isSo) {
        long begun = System.nanoTime();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() - begun > atMost.toNanos()) {
                assertThat(isSo.getAsBoolean()).as("%s within %s", what, atMost).isTrue();
                return;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }
}
