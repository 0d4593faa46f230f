package dev.kvclient;

/** What a write did to the key. */
public enum WriteEffect {
    /** The key was not there before. */
    CREATED,
    /** The key was there and has a new value. */
    UPDATED,
    /** The backend does not tell, or the write was sent more than once, so that the answer would mislead. */
    NOT_TOLD
}
