package dev.kvclient.kuzzle.internal.http;

import java.time.Duration;

/**
 * Sends each request once, on a connection of its own: nothing is sent again, no redirect is followed, no cookie is
 * kept. Safe for use by many threads.
 */
public interface HttpPosts {
    /** Makes it ready; each connection is made within this time. */
    void open(Duration connectTimeout);

    /**
     * Sends a request without waiting. Exactly one of {@link HttpPost#answered} and {@link HttpPost#failed} follows.
     *
     * @param endpoint which of the servers
     * @return gives it up, wherever it is, and its connection with it
     * @throws RuntimeException if it cannot be put into words of HTTP; nothing was sent then
     */
    Runnable post(int endpoint, HttpPost post);

    /** Gives up all that is under way, and ends the threads. */
    void close();
}
