package dev.kvclient.ndb;

import java.util.Collection;

/**
 * Arrays whose items stay where they are put: OARR_, IARR_ and STRARR_. See {@link NdbArrayFamily} for what else can be
 * done with them. Items of object arrays must be written as JSON objects; others are refused.
 *
 * @param <T> the items
 */
public interface NdbArrays<T> extends NdbArrayFamily<T> {
    /**
     * Puts an item behind the used places.
     *
     * @throws dev.kvclient.error.KvRequestException if the array is full
     */
    void append(String name, T item);

    /**
     * Puts items behind the used places; an empty collection does nothing. The client asks first whether there is room:
     * more items than that kill the server (seen on v0.9). If another client appends between the two, that can still
     * happen.
     *
     * @throws dev.kvclient.error.KvRequestException if there is not enough room; nothing has changed then
     */
    void appendAll(String name, Collection<? extends T> items);

    /**
     * Puts an item at a place, used or not. The number of used places stays as it is, and {@link #range} does not show
     * what lies behind them.
     *
     * @param position 0 or more
     */
    void set(String name, long position, T item);

    /**
     * Puts items at a place and those behind it; an empty collection does nothing. The server adds their number to that
     * of the used places, even if they were used before (seen on v0.9). So that it never counts more places than there
     * are, the client asks first, and refuses what would lead to it; {@link #set} puts single items there. If another
     * client appends between the two, the server may still come to count too many.
     *
     * @param position 0 or more
     * @throws dev.kvclient.error.KvRequestException if they do not fit there, or more places would count as used than
     *     there are; nothing has changed then
     */
    void setAll(String name, long position, Collection<? extends T> items);

    /**
     * Exchanges the items of two places.
     *
     * @param one 0 or more
     * @param other 0 or more
     */
    void swap(String name, long one, long other);
}
