package dev.kvclient;

import dev.kvclient.error.KvBatchException;
import dev.kvclient.error.KvException;
import java.util.Map;

/**
 * What became of the members of a batch, each for itself. Immutable.
 *
 * @param <T> what a member gives
 */
public interface BatchResult<T> {
    /**
     * The members that went well, by key, in the order of the request. In a batch of reads, absent keys are left out.
     */
    Map<String, T> values();

    /** The members that failed, by key. */
    Map<String, KvException> failures();

    /**
     * The values, if no member failed.
     *
     * @throws KvBatchException if any did, with all failures
     */
    Map<String, T> orThrow();
}
