package dev.kvclient;

/** What became of a delete. Immutable. */
public interface DeleteResult {
    /** Whether there was something to delete. */
    Existed existed();

    /** Whether the key was there. */
    enum Existed {
        /** It was there, and is not any more. */
        YES,
        /** It was not there. */
        NO,
        /** The backend does not tell, or the delete was sent more than once, so that the answer would mislead. */
        NOT_TOLD
    }
}
