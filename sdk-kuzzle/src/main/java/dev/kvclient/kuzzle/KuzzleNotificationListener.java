package dev.kvclient.kuzzle;

/** Is told of notifications: see {@link KuzzleClient#onNotification(KuzzleNotificationListener)}. */
@FunctionalInterface
public interface KuzzleNotificationListener {
    /**
     * A notification has come. Called for one after the other, in the order in which they came, on the client's
     * callback executor. What it throws is logged and otherwise without effect.
     */
    void onNotification(KuzzleNotification notification);
}
