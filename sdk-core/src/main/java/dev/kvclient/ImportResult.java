package dev.kvclient;

import dev.kvclient.error.KvBatchException;
import dev.kvclient.error.KvException;
import java.util.Map;

/** What became of a long row of writes: counted, with the failures kept one by one. Immutable. */
public interface ImportResult {
    /** How many writes were stored. */
    long written();

    /** How many were not, because their condition did not hold. */
    long notWritten();

    /** How many were accepted for later delivery. */
    long accepted();

    /** The writes that failed, by key; the last failure of a key that came more than once. */
    Map<String, KvException> failures();

    /**
     * This result, if no write failed.
     *
     * @throws KvBatchException if any did
     */
    ImportResult orThrow();
}
