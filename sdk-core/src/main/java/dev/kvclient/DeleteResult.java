package dev.kvclient;

import dev.kvclient.error.KvConflictException;
import java.util.Optional;

/** What became of a delete. Immutable. */
public interface DeleteResult {
    /** Whether the condition of the delete held; true for a delete without one. If not, nothing has changed. */
    boolean conditionHeld();

    /** Whether there was something to delete. */
    Existed existed();

    /** Names the delete if it was accepted for later delivery, for asking later what became of it. */
    Optional<Receipt> receipt();

    /**
     * This result, if the condition held.
     *
     * @throws KvConflictException if it did not
     */
    DeleteResult orThrow();

    /** Whether the key was there. */
    enum Existed {
        /** It was there. */
        YES,
        /** It was not there. */
        NO,
        /** The backend does not tell, or the delete was sent more than once, so that the answer would mislead. */
        NOT_TOLD
    }
}
