package dev.kvclient.kuzzle.ms;

import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** {@link KuzzleBits} with futures; see {@link KuzzleAsyncMemoryStorage}. */
public interface KuzzleAsyncBits {
    /** See {@link KuzzleBits#bitcount(String)}. */
    CompletableFuture<Long> bitcount(String key);

    /** See {@link KuzzleBits#bitcount(String, long, long)}. */
    CompletableFuture<Long> bitcount(String key, long start, long end);

    /** See {@link KuzzleBits#bitop(BitOperation, String, String...)}. */
    default CompletableFuture<Long> bitop(BitOperation operation, String destination, String... keys) {
        return bitop(operation, destination, List.of(keys));
    }

    /** See {@link KuzzleBits#bitop(BitOperation, String, Collection)}. */
    CompletableFuture<Long> bitop(BitOperation operation, String destination, Collection<String> keys);

    /** See {@link KuzzleBits#bitpos(String, boolean)}. */
    CompletableFuture<OptionalLong> bitpos(String key, boolean bit);

    /** See {@link KuzzleBits#bitpos(String, boolean, long)}. */
    CompletableFuture<OptionalLong> bitpos(String key, boolean bit, long start);

    /** See {@link KuzzleBits#bitpos(String, boolean, long, long)}. */
    CompletableFuture<OptionalLong> bitpos(String key, boolean bit, long start, long end);

    /** See {@link KuzzleBits#getbit(String, long)}. */
    CompletableFuture<Boolean> getbit(String key, long offset);
}
