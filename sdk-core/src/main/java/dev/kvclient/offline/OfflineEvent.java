package dev.kvclient.offline;

import dev.kvclient.error.KvException;
import java.util.Optional;

/**
 * Something that happened in an offline queue; see {@link dev.kvclient.KvListener#onOffline}. Immutable; carries no
 * value.
 */
public interface OfflineEvent {
    /** What happened. */
    Kind kind();

    /** The request that it happened to, if it was one. */
    Optional<QueuedRequest> request();

    /** Why, if there is a reason to tell. */
    Optional<KvException> cause();

    /** How many requests were in the queue afterwards. */
    int entries();

    /** About how many bytes they had. */
    long bytes();

    /** What was found, for {@link Kind#DAMAGED}. */
    Optional<QueueDamage> damage();

    /** What can happen. */
    enum Kind {
        /** A request has come into the queue. */
        PUSHED,
        /** A request in the queue is on disk: its caller has a receipt. */
        ACCEPTED,
        /** A request has left the queue to be sent. */
        POPPED,
        /** A request has left the queue unsent: it waited for too long. */
        EXPIRED,
        /** A request has left the queue unsent: another one took its place. */
        DROPPED,
        /** A request has left the queue unsent: the whole queue was discarded. */
        DISCARDED,
        /** A request has left the queue unsent: its caller withdrew it, or its deadline passed. */
        CANCELLED,
        /** A request has left the queue unsent: the client was closed, or the connection was given up for good. */
        CLOSED,
        /** A request was not taken in: the queue is full, the filter said no, or the disk did. */
        REFUSED,
        /** An accepted request was delivered. */
        DELIVERED,
        /** An accepted request was refused by the backend for good, and is a dead letter now. */
        DEAD,
        /** The queue sends nothing, by hand or because the backend refuses the credentials: see the cause. */
        PAUSED,
        /** What paused the queue is over. */
        RESUMED,
        /** There is a connection again, it was tried, and the queue is being sent. */
        REPLAY_BEGUN,
        /** Nothing is left to be sent. */
        REPLAY_ENDED,
        /** The file of the queue was damaged. */
        DAMAGED
    }
}
