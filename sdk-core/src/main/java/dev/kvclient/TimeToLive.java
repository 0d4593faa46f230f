package dev.kvclient;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long a key has to live: it may be absent, live on without end, or expire. Immutable. */
public final class TimeToLive {
    private static final TimeToLive ABSENT = new TimeToLive(false, null);
    private static final TimeToLive PERSISTENT = new TimeToLive(true, null);

    private final boolean present;
    private final @Nullable Duration remaining;

    private TimeToLive(boolean present, @Nullable Duration remaining) {
        this.present = present;
        this.remaining = remaining;
    }

    /** There is no such key. */
    public static TimeToLive absent() {
        return ABSENT;
    }

    /** The key does not expire. */
    public static TimeToLive persistent() {
        return PERSISTENT;
    }

    /** The key expires after this time. */
    public static TimeToLive of(Duration remaining) {
        return new TimeToLive(true, Objects.requireNonNull(remaining, "remaining"));
    }

    /** Whether the key is there. */
    public boolean present() {
        return present;
    }

    /** Whether the key is there and expires. */
    public boolean expires() {
        return remaining != null;
    }

    /** What is left; empty if the key is absent or does not expire. */
    public Optional<Duration> remaining() {
        return Optional.ofNullable(remaining);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TimeToLive that && present == that.present && Objects.equals(remaining, that.remaining);
    }

    @Override
    public int hashCode() {
        return Objects.hash(present, remaining);
    }

    @Override
    public String toString() {
        if (!present) {
            return "TimeToLive[absent]";
        }
        return remaining == null ? "TimeToLive[persistent]" : "TimeToLive[" + remaining + "]";
    }
}
