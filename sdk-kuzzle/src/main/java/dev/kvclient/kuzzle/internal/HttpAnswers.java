package dev.kvclient.kuzzle.internal;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.KuzzleError;
import dev.kvclient.kuzzle.internal.http.HttpAnswer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads answers over HTTP: those of Kuzzle, in both shapes, and those of what stands in between. */
final class HttpAnswers {
    /** Of more seconds than a day has, nobody waits for the end. */
    private static final int MOST_DIGITS = 5;

    private HttpAnswers() {}

    /**
     * Reads the result.
     *
     * @throws KvException the error in it; where the answer is none of Kuzzle's, that of its HTTP status
     */
    static <T> T read(KuzzleMessage<T> message, HttpAnswer answer) {
        try {
            return message.read(answer.body());
        } catch (KvProtocolException e) {
            if (answer.status() < 300) {
                throw e;
            }
            throw notKuzzles(answer);
        }
    }

    private static KvException notKuzzles(HttpAnswer answer) {
        if (answer.status() < 400) {
            return new KvProtocolException(
                    Failure.of(Outcome.UNKNOWN, "the answer leads to another address, which is not followed")
                            .backend("kuzzle")
                            .status(answer.status()));
        }
        KvException known = KuzzleErrors.of(new KuzzleError(answer.status(), null, 0, "", List.of()));
        Duration wait = seconds(answer.retryAfter());
        return wait == null || !known.retryable() ? known : known.with(f -> f.retryAfter(wait));
    }

    private static @Nullable Duration seconds(@Nullable String retryAfter) {
        boolean isNumber = retryAfter != null
                && !retryAfter.isEmpty()
                && retryAfter.length() <= MOST_DIGITS
                && retryAfter.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Duration.ofSeconds(Integer.parseInt(retryAfter)) : null;
    }
}
