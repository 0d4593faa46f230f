package dev.kvclient;

/** What a client promises of the order in which the requests of one key take effect. */
public enum Ordering {
    /**
     * Acknowledged writes of one key, each sent once, take effect in call order, and a read waits for the earlier
     * writes of its key. This is the default.
     */
    PER_KEY,
    /** Nothing: each request is sent at once. */
    NONE
}
