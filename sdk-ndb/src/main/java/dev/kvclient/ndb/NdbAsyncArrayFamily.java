package dev.kvclient.ndb;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * {@link NdbArrayFamily} with futures; see {@link NdbAsyncClient}.
 *
 * @param <T> the items
 */
public interface NdbAsyncArrayFamily<T> {
    /** See {@link NdbArrayFamily#create(String, long)}. */
    CompletableFuture<Void> create(String name, long capacity);

    /** See {@link NdbArrayFamily#delete(String)}. */
    CompletableFuture<Void> delete(String name);

    /** See {@link NdbArrayFamily#deleteAll()}. */
    CompletableFuture<Void> deleteAll();

    /** See {@link NdbArrayFamily#exists(String)}. */
    CompletableFuture<Boolean> exists(String name);

    /** See {@link NdbArrayFamily#capacity(String)}. */
    CompletableFuture<Long> capacity(String name);

    /** See {@link NdbArrayFamily#used(String)}. */
    CompletableFuture<Long> used(String name);

    /** See {@link NdbArrayFamily#get(String, long)}. */
    CompletableFuture<T> get(String name, long position);

    /** See {@link NdbArrayFamily#range(String, NdbRange)}. */
    CompletableFuture<List<T>> range(String name, NdbRange range);

    /** See {@link NdbArrayFamily#clear(String, NdbRange)}. */
    CompletableFuture<Void> clear(String name, NdbRange range);
}
