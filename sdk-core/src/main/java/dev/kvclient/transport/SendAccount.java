package dev.kvclient.transport;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Which text frames of a socket were handed to it, exactly, up to the cut.
 *
 * <p>The writing thread asks {@link #handOver} before bytes go to the socket, so that a frame is counted before its
 * first byte can leave. After {@link #cut} the answer is always no, so that the count stays as it is.
 */
final class SendAccount {
    private static final long CUT = 1L << 62;

    /** The number of the last frame handed over, and the mark of the cut: one word, so that they change together. */
    private final AtomicLong account = new AtomicLong();

    /**
     * Counts all frames up to a number as handed over.
     *
     * @return false if the account is cut: then nothing may be handed over
     */
    boolean handOver(long lastFrame) {
        long now;
        do {
            now = account.get();
            if ((now & CUT) != 0) {
                return false;
            }
        } while (!account.compareAndSet(now, lastFrame));
        return true;
    }

    /** Ends the account. */
    void cut() {
        account.getAndUpdate(now -> now | CUT);
    }

    boolean isCut() {
        return (account.get() & CUT) != 0;
    }

    /** The number of the last frame that was handed over. */
    long handedOver() {
        return account.get() & ~CUT;
    }
}
