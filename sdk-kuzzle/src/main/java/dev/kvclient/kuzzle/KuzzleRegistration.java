package dev.kvclient.kuzzle;

/** A listener that is told of notifications until this is closed, or the client is. Safe for use by many threads. */
public interface KuzzleRegistration extends AutoCloseable {
    /**
     * How many notifications were dropped since the listener was registered, because too many others waited for it:
     * see {@link KuzzleClient#onNotification(KuzzleNotificationListener)}.
     */
    long dropped();

    /**
     * Ends it. What waits is forgotten; a call of the listener that has begun goes on. Idempotent, and does not wait.
     */
    @Override
    void close();
}
