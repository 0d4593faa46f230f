package dev.kvclient.kuzzle.ms;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How {@code set} writes: with an expiry ({@code EX}, {@code PX}), under a condition ({@code NX}, {@code XX}).
 * Immutable: each method gives new ones.
 */
public final class SetArgs {
    private static final SetArgs NONE = new SetArgs(null, false, false, false);

    private final @Nullable Duration expiry;
    private final boolean inMillis;
    private final boolean ifAbsent;
    private final boolean ifPresent;

    private SetArgs(@Nullable Duration expiry, boolean inMillis, boolean ifAbsent, boolean ifPresent) {
        this.expiry = expiry;
        this.inMillis = inMillis;
        this.ifAbsent = ifAbsent;
        this.ifPresent = ifPresent;
    }

    /** Without an expiry, whatever is there. */
    public static SetArgs none() {
        return NONE;
    }

    /**
     * The key expires after this time, in seconds.
     *
     * @param expiry whole seconds, at least one; it runs from when the server carries the request out
     * @throws KvRequestException if it is less, or not whole seconds, or an expiry was given already
     */
    public SetArgs ex(Duration expiry) {
        Expiries.seconds(expiry);
        requireOneExpiry();
        return new SetArgs(expiry, false, ifAbsent, ifPresent);
    }

    /**
     * The key expires after this time, in milliseconds.
     *
     * @param expiry whole milliseconds, at least one; it runs from when the server carries the request out
     * @throws KvRequestException if it is less, or not whole milliseconds, or an expiry was given already
     */
    public SetArgs px(Duration expiry) {
        Expiries.millis(expiry);
        requireOneExpiry();
        return new SetArgs(expiry, true, ifAbsent, ifPresent);
    }

    /**
     * Writes only if the key is not there.
     *
     * @throws KvRequestException if it was to be written only if the key is there
     */
    public SetArgs nx() {
        if (ifPresent) {
            throw exclusive("nx and xx");
        }
        return new SetArgs(expiry, inMillis, true, false);
    }

    /**
     * Writes only if the key is there.
     *
     * @throws KvRequestException if it was to be written only if the key is not there
     */
    public SetArgs xx() {
        if (ifAbsent) {
            throw exclusive("nx and xx");
        }
        return new SetArgs(expiry, inMillis, false, true);
    }

    private void requireOneExpiry() {
        if (expiry != null) {
            throw exclusive("ex and px");
        }
    }

    private static KvRequestException exclusive(String both) {
        return new KvRequestException(Failure.of(Outcome.NOT_SENT, both + " exclude each other, and are given once"));
    }

    /** The expiry in seconds; empty if none is given so. */
    public Optional<Duration> ex() {
        return Optional.ofNullable(inMillis ? null : expiry);
    }

    /** The expiry in milliseconds; empty if none is given so. */
    public Optional<Duration> px() {
        return Optional.ofNullable(inMillis ? expiry : null);
    }

    /** Whether it writes only if the key is not there. */
    public boolean ifAbsent() {
        return ifAbsent;
    }

    /** Whether it writes only if the key is there. */
    public boolean ifPresent() {
        return ifPresent;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SetArgs that
                && Objects.equals(expiry, that.expiry)
                && inMillis == that.inMillis
                && ifAbsent == that.ifAbsent
                && ifPresent == that.ifPresent;
    }

    @Override
    public int hashCode() {
        return Objects.hash(expiry, inMillis, ifAbsent, ifPresent);
    }

    @Override
    public String toString() {
        return "SetArgs[" + (inMillis ? "px=" : "ex=") + expiry + ", nx=" + ifAbsent + ", xx=" + ifPresent + "]";
    }
}
