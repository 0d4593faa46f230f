package dev.kvclient;

import dev.kvclient.error.KvException;
import dev.kvclient.offline.OfflineEvent;
import java.time.Duration;
import java.util.Optional;

/**
 * Is told what happens in a client, for logs and figures. Every method does nothing unless it is overridden.
 *
 * <p>Changes of state are told one after the other, in their order, on the callback executor. The end of a call is told
 * on the caller's thread or on the callback executor, as a rule before the caller goes on: be quick. What a listener
 * throws is logged and otherwise without effect. No event carries a value or a secret.
 */
public interface KvListener {
    /** The link to the backend has changed its state. */
    default void onStateChange(StateChange event) {}

    /** A call has ended, well or badly. */
    default void onCallEnd(CallEnd event) {}

    /** A request is going to be sent again. */
    default void onRetry(Retry event) {}

    /**
     * Something has happened in the offline queue. Told one after the other, in their order, with the changes of state
     * among them, on the callback executor.
     */
    default void onOffline(OfflineEvent event) {}

    /** A change of state. */
    interface StateChange {
        /** The state before. */
        ConnectionState from();

        /** The state now. */
        ConnectionState to();

        /** Why, if there is a reason to tell. */
        Optional<KvException> cause();
    }

    /** The end of a call. */
    interface CallEnd {
        /** The operation, such as {@code set}. */
        String operation();

        /** The key, or the first of several. */
        Optional<String> key();

        /** From the call to its end, all waiting included. */
        Duration duration();

        /** How many requests were handed to the transport, all attempts counted. */
        int attempts();

        /** What went wrong, if anything did. */
        Optional<KvException> failure();
    }

    /** A request that is going to be sent again. */
    interface Retry {
        /** The operation of the call. */
        String operation();

        /** The key of the request, or the first of several. */
        Optional<String> key();

        /** How often it was sent so far. */
        int attempts();

        /** How long the client waits before it sends it again. */
        Duration delay();

        /** Why it is needed. */
        KvException failure();
    }
}
