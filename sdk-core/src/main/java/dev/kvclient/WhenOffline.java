package dev.kvclient;

/** What a write does when the backend cannot be reached. */
public enum WhenOffline {
    /** It waits, for its deadline and the queue's limits, and its caller with it. */
    WAIT,
    /**
     * It is stored on disk and answered with {@link SetResult.Accepted}; it is delivered later, at least once. Needs a
     * durable offline queue, and an unconditional write.
     */
    ACCEPT
}
