package dev.kvclient;

import java.time.Duration;

/**
 * How often and how patiently a failed request is sent again, inside its deadline. Immutable.
 *
 * <p>What may be sent again at all is not a matter of policy: a request that was not sent, or was refused for the moment,
 * always; one whose outcome is unknown, only if it is a read, an unconditional set or delete, or was marked
 * {@link CallOptions#idempotent()}.
 *
 * @param maxAttempts how often a request is sent at most, at least 1
 * @param minBackoff the longest wait before the second attempt; it doubles with each further one
 * @param maxBackoff the longest wait before any attempt
 */
public record RetryPolicy(int maxAttempts, Duration minBackoff, Duration maxBackoff) {
    /** Four attempts: what three further ones do not mend is seldom mended by a fourth within a deadline of seconds. */
    public static final int DEFAULT_MAX_ATTEMPTS = 4;

    /** 100 ms: about the time in which a server sheds a burst. */
    public static final Duration DEFAULT_MIN_BACKOFF = Duration.ofMillis(100);

    /** 2 s: leaves room for several attempts within the default timeout of 10 s. */
    public static final Duration DEFAULT_MAX_BACKOFF = Duration.ofSeconds(2);

    /** Checks the values. */
    public RetryPolicy {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("at least one attempt: " + maxAttempts);
        }
        if (minBackoff.isNegative() || minBackoff.isZero() || maxBackoff.compareTo(minBackoff) < 0) {
            throw new IllegalArgumentException("backoffs are positive and in order: " + minBackoff + ", " + maxBackoff);
        }
    }

    /** Four attempts, 100 ms to 2 s apart. */
    public static RetryPolicy standard() {
        return new RetryPolicy(DEFAULT_MAX_ATTEMPTS, DEFAULT_MIN_BACKOFF, DEFAULT_MAX_BACKOFF);
    }

    /** Each request is sent once. */
    public static RetryPolicy none() {
        return standard().maxAttempts(1);
    }

    /** The same policy with another number of attempts. */
    public RetryPolicy maxAttempts(int value) {
        return new RetryPolicy(value, minBackoff, maxBackoff);
    }

    /** The same policy with other waits. */
    public RetryPolicy backoff(Duration min, Duration max) {
        return new RetryPolicy(maxAttempts, min, max);
    }
}
