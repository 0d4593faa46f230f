package dev.kvclient.ndb;

import dev.kvclient.CallOptions;
import dev.kvclient.KvType;
import java.util.concurrent.CompletableFuture;

/**
 * {@link NdbClient} with futures, which are completed as {@link dev.kvclient.AsyncKvOperations} says: whatever goes
 * wrong fails the future, and only null arguments throw.
 *
 * <p>Safe for use by many threads, as all that it gives.
 */
public interface NdbAsyncClient {
    /** See {@link NdbClient#generation()}. */
    NdbGeneration generation();

    /** See {@link NdbClient#info()}. */
    CompletableFuture<NdbServerInfo> info();

    /** See {@link NdbClient#keys()}. */
    NdbAsyncKeys keys();

    /** See {@link NdbClient#sessions()}. */
    NdbAsyncSessions sessions();

    /** See {@link NdbClient#objectArrays(KvType)}. */
    default <T> NdbAsyncArrays<T> objectArrays(Class<T> type) {
        return objectArrays(KvType.of(type));
    }

    /** See {@link NdbClient#objectArrays(KvType)}. */
    <T> NdbAsyncArrays<T> objectArrays(KvType<T> type);

    /** See {@link NdbClient#intArrays()}. */
    NdbAsyncArrays<Long> intArrays();

    /** See {@link NdbClient#stringArrays()}. */
    NdbAsyncArrays<String> stringArrays();

    /** See {@link NdbClient#sortedIntArrays()}. */
    NdbAsyncSortedArrays<Long> sortedIntArrays();

    /** See {@link NdbClient#sortedStringArrays()}. */
    NdbAsyncSortedArrays<String> sortedStringArrays();

    /** See {@link NdbClient#lists(KvType)}. */
    default <T> NdbAsyncLists<T> lists(Class<T> type) {
        return lists(KvType.of(type));
    }

    /** See {@link NdbClient#lists(KvType)}. */
    <T> NdbAsyncLists<T> lists(KvType<T> type);

    /** See {@link NdbClient#with(CallOptions)}. */
    NdbAsyncClient with(CallOptions options);
}
