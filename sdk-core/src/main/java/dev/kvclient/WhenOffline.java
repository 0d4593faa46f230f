package dev.kvclient;

/** What a write does when the backend cannot be reached. */
public enum WhenOffline {
    /**
     * It waits in the {@linkplain dev.kvclient.offline.OfflineQueue offline queue}, and its caller with it, if it is
     * {@linkplain CallOptions#queuable queuable}.
     */
    WAIT,
    /**
     * It is stored on disk and answered with {@link SetResult.Accepted}, or with {@link DeleteResult#receipt()}; it is
     * delivered later, at least once. Needs a {@linkplain dev.kvclient.offline.OfflineQueue#durable durable} offline
     * queue, and an unconditional write without attributes of one backend.
     */
    ACCEPT
}
