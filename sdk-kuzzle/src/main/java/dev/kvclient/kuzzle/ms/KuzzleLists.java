package dev.kvclient.kuzzle.ms;

import dev.kvclient.KvType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Lists. Places count from 0 at the head, negative ones from the tail, -1 being the last; both ends of a range belong
 * to it. See {@link KuzzleMemoryStorage} for what holds for all actions.
 */
public interface KuzzleLists {
    /** The element at a place; empty if there is none. */
    Optional<String> lindex(String key, long index);

    /** The element at a place, read as that type; empty if there is none. */
    <T> Optional<T> lindex(String key, long index, KvType<T> type);

    /**
     * Puts a value beside the first element that equals the pivot.
     *
     * @return the new length; empty if nothing was inserted, for there is no list, or no such element in it
     */
    OptionalLong linsert(String key, ListPosition position, Object pivot, Object value);

    /** How long the list is; 0 if it is not there. */
    long llen(String key);

    /** Takes the first element off; empty if there is none. */
    Optional<String> lpop(String key);

    /** Takes the first element off, read as that type; empty if there is none. It is gone even if it cannot be read. */
    <T> Optional<T> lpop(String key, KvType<T> type);

    /** See {@link #lpush(String, Collection)}. */
    default long lpush(String key, Object... values) {
        return lpush(key, List.of(values));
    }

    /** Puts values before the head, one after the other, so that the last comes first; tells the new length. */
    long lpush(String key, Collection<?> values);

    /** Puts a value before the head of a list that is there; tells the new length, 0 if it is not there. */
    long lpushx(String key, Object value);

    /** A part of the list. */
    List<String> lrange(String key, long start, long stop);

    /** See {@link #lrange(String, long, long, KvType)}. */
    default <T> List<T> lrange(String key, long start, long stop, Class<T> type) {
        return lrange(key, start, stop, KvType.of(type));
    }

    /** A part of the list, read as that type. */
    <T> List<T> lrange(String key, long start, long stop, KvType<T> type);

    /**
     * Removes elements that equal the value.
     *
     * @param count how many, from the head; from the tail if it is negative; all if it is 0
     * @return how many it removed
     */
    long lrem(String key, long count, Object value);

    /**
     * Puts a value in the place of another.
     *
     * @throws dev.kvclient.error.KvRequestException if there is no such place, or no list
     */
    void lset(String key, long index, Object value);

    /** Leaves only a part of the list. */
    void ltrim(String key, long start, long stop);

    /** Takes the last element off; empty if there is none. */
    Optional<String> rpop(String key);

    /** Takes the last element off, read as that type; empty if there is none. It is gone even if it cannot be read. */
    <T> Optional<T> rpop(String key, KvType<T> type);

    /** Takes the last element off and puts it before the head of another list; empty if there is none. */
    Optional<String> rpoplpush(String source, String destination);

    /** Moves the last element as {@link #rpoplpush(String, String)} does, and gives it as that type. */
    <T> Optional<T> rpoplpush(String source, String destination, KvType<T> type);

    /** See {@link #rpush(String, Collection)}. */
    default long rpush(String key, Object... values) {
        return rpush(key, List.of(values));
    }

    /** Puts values behind the tail; tells the new length. */
    long rpush(String key, Collection<?> values);

    /** Puts a value behind the tail of a list that is there; tells the new length, 0 if it is not there. */
    long rpushx(String key, Object value);
}
