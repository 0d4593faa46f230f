package dev.kvclient.ndb;

import java.util.Collection;
import java.util.List;

/**
 * Arrays whose items the server keeps in ascending order: SIARR_ and SSTRARR_. See {@link NdbArrayFamily} for what else
 * can be done with them.
 *
 * @param <T> the items
 */
public interface NdbSortedArrays<T> extends NdbArrayFamily<T> {
    /**
     * Adds an item at its place in the order.
     *
     * @throws dev.kvclient.error.KvRequestException if the array is full
     */
    void add(String name, T item);

    /**
     * Adds items at their places in the order; an empty collection does nothing.
     *
     * @throws dev.kvclient.error.KvRequestException if there is not enough room; nothing has changed then
     */
    void addAll(String name, Collection<? extends T> items);

    /**
     * The smallest items, ascending; all if there are fewer. Nothing if the array is empty.
     *
     * @param count how many, 1 or more
     */
    List<T> min(String name, long count);

    /**
     * The largest items, descending; all if there are fewer. Nothing if the array is empty.
     *
     * <p>The server's own answer is right only for a full array: it counts back from the capacity and gives default
     * items for places that are not used (seen on v0.9). So the client asks first how full the array is, and reads the
     * last of the used places unless it is full; if another client adds between the two, what it added may be missing.
     *
     * @param count how many, 1 or more
     */
    List<T> max(String name, long count);

    /**
     * The items that are in both arrays, ascending.
     *
     * @throws dev.kvclient.error.KvRequestException if both names are the same
     */
    List<T> intersect(String name, String other);
}
