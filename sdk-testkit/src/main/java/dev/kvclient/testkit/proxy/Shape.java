package dev.kvclient.testkit.proxy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in force for one direction of one connection.
 *
 * @param swallows whether bytes are read and dropped
 * @param stalls whether they are not read
 * @param delayNanos how much later they arrive, 0 for at once
 * @param bytesPerSecond how many may pass, 0 for any number
 * @param trickleBytes how many at a time, 0 for any number
 * @param pauseNanos between two of those
 * @param cutAfter the fault that counts bytes; compared by identity, since counting begins with it
 */
record Shape(
        boolean swallows,
        boolean stalls,
        long delayNanos,
        long bytesPerSecond,
        int trickleBytes,
        long pauseNanos,
        @Nullable FaultInForce cutAfter) {

    static final Shape PLAIN = new Shape(false, false, 0, 0, 0, 0, null);

    /** So that a long delay does not slow down what a test is likely to send, and memory stays bounded. */
    private static final int DELAYED_BYTES = 4 << 20;

    /** Little, so that a slow receiver is felt by the sender. */
    private static final int SLOWED_BYTES = 16 << 10;

    static Shape of(List<FaultInForce> inForce, Direction direction, long connection) {
        Shape shape = PLAIN;
        for (FaultInForce each : inForce) {
            if (each.concerns(direction, connection)) {
                shape = shape.with(each);
            }
        }
        return shape;
    }

    private Shape with(FaultInForce added) {
        NetworkFault fault = added.fault();
        boolean swallow = swallows;
        boolean stall = stalls;
        long delay = delayNanos;
        long rate = bytesPerSecond;
        int few = trickleBytes;
        long pause = pauseNanos;
        FaultInForce cut = cutAfter;
        switch (fault.kind()) {
            case SWALLOW -> swallow = true;
            case STALL -> stall = true;
            case DELAY -> delay = fault.time().toNanos();
            case LIMIT -> rate = fault.bytes();
            case TRICKLE -> {
                few = Math.toIntExact(fault.bytes());
                pause = fault.time().toNanos();
            }
            case CUT_AFTER -> cut = added;
            case REFUSE, SILENT, CUT, CUT_ONE -> {
                return this;
            }
        }
        return new Shape(swallow, stall, delay, rate, few, pause, cut);
    }

    boolean isPlain() {
        return equals(PLAIN);
    }

    /** Whether nothing gets through. */
    boolean blocks() {
        return swallows || stalls;
    }

    /** How many bytes may wait in the proxy before it stops reading. */
    int room() {
        if (delayNanos > 0) {
            return DELAYED_BYTES;
        }
        return isPlain() ? 1 : SLOWED_BYTES;
    }
}
