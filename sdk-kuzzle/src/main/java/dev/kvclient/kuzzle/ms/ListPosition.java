package dev.kvclient.kuzzle.ms;

/** On which side of the pivot {@code linsert} puts a value. */
public enum ListPosition {
    /** Nearer to the head. */
    BEFORE,
    /** Nearer to the tail. */
    AFTER
}
