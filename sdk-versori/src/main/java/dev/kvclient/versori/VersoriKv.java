package dev.kvclient.versori;

import dev.kvclient.CallOptions;
import dev.kvclient.KvType;
import java.util.Collection;
import java.util.Optional;

/**
 * The operations of a Versori store, or of a scope within one, with all of their options.
 *
 * <p>Each is one request to the server, unless it says otherwise; keys that a URL cannot carry go through the batch
 * endpoints by themselves. Safe for use by many threads. All methods throw {@link dev.kvclient.error.KvException} as
 * {@link dev.kvclient.KvOperations} says, and {@link dev.kvclient.error.KvNotFoundException} if there is no such store.
 */
public interface VersoriKv {
    /** See {@link #get(VersoriKey, KvType, CallOptions)}. */
    default <T> Optional<VersoriEntry<T>> get(VersoriKey key, Class<T> type) {
        return get(key, KvType.of(type), CallOptions.none());
    }

    /**
     * Reads an entry.
     *
     * @return the entry; empty if there is none
     */
    <T> Optional<VersoriEntry<T>> get(VersoriKey key, KvType<T> type, CallOptions options);

    /** See {@link #set(VersoriKey, Object, VersoriSetOptions)}. */
    default CommitResult set(VersoriKey key, Object value) {
        return set(key, value, VersoriSetOptions.none());
    }

    /**
     * Writes an entry. A condition that does not hold is told by {@link CommitResult#committed()}.
     *
     * @param value anything that the client's codec can write
     */
    CommitResult set(VersoriKey key, Object value, VersoriSetOptions options);

    /** See {@link #delete(VersoriKey, VersoriDeleteOptions)}. */
    default Optional<String> delete(VersoriKey key) {
        return delete(key, VersoriDeleteOptions.none());
    }

    /**
     * Deletes an entry, or with {@link VersoriDeleteOptions#cascade()} all under it.
     *
     * @return the server's word for it, if it gave one; what the words mean is not described
     * @throws dev.kvclient.error.KvRequestException for a cascade from a key with an empty segment
     */
    Optional<String> delete(VersoriKey key, VersoriDeleteOptions options);

    /** See {@link #batchGet(Collection, KvType, VersoriBatchGetOptions)}. */
    default <T> VersoriBatchGet<T> batchGet(Collection<VersoriKey> keys, Class<T> type) {
        return batchGet(keys, KvType.of(type), VersoriBatchGetOptions.none());
    }

    /** Reads several entries in one request; absent keys are left out. */
    <T> VersoriBatchGet<T> batchGet(Collection<VersoriKey> keys, KvType<T> type, VersoriBatchGetOptions options);

    /** See {@link #batchSet(Collection, CallOptions)}. */
    default VersoriBatchSet batchSet(Collection<VersoriWrite> writes) {
        return batchSet(writes, CallOptions.none());
    }

    /**
     * Writes several entries in one request. Some may fail while others are written.
     *
     * @throws dev.kvclient.error.KvRequestException if a key comes twice
     */
    VersoriBatchSet batchSet(Collection<VersoriWrite> writes, CallOptions options);

    /** See {@link #batchDelete(Collection, VersoriDeleteOptions)}. */
    default Optional<String> batchDelete(Collection<VersoriKey> keys) {
        return batchDelete(keys, VersoriDeleteOptions.none());
    }

    /**
     * Deletes several entries in one request.
     *
     * @return the server's word for it, if it gave one
     * @throws dev.kvclient.error.KvRequestException for a cascade from a key with an empty segment, or from no key
     */
    Optional<String> batchDelete(Collection<VersoriKey> keys, VersoriDeleteOptions options);

    /** See {@link #list(KvType, VersoriListOptions)}. */
    default <T> VersoriPage<T> list(Class<T> type, VersoriListOptions options) {
        return list(KvType.of(type), options);
    }

    /** Reads one page of entries. */
    <T> VersoriPage<T> list(KvType<T> type, VersoriListOptions options);

    /** See {@link #count(CallOptions)}. */
    default long count() {
        return count(CallOptions.none());
    }

    /** Counts all keys. */
    long count(CallOptions options);

    /** See {@link #count(VersoriKey, CallOptions)}. */
    default long count(VersoriKey prefix) {
        return count(prefix, CallOptions.none());
    }

    /** Counts the keys under this one: those that begin with its segments. */
    long count(VersoriKey prefix, CallOptions options);

    /** See {@link #deleteEverything(CallOptions)}. */
    default long deleteEverything() {
        return deleteEverything(CallOptions.none());
    }

    /**
     * Deletes all keys: of the scope, or of the whole store, also what others have written. Lists them, then deletes
     * exactly those, by as many requests as it takes; not atomic.
     *
     * @return how many keys were listed and deleted
     */
    long deleteEverything(CallOptions options);

    /** The same, with futures. */
    AsyncVersoriKv async();
}
