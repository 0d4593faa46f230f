package dev.kvclient.ndb;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * {@link NdbLists} with futures; see {@link NdbAsyncClient}.
 *
 * @param <T> the items
 */
public interface NdbAsyncLists<T> {
    /** See {@link NdbLists#create(String)}. */
    CompletableFuture<Void> create(String name);

    /** See {@link NdbLists#delete(String)}. */
    CompletableFuture<Boolean> delete(String name);

    /** See {@link NdbLists#deleteAll()}. */
    CompletableFuture<Void> deleteAll();

    /** See {@link NdbLists#exists(String)}. */
    CompletableFuture<Boolean> exists(String name);

    /** See {@link NdbLists#size(String)}. */
    CompletableFuture<Long> size(String name);

    /** See {@link NdbLists#add(String, Object)}. */
    CompletableFuture<NdbListPlace> add(String name, T item);

    /** See {@link NdbLists#addAll(String, Collection)}. */
    CompletableFuture<NdbListPlace> addAll(String name, Collection<? extends T> items);

    /** See {@link NdbLists#insert(String, long, Object)}. */
    CompletableFuture<NdbListPlace> insert(String name, long position, T item);

    /** See {@link NdbLists#insertAll(String, long, Collection)}. */
    CompletableFuture<NdbListPlace> insertAll(String name, long position, Collection<? extends T> items);

    /** See {@link NdbLists#set(String, long, Object)}. */
    CompletableFuture<Void> set(String name, long position, T item);

    /** See {@link NdbLists#setAll(String, long, Collection)}. */
    CompletableFuture<Void> setAll(String name, long position, Collection<? extends T> items);

    /** See {@link NdbLists#get(String, long)}. */
    CompletableFuture<T> get(String name, long position);

    /** See {@link NdbLists#head(String)}. */
    CompletableFuture<Optional<T>> head(String name);

    /** See {@link NdbLists#tail(String)}. */
    CompletableFuture<Optional<T>> tail(String name);

    /** See {@link NdbLists#range(String, NdbRange)}. */
    CompletableFuture<List<T>> range(String name, NdbRange range);

    /** See {@link NdbLists#removeHead(String)}. */
    CompletableFuture<Long> removeHead(String name);

    /** See {@link NdbLists#removeTail(String)}. */
    CompletableFuture<Long> removeTail(String name);

    /** See {@link NdbLists#remove(String, NdbRange)}. */
    CompletableFuture<Long> remove(String name, NdbRange range);

    /** See {@link NdbLists#splice(String, NdbRange, String)}. */
    CompletableFuture<Void> splice(String from, NdbRange range, String to);

    /** See {@link NdbLists#splice(String, NdbRange, String, long)}. */
    CompletableFuture<Void> splice(String from, NdbRange range, String to, long position);
}
