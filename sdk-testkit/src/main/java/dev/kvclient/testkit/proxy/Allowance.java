package dev.kvclient.testkit.proxy;

/** How many bytes may pass now under a limit and a trickle, and when the next may. */
final class Allowance {
    private static final double NANOS = 1e9;

    /** How much of a second is saved up at most, so that a late timer does not make a limit lower than it is. */
    private static final double SAVED = 0.05;

    /** How much of a second is written together: not a timer for every byte. */
    private static final double TOGETHER = 0.01;

    private long bytesPerSecond;
    private int trickleBytes;
    private long pauseNanos;
    private double saved;
    private long savedAt;
    private long nextTrickle;

    void begin(Shape shape, long now) {
        if (shape.bytesPerSecond() != bytesPerSecond) {
            bytesPerSecond = shape.bytesPerSecond();
            saved = 0;
            savedAt = now;
        }
        if (shape.trickleBytes() != trickleBytes || shape.pauseNanos() != pauseNanos) {
            trickleBytes = shape.trickleBytes();
            pauseNanos = shape.pauseNanos();
            nextTrickle = now;
        }
    }

    /**
     * When bytes may pass.
     *
     * @param waiting how many wait
     */
    long next(long now, long waiting) {
        long next = trickleBytes == 0 ? now : nextTrickle;
        if (bytesPerSecond > 0) {
            save(now);
            double wanted = Math.max(1, Math.min((double) waiting, bytesPerSecond * TOGETHER));
            if (saved < wanted) {
                next = Math.max(next, now + 1 + (long) ((wanted - saved) / bytesPerSecond * NANOS));
            }
        }
        return next;
    }

    private void save(long now) {
        double most = Math.max(1, bytesPerSecond * SAVED);
        saved = Math.min(most, saved + (now - savedAt) / NANOS * bytesPerSecond);
        savedAt = now;
    }

    /** How many may pass, when {@link #next} has come. */
    long most() {
        long most = Long.MAX_VALUE;
        if (bytesPerSecond > 0) {
            most = Math.max(1, (long) saved);
        }
        return trickleBytes > 0 ? Math.min(most, trickleBytes) : most;
    }

    void used(int bytes, long now) {
        saved -= bytes;
        nextTrickle = now + pauseNanos;
    }
}
