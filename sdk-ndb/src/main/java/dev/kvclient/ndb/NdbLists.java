package dev.kvclient.ndb;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Linked lists of JSON objects (OLST_). An item must be written as a JSON object; others are refused. Places count from
 * the head, which is 0.
 *
 * <p>What is done with a list that does not exist fails with a {@link dev.kvclient.error.KvNotFoundException}, and a
 * place out of bounds with a {@link dev.kvclient.error.KvRequestException}, unless a method says otherwise. Names and
 * items with lone surrogates are refused. Lists are not saved by {@link NdbKeys#save}. All this was seen on v0.9.
 *
 * @param <T> the items
 */
public interface NdbLists<T> {
    /**
     * Makes an empty list.
     *
     * @throws dev.kvclient.error.KvConflictException if there is one by that name
     */
    void create(String name);

    /** Removes a list; tells whether there was one. */
    boolean delete(String name);

    /** Removes all lists. */
    void deleteAll();

    /** Whether there is such a list. */
    boolean exists(String name);

    /** The number of its items. */
    long size(String name);

    /** Adds an item at the tail. */
    NdbListPlace add(String name, T item);

    /** Adds items at the tail. */
    NdbListPlace addAll(String name, Collection<? extends T> items);

    /**
     * Adds an item at a place; what was there moves on.
     *
     * @param position 0 or more; a place behind the end counts as the end
     */
    NdbListPlace insert(String name, long position, T item);

    /**
     * Adds items at a place; what was there moves on.
     *
     * @param position 0 or more; a place behind the end counts as the end
     */
    NdbListPlace insertAll(String name, long position, Collection<? extends T> items);

    /** Replaces an item; see {@link #setAll}. */
    void set(String name, long position, T item);

    /**
     * Replaces items from a place on; an empty collection does nothing. The client asks first how many items there are:
     * replacing past the end kills the server (seen on v0.9). If another client removes items between the two, that can
     * still happen.
     *
     * @param position 0 or more
     * @throws dev.kvclient.error.KvRequestException if they would reach past the end; nothing has changed then
     */
    void setAll(String name, long position, Collection<? extends T> items);

    /**
     * The item at a place.
     *
     * @param position 0 or more
     * @throws dev.kvclient.error.KvSerializationException if the item cannot be read as that type
     */
    T get(String name, long position);

    /** The first item; empty if the list is. */
    Optional<T> head(String name);

    /** The last item; empty if the list is. */
    Optional<T> tail(String name);

    /**
     * The items of a range; nothing if it starts behind the end.
     *
     * @throws dev.kvclient.error.KvSerializationException if an item cannot be read as that type
     */
    List<T> range(String name, NdbRange range);

    /**
     * Removes the first item. The client asks first whether there is one: on an empty list this kills the server (seen
     * on v0.9). If another client removes the last item between the two, that can still happen.
     *
     * @return how many items are left
     * @throws dev.kvclient.error.KvRequestException if the list is empty
     */
    long removeHead(String name);

    /** Removes the last item; see {@link #removeHead}. */
    long removeTail(String name);

    /**
     * Removes the items of a range. The client asks first how many there are, and sends only what lies within: what the
     * server does with a start behind the end is undefined (read in its source, not tried).
     *
     * @return how many items are left
     */
    long remove(String name, NdbRange range);

    /** Moves items to the tail of another list; see {@link #splice(String, NdbRange, String, long)}. */
    void splice(String from, NdbRange range, String to);

    /**
     * Moves items to a place in another list, or in the same one. The server makes the list that they go to if there is
     * none.
     *
     * @param from the list that they come from
     * @param range which
     * @param to the list that they go to
     * @param position the place of the first of them there, 0 or more
     * @throws dev.kvclient.error.KvRequestException if items of a list would go to a place among themselves, of which a
     *     linked list may become circular
     */
    void splice(String from, NdbRange range, String to, long position);
}
