package dev.kvclient.offline;

/** What became of a write that was accepted for later delivery. */
public enum DeliveryStatus {
    /** It is on disk and has not been delivered yet, as far as is known. */
    WAITING,
    /** The backend has carried it out. */
    DELIVERED,
    /** The backend has refused it for good: it is in the list of dead letters. */
    REFUSED,
    /** It waited for too long, or its own time to live ran out before it could be sent. */
    EXPIRED,
    /** It was discarded with the whole queue. */
    DISCARDED,
    /** It was cancelled by its receipt, or taken from the list of dead letters. */
    CANCELLED
}
