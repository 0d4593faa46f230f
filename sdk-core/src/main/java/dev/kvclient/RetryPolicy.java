package dev.kvclient;

import dev.kvclient.internal.engine.Failures;
import java.time.Duration;
import java.util.Objects;

/**
 * How often and how patiently a failed request is sent again, inside its deadline. Immutable: each method gives a new
 * one.
 *
 * <p>What may be sent again at all is not a matter of policy: a request that was not sent, or was refused for the
 * moment, always; one whose outcome is unknown, only if once more changes nothing further - a read, an unconditional
 * set or delete, {@code expire}, {@code deletePrefix}, {@code clear} - or if it was marked {@link
 * CallOptions#idempotent()}.
 */
public final class RetryPolicy {
    /** Four attempts: what three further ones do not mend is seldom mended by a fourth within a deadline of seconds. */
    public static final int DEFAULT_MAX_ATTEMPTS = 4;

    /** 100 ms: about the time in which a server sheds a burst. */
    public static final Duration DEFAULT_MIN_BACKOFF = Duration.ofMillis(100);

    /** 2 s: leaves room for several attempts within the default timeout of 10 s. */
    public static final Duration DEFAULT_MAX_BACKOFF = Duration.ofSeconds(2);

    private static final RetryPolicy STANDARD =
            new RetryPolicy(DEFAULT_MAX_ATTEMPTS, DEFAULT_MIN_BACKOFF, DEFAULT_MAX_BACKOFF);

    private final int maxAttempts;
    private final Duration minBackoff;
    private final Duration maxBackoff;

    private RetryPolicy(int maxAttempts, Duration minBackoff, Duration maxBackoff) {
        this.maxAttempts = maxAttempts;
        this.minBackoff = minBackoff;
        this.maxBackoff = maxBackoff;
    }

    /** Four attempts, 100 ms to 2 s apart. */
    public static RetryPolicy standard() {
        return STANDARD;
    }

    /** Each request is sent once. */
    public static RetryPolicy none() {
        return STANDARD.maxAttempts(1);
    }

    /**
     * How often a request is sent at most.
     *
     * @param value at least 1
     * @throws dev.kvclient.error.KvRequestException if it is less
     */
    public RetryPolicy maxAttempts(int value) {
        if (value < 1) {
            throw Failures.wrong("a request is sent at least once: maxAttempts is " + value);
        }
        return new RetryPolicy(value, minBackoff, maxBackoff);
    }

    /**
     * How long to wait in between: a random time, up to a bound that doubles with each attempt.
     *
     * @param min the bound before the second attempt, more than zero
     * @param max the bound before any attempt, not less than that
     * @throws dev.kvclient.error.KvRequestException if they are not so
     */
    public RetryPolicy backoff(Duration min, Duration max) {
        if (min.isNegative() || min.isZero() || max.compareTo(min) < 0) {
            throw Failures.wrong("backoffs are more than zero, and in order");
        }
        return new RetryPolicy(maxAttempts, min, max);
    }

    /** How often a request is sent at most. */
    public int maxAttempts() {
        return maxAttempts;
    }

    /** The bound of the wait before the second attempt. */
    public Duration minBackoff() {
        return minBackoff;
    }

    /** The bound of the wait before any attempt. */
    public Duration maxBackoff() {
        return maxBackoff;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RetryPolicy that
                && maxAttempts == that.maxAttempts
                && minBackoff.equals(that.minBackoff)
                && maxBackoff.equals(that.maxBackoff);
    }

    @Override
    public int hashCode() {
        return Objects.hash(maxAttempts, minBackoff, maxBackoff);
    }

    @Override
    public String toString() {
        return "RetryPolicy[maxAttempts=" + maxAttempts + ", backoff=" + minBackoff + ".." + maxBackoff + "]";
    }
}
