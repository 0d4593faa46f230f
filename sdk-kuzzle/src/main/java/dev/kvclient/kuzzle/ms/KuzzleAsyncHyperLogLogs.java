package dev.kvclient.kuzzle.ms;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** {@link KuzzleHyperLogLogs} with futures; see {@link KuzzleAsyncMemoryStorage}. */
public interface KuzzleAsyncHyperLogLogs {
    /** See {@link KuzzleHyperLogLogs#pfadd(String, String...)}. */
    default CompletableFuture<Boolean> pfadd(String key, String... elements) {
        return pfadd(key, List.of(elements));
    }

    /** See {@link KuzzleHyperLogLogs#pfadd(String, Collection)}. */
    CompletableFuture<Boolean> pfadd(String key, Collection<String> elements);

    /** See {@link KuzzleHyperLogLogs#pfcount(String...)}. */
    default CompletableFuture<Long> pfcount(String... keys) {
        return pfcount(List.of(keys));
    }

    /** See {@link KuzzleHyperLogLogs#pfcount(Collection)}. */
    CompletableFuture<Long> pfcount(Collection<String> keys);

    /** See {@link KuzzleHyperLogLogs#pfmerge(String, String...)}. */
    default CompletableFuture<Void> pfmerge(String destination, String... sources) {
        return pfmerge(destination, List.of(sources));
    }

    /** See {@link KuzzleHyperLogLogs#pfmerge(String, Collection)}. */
    CompletableFuture<Void> pfmerge(String destination, Collection<String> sources);
}
