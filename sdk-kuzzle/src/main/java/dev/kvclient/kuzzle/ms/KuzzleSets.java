package dev.kvclient.kuzzle.ms;

import dev.kvclient.KvPage;
import dev.kvclient.kuzzle.internal.ms.Pages;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Sets. A key that is not there is an empty set. See {@link KuzzleMemoryStorage} for what holds for all actions. */
public interface KuzzleSets {
    /** See {@link #sadd(String, Collection)}. */
    default long sadd(String key, String... members) {
        return sadd(key, List.of(members));
    }

    /** Adds members; tells how many were not there. */
    long sadd(String key, Collection<String> members);

    /** How many members there are. */
    long scard(String key);

    /** See {@link #sdiff(String, Collection)}. */
    default Set<String> sdiff(String key, String... others) {
        return sdiff(key, List.of(others));
    }

    /** The members that none of the others has. */
    Set<String> sdiff(String key, Collection<String> others);

    /** Puts the members that none of the others has in the place of another set; tells how many. */
    long sdiffstore(String destination, String key, Collection<String> others);

    /** See {@link #sinter(Collection)}. */
    default Set<String> sinter(String... keys) {
        return sinter(List.of(keys));
    }

    /** The members that all have. */
    Set<String> sinter(Collection<String> keys);

    /** Puts the members that all have in the place of another set; tells how many. */
    long sinterstore(String destination, Collection<String> keys);

    /** Whether it is a member. */
    boolean sismember(String key, String member);

    /** The members. */
    Set<String> smembers(String key);

    /** Moves a member to another set; tells whether it was there. */
    boolean smove(String key, String destination, String member);

    /** Takes any member out; empty if there is none. */
    Optional<String> spop(String key);

    /**
     * Takes members out.
     *
     * @param count how many at the most; not negative
     */
    Set<String> spop(String key, long count);

    /** Any member; empty if there is none. */
    Optional<String> srandmember(String key);

    /**
     * Members at random.
     *
     * @param count how many at the most; if it is negative, exactly so many, some of them repeatedly
     */
    List<String> srandmember(String key, long count);

    /** See {@link #srem(String, Collection)}. */
    default long srem(String key, String... members) {
        return srem(key, List.of(members));
    }

    /** Removes members; tells how many were there. */
    long srem(String key, Collection<String> members);

    /** A page of the members. Pages may be empty, and may repeat a member. */
    KvPage<String> sscan(String key, ScanArgs args);

    /** All members that match, page by page as the stream is read. A member may come twice. */
    default Stream<String> sscanStream(String key, ScanArgs args) {
        return Pages.stream(args, page -> sscan(key, page));
    }

    /** See {@link #sunion(Collection)}. */
    default Set<String> sunion(String... keys) {
        return sunion(List.of(keys));
    }

    /** The members that at least one has. */
    Set<String> sunion(Collection<String> keys);

    /** Puts the members that at least one has in the place of another set; tells how many. */
    long sunionstore(String destination, Collection<String> keys);
}
