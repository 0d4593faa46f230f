package dev.kvclient.spi;

import dev.kvclient.Condition;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One write, its value encoded and its time to live turned into an end by the client's clock.
 *
 * @param key the key
 * @param value the value
 * @param expiresAt when it expires, or null
 * @param expiryIsRelative whether the caller gave a time to live, so that what is left of it at the time of sending
 *     counts
 * @param condition what must hold
 * @param metadata what is stored beside the value
 * @param refreshOnAccess whether reads make the time to live begin anew
 */
public record Write(
        String key,
        StoredValue.Json value,
        @Nullable Instant expiresAt,
        boolean expiryIsRelative,
        Condition condition,
        Map<String, Object> metadata,
        boolean refreshOnAccess) {
    /** An unconditional write is idempotent, a conditional one is not. */
    public Effect effect() {
        return condition.kind() == Condition.Kind.NONE ? Effect.IDEMPOTENT_WRITE : Effect.WRITE;
    }

    /**
     * What is left of its life.
     *
     * @return more than zero; empty if it does not expire
     * @throws KvTimeoutException with outcome {@code NOT_SENT} if nothing is left, for then there is nothing to write
     */
    public Optional<Duration> remaining(TimeSource time) {
        return expiresAt == null ? Optional.empty() : Optional.of(remaining(time, key, expiresAt));
    }

    /**
     * What is left until then, in whole milliseconds.
     *
     * @return at least a millisecond
     * @throws KvTimeoutException with outcome {@code NOT_SENT} if nothing is left
     */
    public static Duration remaining(TimeSource time, String key, Instant expiresAt) {
        Duration left = Duration.between(time.now(), expiresAt).truncatedTo(ChronoUnit.MILLIS);
        if (left.isNegative() || left.isZero()) {
            throw new KvTimeoutException(
                    Failure.of(Outcome.NOT_SENT, "its time to live ran out before it could be sent")
                            .key(key));
        }
        return left;
    }

    /** Whether it is nothing but a key and a value. */
    public boolean isPlain() {
        return expiresAt == null && condition.kind() == Condition.Kind.NONE && metadata.isEmpty() && !refreshOnAccess;
    }
}
