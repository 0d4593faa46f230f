package dev.kvclient.ndb;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a session is made. Immutable: each method gives new options. */
public final class NdbSessionOptions {
    private static final NdbSessionOptions NONE = new NdbSessionOptions(null, null);

    private final @Nullable Duration expiresAfter;
    private final @Nullable NdbAfterExpiry afterExpiry;

    private NdbSessionOptions(@Nullable Duration expiresAfter, @Nullable NdbAfterExpiry afterExpiry) {
        this.expiresAfter = expiresAfter;
        this.afterExpiry = afterExpiry;
    }

    /** A session that never expires. */
    public static NdbSessionOptions none() {
        return NONE;
    }

    /**
     * The session expires when its keys have not been used for so long. The server looks every 5 s, so it may live up
     * to 5 s longer (seen on v0.4 and v0.5).
     *
     * @param idle whole seconds, at least 1
     * @param then what becomes of it
     * @throws KvRequestException if the time is not whole seconds, or less than one
     */
    public NdbSessionOptions expiry(Duration idle, NdbAfterExpiry then) {
        if (!idle.equals(idle.truncatedTo(ChronoUnit.SECONDS)) || idle.isNegative() || idle.isZero()) {
            throw new KvRequestException(Failure.of(
                    Outcome.NOT_SENT, "a session expires after whole seconds, at least one; without expiry() never"));
        }
        return new NdbSessionOptions(idle, Objects.requireNonNull(then, "then"));
    }

    /** After how long without use it expires; empty for never. */
    public Optional<Duration> expiresAfter() {
        return Optional.ofNullable(expiresAfter);
    }

    /** What becomes of it then; empty for one that never expires. */
    public Optional<NdbAfterExpiry> afterExpiry() {
        return Optional.ofNullable(afterExpiry);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NdbSessionOptions that
                && Objects.equals(expiresAfter, that.expiresAfter)
                && afterExpiry == that.afterExpiry;
    }

    @Override
    public int hashCode() {
        return Objects.hash(expiresAfter, afterExpiry);
    }

    @Override
    public String toString() {
        return "NdbSessionOptions[" + (expiresAfter == null ? "never expires" : expiresAfter + ", " + afterExpiry)
                + "]";
    }
}
