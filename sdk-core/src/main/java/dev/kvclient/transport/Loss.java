package dev.kvclient.transport;

import dev.kvclient.error.KvException;
import dev.kvclient.error.Outcome;
import java.util.Objects;
import java.util.OptionalInt;

/** How a channel ended, and which of its frames may have left. Immutable, safe for use by many threads. */
public final class Loss {
    private final long handedOver;
    private final KvException cause;
    private final OptionalInt closeCode;

    private Loss(long handedOver, KvException cause, OptionalInt closeCode) {
        this.handedOver = handedOver;
        this.cause = Objects.requireNonNull(cause, "cause");
        this.closeCode = closeCode;
    }

    /**
     * A loss without a close code of the server; also for the tests of adapters.
     *
     * @param handedOver the number of the last frame that was handed to the socket, 0 for none
     * @param cause why the channel ended
     */
    public static Loss of(long handedOver, KvException cause) {
        return new Loss(handedOver, cause, OptionalInt.empty());
    }

    /** This loss, with the code of the server's close frame. */
    Loss closeCode(int code) {
        return new Loss(handedOver, cause, OptionalInt.of(code));
    }

    /**
     * Whether a byte of a frame may have reached the socket.
     *
     * @param frameNumber the number that {@code send} gave
     * @return true: what became of the request is {@code UNKNOWN}; false: it was {@code NOT_SENT}
     */
    public boolean handedOver(long frameNumber) {
        return frameNumber <= handedOver;
    }

    /**
     * The exception with which to settle the request of a frame that has no answer.
     *
     * @param frameNumber the number that {@code send} gave
     * @return the {@linkplain #cause() cause} with the outcome {@code UNKNOWN} or {@code NOT_SENT}
     */
    public KvException exceptionFor(long frameNumber) {
        return cause.with(f -> f.outcome(handedOver(frameNumber) ? Outcome.UNKNOWN : Outcome.NOT_SENT));
    }

    /** Why the channel ended; its outcome is that of no request in particular, see {@link #exceptionFor(long)}. */
    public KvException cause() {
        return cause;
    }

    /** The code of the server's close frame, such as 1000 or 1011 (RFC 6455, 7.4); empty if it sent none. */
    public OptionalInt closeCode() {
        return closeCode;
    }

    @Override
    public String toString() {
        return "Loss[handed over up to frame " + handedOver + ", " + cause.getMessage() + "]";
    }
}
