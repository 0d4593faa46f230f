package dev.kvclient.kuzzle.ms;

import dev.kvclient.KvPage;
import dev.kvclient.TimeToLive;
import dev.kvclient.kuzzle.internal.ms.Pages;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Keys, whatever they hold. See {@link KuzzleMemoryStorage} for what holds for all actions. */
public interface KuzzleKeys {
    /** See {@link #del(Collection)}. */
    default long del(String... keys) {
        return del(List.of(keys));
    }

    /** Removes keys; tells how many were there. */
    long del(Collection<String> keys);

    /** Whether a key is there. */
    boolean exists(String key);

    /** How many of the keys are there; one that is named twice counts twice. */
    long exists(Collection<String> keys);

    /**
     * Has a key expire.
     *
     * @param after whole seconds, at least one: with less Redis would delete it
     * @return whether it is there
     */
    boolean expire(String key, Duration after);

    /**
     * Has a key expire.
     *
     * @param at whole seconds, after 1970 began. What is past by the server's clock deletes the key
     * @return whether it was there
     */
    boolean expireat(String key, Instant at);

    /**
     * All keys that match a pattern, in one answer however large. {@link #scanStream(ScanArgs)} spares the server.
     *
     * @param pattern see {@link ScanArgs#match}
     */
    List<String> keys(String pattern);

    /** How what the key holds is encoded ({@code object encoding}), such as {@code int}; empty if it is not there. */
    Optional<String> objectEncoding(String key);

    /**
     * How often the key was used, on a logarithmic scale ({@code object freq}); empty if it is not there.
     *
     * @throws dev.kvclient.error.KvRequestException unless Redis evicts the least frequently used
     */
    OptionalLong objectFreq(String key);

    /** For how long the key was not used, in seconds ({@code object idletime}); empty if it is not there. */
    Optional<Duration> objectIdletime(String key);

    /** How many references there are to what the key holds ({@code object refcount}); empty if it is not there. */
    OptionalLong objectRefcount(String key);

    /** Takes the expiry of a key away; tells whether it had one. */
    boolean persist(String key);

    /**
     * Has a key expire.
     *
     * @param after whole milliseconds, at least one: with less Redis would delete it
     * @return whether it is there
     */
    boolean pexpire(String key, Duration after);

    /**
     * Has a key expire.
     *
     * @param at whole milliseconds, after 1970 began. What is past by the server's clock deletes the key
     * @return whether it was there
     */
    boolean pexpireat(String key, Instant at);

    /** How long a key has to live, in milliseconds. */
    TimeToLive pttl(String key);

    /** Any key; empty if there is none. */
    Optional<String> randomkey();

    /**
     * Gives a key another name, and takes the place of a key that has it.
     *
     * @throws dev.kvclient.error.KvRequestException if it is not there
     */
    void rename(String key, String newKey);

    /**
     * Gives a key another name unless there is one of it; tells whether it did.
     *
     * @throws dev.kvclient.error.KvRequestException if it is not there
     */
    boolean renamenx(String key, String newKey);

    /** A page of the keys. Pages may be empty, may repeat a key, and may miss one that is written meanwhile. */
    KvPage<String> scan(ScanArgs args);

    /** All keys that match, page by page as the stream is read. A key may come twice. */
    default Stream<String> scanStream(ScanArgs args) {
        return Pages.stream(args, this::scan);
    }

    /** See {@link #sort(String, SortArgs)}. */
    default List<Optional<String>> sort(String key) {
        return sort(key, SortArgs.none());
    }

    /**
     * The elements of a list, a set or a sorted set, sorted.
     *
     * @return the elements, or what {@link SortArgs#get(String)} gives for them, which may be absent
     * @throws dev.kvclient.error.KvRequestException if one is no number, and they are not sorted as texts
     */
    List<Optional<String>> sort(String key, SortArgs args);

    /** Sorts into a list; tells how long it is. */
    long sortStore(String key, SortArgs args, String destination);

    /** See {@link #touch(Collection)}. */
    default long touch(String... keys) {
        return touch(List.of(keys));
    }

    /** Counts as a use of the keys; tells how many are there. */
    long touch(Collection<String> keys);

    /** How long a key has to live, in seconds. */
    TimeToLive ttl(String key);

    /** What a key holds. */
    KeyType type(String key);
}
