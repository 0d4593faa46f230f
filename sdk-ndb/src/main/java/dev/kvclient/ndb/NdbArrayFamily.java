package dev.kvclient.ndb;

import java.util.List;

/**
 * What sorted and other arrays have in common. An array has a name, which is its own within its kind, and a fixed
 * number of places, which are full of default items at first ({@code {}}, 0, the empty text) but do not count as used.
 *
 * <p>What is done with an array that does not exist fails with a {@link dev.kvclient.error.KvNotFoundException}, and a
 * place out of bounds with a {@link dev.kvclient.error.KvRequestException}, unless a method says otherwise. Names and
 * items with lone surrogates are refused. Arrays are not saved by {@link NdbKeys#save}. All this was seen on v0.9.
 *
 * @param <T> the items
 */
public interface NdbArrayFamily<T> {
    /**
     * Makes an array.
     *
     * @param capacity the number of its places, 1 or more; the server has a limit of its own (10,000 unless configured)
     * @throws dev.kvclient.error.KvConflictException if there is one by that name
     * @throws dev.kvclient.error.KvRequestException if the capacity is less than 1, or more than the server allows
     */
    void create(String name, long capacity);

    /** Removes an array. The server does not tell whether there was one. */
    void delete(String name);

    /** Removes all arrays of this kind. */
    void deleteAll();

    /** Whether there is such an array. */
    boolean exists(String name);

    /** The number of its places. */
    long capacity(String name);

    /** How many of its places the server counts as used. */
    long used(String name);

    /**
     * The item at a place; the default item if none was put there.
     *
     * @param position 0 or more
     * @throws dev.kvclient.error.KvSerializationException if the item cannot be read as that type
     */
    T get(String name, long position);

    /**
     * The items of a range, as far as places are used; no more than the server's {@code arrays.maxResponseSize}.
     *
     * <p>A range that starts behind the used places gives nothing; the server itself answers it with a failure (1000,
     * seen on v0.9), and the client then asks how many are used.
     *
     * @throws dev.kvclient.error.KvRequestException if the range starts behind the capacity
     * @throws dev.kvclient.error.KvSerializationException if an item cannot be read as that type
     */
    List<T> range(String name, NdbRange range);

    /**
     * Takes items out; those behind them move down. The client asks first how many places are used, and sends only
     * what lies within: a start behind them corrupts the array and the server dies of it later (seen on v0.9). If
     * another client clears the array between the two, that can still happen.
     *
     * <p>A range that starts behind the used places clears nothing.
     */
    void clear(String name, NdbRange range);
}
