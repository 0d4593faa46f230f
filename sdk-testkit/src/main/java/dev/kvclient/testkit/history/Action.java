package dev.kvclient.testkit.history;

/** What an {@link Operation} does to its key. */
public enum Action {
    /** Stores a value, on a condition or without one. */
    WRITE,

    /** Removes the key. */
    DELETE,

    /** Adds to a counter. */
    ADD,

    /** Looks at the key. */
    READ,

    /** The backend loses all its keys at one moment, as one that keeps nothing does when it is restarted. */
    LOSS;

    /** Whether it changes something. */
    public boolean changes() {
        return this != READ;
    }
}
