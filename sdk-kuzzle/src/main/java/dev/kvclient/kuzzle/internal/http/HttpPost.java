package dev.kvclient.kuzzle.internal.http;

import org.jspecify.annotations.Nullable;

/** One request, as it is sent, and who is told what becomes of it. The methods are called by any thread. */
public interface HttpPost {
    /** For {@code X-Kuzzle-Request-Id}. */
    String requestId();

    /** For {@code Authorization}; null for the anonymous user. */
    @Nullable
    String token();

    /** JSON, in UTF-8. */
    byte[] body();

    /** Whether it finds out if there is a way: then its time is that of connecting, at whose end it is given up. */
    boolean isProbe();

    /**
     * The connection is there, and nothing of the request has left; from now on it may arrive. Called at most once.
     *
     * @return false if it must not leave any more; it then fails
     */
    boolean leaves();

    /** The answer has been read to its end. */
    void answered(HttpAnswer answer);

    /** There is no answer; {@link HttpFailures} has the words for it. */
    void failed(Throwable why);
}
