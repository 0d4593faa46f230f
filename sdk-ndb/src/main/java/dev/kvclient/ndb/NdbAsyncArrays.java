package dev.kvclient.ndb;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/**
 * {@link NdbArrays} with futures; see {@link NdbAsyncClient}.
 *
 * @param <T> the items
 */
public interface NdbAsyncArrays<T> extends NdbAsyncArrayFamily<T> {
    /** See {@link NdbArrays#append(String, Object)}. */
    CompletableFuture<Void> append(String name, T item);

    /** See {@link NdbArrays#appendAll(String, Collection)}. */
    CompletableFuture<Void> appendAll(String name, Collection<? extends T> items);

    /** See {@link NdbArrays#set(String, long, Object)}. */
    CompletableFuture<Void> set(String name, long position, T item);

    /** See {@link NdbArrays#setAll(String, long, Collection)}. */
    CompletableFuture<Void> setAll(String name, long position, Collection<? extends T> items);

    /** See {@link NdbArrays#swap(String, long, long)}. */
    CompletableFuture<Void> swap(String name, long one, long other);
}
