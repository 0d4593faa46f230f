package dev.kvclient;

import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Key-value work, blocking. This is what an application injects; it comes from a {@link KvClient} or one of its views.
 *
 * <p>All methods may be called by many threads. All throw {@link dev.kvclient.error.KvException}s only, but for
 * {@link NullPointerException} on a null argument and for what code of the application's own throws (the functions of
 * {@code update} and of {@code with}): {@link dev.kvclient.error.KvRequestException} for an empty key or one
 * with a lone surrogate, {@link dev.kvclient.error.KvUnsupportedException} for what the backend cannot do (before any
 * I/O), {@link dev.kvclient.error.KvTimeoutException} when the deadline passes,
 * {@link dev.kvclient.error.KvInterruptedException} when the waiting thread is interrupted,
 * {@link dev.kvclient.error.KvOfflineException} when the backend cannot be reached,
 * {@link dev.kvclient.error.KvClosedException} after {@code close}, and what the backend refuses. Every exception tells
 * its {@link dev.kvclient.error.KvException#outcome() outcome}.
 */
public interface KvOperations {
    /** The value of a key; empty if it is absent, or if a JSON null is stored. */
    default <T> Optional<T> get(String key, Class<T> type) {
        return get(key, KvType.of(type), CallOptions.none());
    }

    /** The value of a key, of a generic type; empty if it is absent, or if a JSON null is stored. */
    default <T> Optional<T> get(String key, KvType<T> type) {
        return get(key, type, CallOptions.none());
    }

    /** The value of a key; empty if it is absent, or if a JSON null is stored. */
    <T> Optional<T> get(String key, KvType<T> type, CallOptions options);

    /** The value of a key with its version and expiry, as far as the backend tells them. */
    default <T> Optional<KvEntry<T>> entry(String key, Class<T> type) {
        return entry(key, KvType.of(type), CallOptions.none());
    }

    /** The value of a key with its version and expiry, as far as the backend tells them. */
    default <T> Optional<KvEntry<T>> entry(String key, KvType<T> type) {
        return entry(key, type, CallOptions.none());
    }

    /** The value of a key with its version and expiry, as far as the backend tells them. */
    <T> Optional<KvEntry<T>> entry(String key, KvType<T> type, CallOptions options);

    /** The values of several keys. Absent keys are in neither map of the result. */
    default <T> BatchResult<T> getAll(Collection<String> keys, Class<T> type) {
        return getAll(keys, KvType.of(type), CallOptions.none());
    }

    /** The values of several keys. Absent keys are in neither map of the result. */
    default <T> BatchResult<T> getAll(Collection<String> keys, KvType<T> type) {
        return getAll(keys, type, CallOptions.none());
    }

    /** The values of several keys. Absent keys are in neither map of the result. */
    <T> BatchResult<T> getAll(Collection<String> keys, KvType<T> type, CallOptions options);

    /** Whether a key is there. True for a stored JSON null. */
    default boolean contains(String key) {
        return contains(key, CallOptions.none());
    }

    /** Whether a key is there. True for a stored JSON null. */
    boolean contains(String key, CallOptions options);

    /** Stores a value. An expiry that the key had is gone. */
    default SetResult set(String key, Object value) {
        return set(key, value, SetOptions.none());
    }

    /** Stores a value: {@code kv.set(k, v, o -> o.ifAbsent().ttl(Duration.ofHours(1)))}. */
    default SetResult set(String key, Object value, UnaryOperator<SetOptions> with) {
        return set(key, value, with.apply(SetOptions.none()));
    }

    /**
     * Stores a value.
     *
     * @param value anything that the codec can write; not a JSON null, and without NaN, infinities or lone surrogates
     * @return whether it is stored: a condition that did not hold is a result and no exception
     */
    SetResult set(String key, Object value, SetOptions options);

    /** Stores several values, with as few requests as the backend allows. */
    default BatchResult<SetResult> setAll(Map<String, ?> values) {
        return setAll(KvWrite.all(values), CallOptions.none());
    }

    /** Stores several values, with as few requests as the backend allows. */
    default BatchResult<SetResult> setAll(Collection<KvWrite> writes) {
        return setAll(writes, CallOptions.none());
    }

    /**
     * Stores several values, with as few requests as the backend allows. Not one transaction: see each member's result.
     *
     * @param writes each key at most once
     */
    BatchResult<SetResult> setAll(Collection<KvWrite> writes, CallOptions options);

    /** Stores a long row of values. See {@link #setAll(Iterator, CallOptions)}. */
    default ImportResult setAll(Iterator<KvWrite> writes) {
        return setAll(writes, CallOptions.none());
    }

    /**
     * Stores a long row of values in bounded memory, some batches at a time. The options hold for each of the batches.
     *
     * @param writes taken as they are needed; later writes of a key come after earlier ones. What the iterator throws is
     *     thrown on, while batches under way go on to their end
     */
    ImportResult setAll(Iterator<KvWrite> writes, CallOptions options);

    /**
     * Reads a value, changes it and stores the change, and does so again if another writer came between. The function
     * may run several times; what it throws is thrown on. An expiry of the entry is carried on, its metadata is not.
     * Needs {@link Capability#SET_IF_VERSION} and {@link Capability#SET_IF_ABSENT}.
     *
     * @param change makes the new value from the present one
     * @return the value as stored
     * @throws dev.kvclient.error.KvConflictException if others came between again and again (16 times)
     */
    default <T> T update(String key, Class<T> type, Function<Optional<T>, T> change) {
        return update(key, KvType.of(type), change, SetOptions.none());
    }

    /** See {@link #update(String, Class, Function)}. */
    default <T> T update(String key, KvType<T> type, Function<Optional<T>, T> change) {
        return update(key, type, change, SetOptions.none());
    }

    /**
     * See {@link #update(String, Class, Function)}.
     *
     * @param options for the write; its timeout is that of the whole; a condition in it is refused
     */
    <T> T update(String key, KvType<T> type, Function<Optional<T>, T> change, SetOptions options);

    /** Removes a key. That it was absent is no error. */
    default DeleteResult delete(String key) {
        return delete(key, DeleteOptions.none());
    }

    /** Removes a key: {@code kv.delete(k, o -> o.ifVersion(v))}. That it was absent is no error. */
    default DeleteResult delete(String key, UnaryOperator<DeleteOptions> with) {
        return delete(key, with.apply(DeleteOptions.none()));
    }

    /**
     * Removes a key. That it was absent is no error.
     *
     * @return whether the condition in the options, if any, held: if not, that is a result and no exception
     */
    DeleteResult delete(String key, DeleteOptions options);

    /** Removes several keys. */
    default BatchResult<DeleteResult> deleteAll(Collection<String> keys) {
        return deleteAll(keys, DeleteOptions.none());
    }

    /**
     * Removes several keys, with as few requests as the backend allows.
     *
     * @param options without a condition: one cannot be that of several entries
     */
    BatchResult<DeleteResult> deleteAll(Collection<String> keys, DeleteOptions options);

    /** Adds one to a counter; an absent one counts as 0. Needs {@link Capability#INCREMENT}. */
    default long increment(String key) {
        return increment(key, 1, CallOptions.none());
    }

    /** Adds to a counter; an absent one counts as 0. Needs {@link Capability#INCREMENT}. */
    default long increment(String key, long by) {
        return increment(key, by, CallOptions.none());
    }

    /**
     * Adds to a counter; an absent one counts as 0. An expiry is kept. Needs {@link Capability#INCREMENT}.
     *
     * @return the counter afterwards
     * @throws dev.kvclient.error.KvRequestException if the key holds no integer, or the sum is out of range
     * @throws dev.kvclient.error.KvSerializationException with outcome {@code APPLIED} if the sum is beyond what the
     *     backend can tell exactly (2^53 on Kuzzle)
     */
    long increment(String key, long by, CallOptions options);

    /** How long a key has to live. Needs {@link Capability#READ_EXPIRY}. */
    default TimeToLive ttl(String key) {
        return ttl(key, CallOptions.none());
    }

    /** How long a key has to live. Needs {@link Capability#READ_EXPIRY}. */
    TimeToLive ttl(String key, CallOptions options);

    /** Gives a key a time to live. Needs {@link Capability#CHANGE_EXPIRY}. */
    default boolean expire(String key, Duration ttl) {
        return expire(key, ttl, CallOptions.none());
    }

    /**
     * Gives a key a time to live. Needs {@link Capability#CHANGE_EXPIRY}.
     *
     * @param ttl at least a millisecond, counted from the call
     * @return whether the key was there
     * @throws dev.kvclient.error.KvRequestException if the time is less than a millisecond
     */
    boolean expire(String key, Duration ttl, CallOptions options);

    /** Takes its expiry from a key. Needs {@link Capability#CHANGE_EXPIRY}. */
    default boolean persist(String key) {
        return persist(key, CallOptions.none());
    }

    /**
     * Takes its expiry from a key. Needs {@link Capability#CHANGE_EXPIRY}.
     *
     * @return whether the key was there and had an expiry
     */
    boolean persist(String key, CallOptions options);

    /**
     * The keys of a scan, fetched page by page as the stream is read. Close the stream if it is not read to its end.
     * What is written meanwhile may or may not appear, and some backends give a key twice ({@link
     * Capabilities#report(Capability)} of {@link Capability#LIST} says so). Needs {@link Capability#LIST}.
     */
    default Stream<String> keys(Scan scan) {
        return keys(scan, CallOptions.none());
    }

    /** The keys of a scan; the options are those of each page. See {@link #keys(Scan)}. */
    Stream<String> keys(Scan scan, CallOptions options);

    /** The entries of a scan, fetched page by page as the stream is read. See {@link #keys(Scan)}. */
    default <T> Stream<KvEntry<T>> entries(Scan scan, Class<T> type) {
        return entries(scan, KvType.of(type), CallOptions.none());
    }

    /** The entries of a scan, fetched page by page as the stream is read. See {@link #keys(Scan)}. */
    default <T> Stream<KvEntry<T>> entries(Scan scan, KvType<T> type) {
        return entries(scan, type, CallOptions.none());
    }

    /**
     * The entries of a scan; the options are those of each page. See {@link #keys(Scan)}. Entries whose value is a JSON
     * null are left out. The stream fails at an entry that cannot be read as the type; {@link #entriesPage} goes on
     * past it.
     */
    <T> Stream<KvEntry<T>> entries(Scan scan, KvType<T> type, CallOptions options);

    /** One page of keys. Needs {@link Capability#LIST}. */
    default KvPage<String> keysPage(Scan scan) {
        return keysPage(scan, CallOptions.none());
    }

    /** One page of keys. Needs {@link Capability#LIST}. */
    KvPage<String> keysPage(Scan scan, CallOptions options);

    /** One page of entries. Needs {@link Capability#LIST}. */
    default <T> KvPage<KvEntry<T>> entriesPage(Scan scan, Class<T> type) {
        return entriesPage(scan, KvType.of(type), CallOptions.none());
    }

    /**
     * One page of entries. Entries that cannot be read as the type are in its {@link KvPage#failures()}, those whose
     * value is a JSON null are left out. Needs {@link Capability#LIST}.
     */
    <T> KvPage<KvEntry<T>> entriesPage(Scan scan, KvType<T> type, CallOptions options);

    /** How many keys there are. Needs {@link Capability#COUNT}. */
    default long count() {
        return count("", CallOptions.none());
    }

    /** How many keys begin with a prefix. Needs {@link Capability#COUNT_PREFIX}, or COUNT for the empty prefix. */
    default long count(String prefix) {
        return count(prefix, CallOptions.none());
    }

    /** How many keys begin with a prefix. Needs {@link Capability#COUNT_PREFIX}, or COUNT for the empty prefix. */
    long count(String prefix, CallOptions options);

    /** Removes the keys that begin with a prefix. Needs {@link Capability#DELETE_PREFIX}. */
    default long deletePrefix(String prefix) {
        return deletePrefix(prefix, CallOptions.none());
    }

    /**
     * Removes the keys that begin with a prefix. Keys that others write meanwhile may stay. Needs
     * {@link Capability#DELETE_PREFIX}.
     *
     * @param prefix not empty: for everything there is {@link #clear(ClearOptions)}
     * @return how many keys were found and removed; fewer than that if an answer was lost and a request repeated
     */
    long deletePrefix(String prefix, CallOptions options);

    /** Removes everything, where that is only what this client can see. See {@link #clear(ClearOptions)}. */
    default void clear() {
        clear(ClearOptions.none());
    }

    /**
     * Removes everything. In a {@link #namespace} that is the keys of the namespace. Needs {@link Capability#CLEAR}.
     *
     * @throws dev.kvclient.error.KvRequestException if the backend would wipe a whole database and the options do not
     *     say {@link ClearOptions#everything()}
     */
    void clear(ClearOptions options);

    /** Asks the backend for a sign of life and tells how long it took. */
    default Duration ping() {
        return ping(CallOptions.none());
    }

    /** Asks the backend for a sign of life and tells how long it took. */
    Duration ping(CallOptions options);

    /** Where the link to the backend stands. */
    ConnectionState state();

    /** What the backend, and this view of it, can do. */
    Capabilities capabilities();

    /**
     * Fails unless all of these are supported.
     *
     * @throws dev.kvclient.error.KvUnsupportedException naming the first that is not
     */
    void require(Capability... needed);

    /** The same operations with futures. */
    AsyncKvOperations async();

    /** The same operations with other defaults for every request. */
    KvOperations with(CallOptions defaults);

    /** The same operations with other defaults for writes, and their common part for every request. */
    KvOperations with(SetOptions defaults);

    /**
     * A view in which each key stands for the prefix followed by it. {@code clear} and {@code count} are those of the
     * prefix there, and the {@link #capabilities()} are worked out anew.
     *
     * @param prefix not empty
     */
    KvOperations namespace(String prefix);

    /** A view in which all values are of one type. */
    default <T> TypedKvOperations<T> typed(Class<T> type) {
        return typed(KvType.of(type));
    }

    /** A view in which all values are of one type. */
    <T> TypedKvOperations<T> typed(KvType<T> type);

    /** The keys of a scan, all at once: for listings that fit into memory. */
    default List<String> keyList(Scan scan) {
        try (Stream<String> keys = keys(scan)) {
            return keys.toList();
        }
    }
}
