package dev.kvclient.ndb;

/** What became of a value that was to be added. */
public enum NdbAdded {
    /** It is stored now. */
    ADDED,
    /** The key was there, and its value stays as it was. */
    EXISTED,
    /** Generation B does not tell; or the request was sent more than once, so that the answer would mislead. */
    NOT_TOLD
}
