package dev.kvclient.versori;

import dev.kvclient.error.KvException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One page of a listing, newest first. Immutable.
 *
 * @param <T> what the values were read as
 */
public interface VersoriPage<T> {
    /** The entries that could be read. Unmodifiable. */
    List<VersoriEntry<T>> entries();

    /** The entries whose value could not be read as asked. Unmodifiable. */
    Map<VersoriKey, KvException> failures();

    /** What to give to {@link VersoriListOptions#after} for the next page; empty at the end. Opaque. */
    Optional<String> nextCursor();

    /** What to give to {@link VersoriListOptions#before} for the page before; empty at the beginning. Opaque. */
    Optional<String> prevCursor();
}
