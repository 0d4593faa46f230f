package dev.kvclient.kuzzle.ms;

import dev.kvclient.KvPage;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** {@link KuzzleSets} with futures; see {@link KuzzleAsyncMemoryStorage}. */
public interface KuzzleAsyncSets {
    /** See {@link KuzzleSets#sadd(String, String...)}. */
    default CompletableFuture<Long> sadd(String key, String... members) {
        return sadd(key, List.of(members));
    }

    /** See {@link KuzzleSets#sadd(String, Collection)}. */
    CompletableFuture<Long> sadd(String key, Collection<String> members);

    /** See {@link KuzzleSets#scard(String)}. */
    CompletableFuture<Long> scard(String key);

    /** See {@link KuzzleSets#sdiff(String, String...)}. */
    default CompletableFuture<Set<String>> sdiff(String key, String... others) {
        return sdiff(key, List.of(others));
    }

    /** See {@link KuzzleSets#sdiff(String, Collection)}. */
    CompletableFuture<Set<String>> sdiff(String key, Collection<String> others);

    /** See {@link KuzzleSets#sdiffstore(String, String, Collection)}. */
    CompletableFuture<Long> sdiffstore(String destination, String key, Collection<String> others);

    /** See {@link KuzzleSets#sinter(String...)}. */
    default CompletableFuture<Set<String>> sinter(String... keys) {
        return sinter(List.of(keys));
    }

    /** See {@link KuzzleSets#sinter(Collection)}. */
    CompletableFuture<Set<String>> sinter(Collection<String> keys);

    /** See {@link KuzzleSets#sinterstore(String, Collection)}. */
    CompletableFuture<Long> sinterstore(String destination, Collection<String> keys);

    /** See {@link KuzzleSets#sismember(String, String)}. */
    CompletableFuture<Boolean> sismember(String key, String member);

    /** See {@link KuzzleSets#smembers(String)}. */
    CompletableFuture<Set<String>> smembers(String key);

    /** See {@link KuzzleSets#smove(String, String, String)}. */
    CompletableFuture<Boolean> smove(String key, String destination, String member);

    /** See {@link KuzzleSets#spop(String)}. */
    CompletableFuture<Optional<String>> spop(String key);

    /** See {@link KuzzleSets#spop(String, long)}. */
    CompletableFuture<Set<String>> spop(String key, long count);

    /** See {@link KuzzleSets#srandmember(String)}. */
    CompletableFuture<Optional<String>> srandmember(String key);

    /** See {@link KuzzleSets#srandmember(String, long)}. */
    CompletableFuture<List<String>> srandmember(String key, long count);

    /** See {@link KuzzleSets#srem(String, String...)}. */
    default CompletableFuture<Long> srem(String key, String... members) {
        return srem(key, List.of(members));
    }

    /** See {@link KuzzleSets#srem(String, Collection)}. */
    CompletableFuture<Long> srem(String key, Collection<String> members);

    /** See {@link KuzzleSets#sscan(String, ScanArgs)}. */
    CompletableFuture<KvPage<String>> sscan(String key, ScanArgs args);

    /** See {@link KuzzleSets#sunion(String...)}. */
    default CompletableFuture<Set<String>> sunion(String... keys) {
        return sunion(List.of(keys));
    }

    /** See {@link KuzzleSets#sunion(Collection)}. */
    CompletableFuture<Set<String>> sunion(Collection<String> keys);

    /** See {@link KuzzleSets#sunionstore(String, Collection)}. */
    CompletableFuture<Long> sunionstore(String destination, Collection<String> keys);
}
