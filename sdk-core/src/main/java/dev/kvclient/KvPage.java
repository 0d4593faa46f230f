package dev.kvclient;

import dev.kvclient.error.KvException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One portion of a listing. Immutable.
 *
 * @param <T> what is listed
 */
public interface KvPage<T> {
    /** The items, in the backend's order. May be empty although more pages follow. */
    List<T> items();

    /** The entries of this page that could not be read, by key. */
    Map<String, KvException> failures();

    /** Where the next page begins; empty if this is the last. */
    Optional<Cursor> next();
}
