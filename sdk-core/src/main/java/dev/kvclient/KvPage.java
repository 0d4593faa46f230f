package dev.kvclient;

import java.util.List;
import java.util.Optional;

/**
 * One portion of a listing. Immutable.
 *
 * @param <T> what is listed
 */
public interface KvPage<T> {
    /** The items, in the backend's order. May be empty although more pages follow. */
    List<T> items();

    /** Where the next page begins; empty if this is the last. */
    Optional<Cursor> next();
}
