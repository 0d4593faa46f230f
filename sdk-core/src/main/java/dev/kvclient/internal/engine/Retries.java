package dev.kvclient.internal.engine;

import dev.kvclient.RetryPolicy;
import dev.kvclient.error.KvException;
import dev.kvclient.error.Outcome;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * What may be sent again, and when: resilience4j counts the attempts and asks these rules.
 *
 * <p>A failure is worth another attempt only if its adapter marked it {@linkplain KvException#retryable() retryable}.
 * One whose outcome is unknown allows it only for a request that may be carried out twice.
 */
final class Retries {
    private final Retry once;
    private final Retry repeatable;

    Retries(RetryPolicy policy) {
        this.once = Retry.of("once", config(policy, false));
        this.repeatable = Retry.of("repeatable", config(policy, true));
    }

    /**
     * The account of one request.
     *
     * @param mayRepeat whether it may be carried out twice
     */
    Retry.AsyncContext<Object> begin(boolean mayRepeat) {
        return (mayRepeat ? repeatable : once).asyncContext();
    }

    private static RetryConfig config(RetryPolicy policy, boolean mayRepeat) {
        return RetryConfig.<Object>custom()
                .maxAttempts(policy.maxAttempts())
                .retryOnException(e -> e instanceof KvException failure && allows(failure, mayRepeat))
                .intervalBiFunction((attempt, result) -> delayMillis(policy, attempt, (KvException) result.getLeft()))
                .build();
    }

    static boolean allows(KvException failure, boolean mayRepeat) {
        if (!failure.retryable()) {
            return false;
        }
        Outcome outcome = failure.outcome();
        return outcome == Outcome.NOT_SENT || outcome == Outcome.REJECTED || (outcome == Outcome.UNKNOWN && mayRepeat);
    }

    /** Exponential with full jitter, so that many clients do not come back together; never sooner than asked for. */
    private static long delayMillis(RetryPolicy policy, int attempt, KvException failure) {
        long ceiling = Nanos.of(policy.minBackoff());
        for (int i = 1; i < attempt && ceiling < Nanos.of(policy.maxBackoff()); i++) {
            ceiling *= 2;
        }
        ceiling = Math.min(ceiling, Nanos.of(policy.maxBackoff()));
        long jittered = ThreadLocalRandom.current().nextLong(ceiling + 1);
        long asked = failure.retryAfter().map(Nanos::of).orElse(0L);
        return TimeUnit.NANOSECONDS.toMillis(Math.max(jittered, asked));
    }
}
