package dev.kvclient.ndb;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * {@link NdbSortedArrays} with futures; see {@link NdbAsyncClient}.
 *
 * @param <T> the items
 */
public interface NdbAsyncSortedArrays<T> extends NdbAsyncArrayFamily<T> {
    /** See {@link NdbSortedArrays#add(String, Object)}. */
    CompletableFuture<Void> add(String name, T item);

    /** See {@link NdbSortedArrays#addAll(String, Collection)}. */
    CompletableFuture<Void> addAll(String name, Collection<? extends T> items);

    /** See {@link NdbSortedArrays#min(String, long)}. */
    CompletableFuture<List<T>> min(String name, long count);

    /** See {@link NdbSortedArrays#max(String, long)}. */
    CompletableFuture<List<T>> max(String name, long count);

    /** See {@link NdbSortedArrays#intersect(String, String)}. */
    CompletableFuture<List<T>> intersect(String name, String other);
}
