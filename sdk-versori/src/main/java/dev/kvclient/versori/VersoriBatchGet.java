package dev.kvclient.versori;

import dev.kvclient.error.KvException;
import java.util.Map;

/**
 * What a batch of reads has found. Immutable.
 *
 * @param <T> what the values were read as
 */
public interface VersoriBatchGet<T> {
    /** The entries that are there and could be read, in the order in which they were asked for. Unmodifiable. */
    Map<VersoriKey, VersoriEntry<T>> entries();

    /** The entries whose value could not be read as asked. Unmodifiable. */
    Map<VersoriKey, KvException> failures();
}
