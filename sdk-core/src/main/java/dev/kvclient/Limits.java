package dev.kvclient;

import dev.kvclient.internal.engine.Failures;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * The sizes that a backend, as it is set up, takes. What goes beyond a known limit is refused with
 * {@link dev.kvclient.error.KvTooLargeException} before it is sent; batches are split to them.
 *
 * <p>Immutable. An empty limit is one that is not known, or does not exist.
 */
public final class Limits {
    private static final long NONE = -1;
    private static final Limits UNLIMITED = new Limits(NONE, NONE, NONE, NONE);

    private final long keyBytes;
    private final long valueBytes;
    private final long requestBytes;
    private final long batchKeys;

    private Limits(long keyBytes, long valueBytes, long requestBytes, long batchKeys) {
        this.keyBytes = keyBytes;
        this.valueBytes = valueBytes;
        this.requestBytes = requestBytes;
        this.batchKeys = batchKeys;
    }

    /** No limit that is known. */
    public static Limits none() {
        return UNLIMITED;
    }

    /** The longest key, in bytes of UTF-8. */
    public OptionalLong maxKeyBytes() {
        return optional(keyBytes);
    }

    /** The longest value, in bytes of its JSON form in UTF-8. */
    public OptionalLong maxValueBytes() {
        return optional(valueBytes);
    }

    /** The largest request, in bytes as it goes over the wire. */
    public OptionalLong maxRequestBytes() {
        return optional(requestBytes);
    }

    /** The most keys that one request of the backend carries. Larger batches are split, not refused. */
    public OptionalLong maxBatchKeys() {
        return optional(batchKeys);
    }

    /** These limits with that longest key, in bytes of UTF-8. */
    public Limits maxKeyBytes(long value) {
        return new Limits(positive(value), valueBytes, requestBytes, batchKeys);
    }

    /** These limits with that longest value, in bytes of JSON. */
    public Limits maxValueBytes(long value) {
        return new Limits(keyBytes, positive(value), requestBytes, batchKeys);
    }

    /** These limits with that largest request, in bytes. */
    public Limits maxRequestBytes(long value) {
        return new Limits(keyBytes, valueBytes, positive(value), batchKeys);
    }

    /** These limits with that many keys a request. */
    public Limits maxBatchKeys(long value) {
        return new Limits(keyBytes, valueBytes, requestBytes, positive(value));
    }

    private static long positive(long value) {
        if (value <= 0) {
            throw Failures.wrong("a limit must be positive: " + value);
        }
        return value;
    }

    private static OptionalLong optional(long value) {
        return value == NONE ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static String show(long value) {
        return value == NONE ? "none" : Long.toString(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Limits that
                && keyBytes == that.keyBytes
                && valueBytes == that.valueBytes
                && requestBytes == that.requestBytes
                && batchKeys == that.batchKeys;
    }

    @Override
    public int hashCode() {
        return Objects.hash(keyBytes, valueBytes, requestBytes, batchKeys);
    }

    @Override
    public String toString() {
        return "Limits[keyBytes=" + show(keyBytes) + ", valueBytes=" + show(valueBytes) + ", requestBytes="
                + show(requestBytes) + ", batchKeys=" + show(batchKeys) + "]";
    }
}
