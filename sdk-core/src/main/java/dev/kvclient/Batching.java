package dev.kvclient;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;

/**
 * Whether single requests go to the backend together, as one of its batches:
 *
 * <pre>{@code
 * KvClient kv = KvClient.builder(url).batching(Batching.onTheFly()).connect();
 * }</pre>
 *
 * <p>While requests are on their way, further unconditional gets, sets and deletes gather, and go as one request as
 * soon as an earlier one is answered. Nothing waits by a clock: a request that is alone sets out at once. It pays where
 * many are made at a time, and changes nothing for one after the other.
 *
 * <p>Each caller gets its own result or failure, with its own deadline, and may withdraw its request until the frame is
 * made. A batch that the backend refuses is carried out again one by one, so that a bad entry fails alone; where the
 * outcome of a batch is unknown, it is that of all its members. Where a backend's batch says less than its single
 * request, so does the result: see the guarantees of {@code getAll}, {@code setAll} and {@code deleteAll} in
 * {@link Capability}. A write still waits for the earlier write of its key, and a request does not overtake an earlier one
 * of its key while both gather.
 *
 * <p>Immutable.
 */
public final class Batching {
    /** 500 requests: the gain of larger batches is small, and one answer is read by one thread. */
    public static final int DEFAULT_MAX_KEYS = 500;

    /** 2: while one batch is worked on by the backend, the next is on its way. */
    public static final int DEFAULT_IN_FLIGHT = 2;

    private static final Batching NONE = new Batching(1, Integer.MAX_VALUE);
    private static final Batching ON_THE_FLY = new Batching(DEFAULT_MAX_KEYS, DEFAULT_IN_FLIGHT);

    private final int maxKeys;
    private final int inFlight;

    private Batching(int maxKeys, int inFlight) {
        this.maxKeys = maxKeys;
        this.inFlight = inFlight;
    }

    /** Each request goes by itself. This is the default. */
    public static Batching none() {
        return NONE;
    }

    /** Requests gather while others are on their way. */
    public static Batching onTheFly() {
        return ON_THE_FLY;
    }

    /**
     * At most so many requests in a batch; fewer if the backend takes no more at a time.
     *
     * @param value at least 2
     * @throws KvRequestException if it is less, or batching is off
     */
    public Batching maxKeys(int value) {
        requireOn();
        if (value < 2) {
            throw wrong("a batch has room for at least two requests");
        }
        return new Batching(value, inFlight);
    }

    /**
     * So many requests may be on their way, batches or single ones, before further ones gather. More of them make
     * batches smaller; on a backend that works on several at once, such as one over HTTP, that may be faster.
     *
     * @param value at least 1
     * @throws KvRequestException if it is less, or batching is off
     */
    public Batching inFlight(int value) {
        requireOn();
        if (value < 1) {
            throw wrong("at least one request must be on its way for others to gather");
        }
        return new Batching(maxKeys, value);
    }

    /** Whether requests gather. */
    public boolean isOn() {
        return maxKeys > 1;
    }

    /** At most so many requests in a batch. */
    public int maxKeys() {
        return maxKeys;
    }

    /** So many requests may be on their way before further ones gather. */
    public int inFlight() {
        return inFlight;
    }

    private void requireOn() {
        if (!isOn()) {
            throw wrong("batching is off: begin with Batching.onTheFly()");
        }
    }

    private static KvRequestException wrong(String problem) {
        return new KvRequestException(Failure.of(Outcome.NOT_SENT, problem));
    }

    @Override
    public String toString() {
        return isOn() ? "Batching[maxKeys=" + maxKeys + ", inFlight=" + inFlight + "]" : "Batching[none]";
    }
}
