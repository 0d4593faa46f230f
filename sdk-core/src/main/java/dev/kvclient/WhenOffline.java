package dev.kvclient;

/** What a write does when the backend cannot be reached. */
public enum WhenOffline {
    /**
     * It waits, and its caller with it, as far as the client lets requests wait: one without an offline queue does not.
     */
    WAIT,
    /**
     * It is stored on disk and answered with {@link SetResult.Accepted}; it is delivered later, at least once. Needs a
     * durable offline queue, and an unconditional write.
     */
    ACCEPT
}
