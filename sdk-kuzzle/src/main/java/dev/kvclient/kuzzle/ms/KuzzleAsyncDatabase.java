package dev.kvclient.kuzzle.ms;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** {@link KuzzleDatabase} with futures; see {@link KuzzleAsyncMemoryStorage}. */
public interface KuzzleAsyncDatabase {
    /** See {@link KuzzleDatabase#dbsize()}. */
    CompletableFuture<Long> dbsize();

    /** See {@link KuzzleDatabase#flushdb()}. */
    CompletableFuture<Void> flushdb();

    /** See {@link KuzzleDatabase#ping()}. */
    CompletableFuture<Void> ping();

    /** See {@link KuzzleDatabase#time()}. */
    CompletableFuture<Instant> time();
}
