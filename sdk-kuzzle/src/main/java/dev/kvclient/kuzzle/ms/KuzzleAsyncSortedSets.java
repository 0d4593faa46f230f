package dev.kvclient.kuzzle.ms;

import dev.kvclient.KvPage;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** {@link KuzzleSortedSets} with futures; see {@link KuzzleAsyncMemoryStorage}. */
public interface KuzzleAsyncSortedSets {
    /** See {@link KuzzleSortedSets#zadd(String, double, String)}. */
    CompletableFuture<Long> zadd(String key, double score, String member);

    /** See {@link KuzzleSortedSets#zadd(String, ScoredMember...)}. */
    default CompletableFuture<Long> zadd(String key, ScoredMember... members) {
        return zadd(key, List.of(members), ZAddArgs.none());
    }

    /** See {@link KuzzleSortedSets#zadd(String, Collection, ZAddArgs)}. */
    CompletableFuture<Long> zadd(String key, Collection<ScoredMember> members, ZAddArgs args);

    /** See {@link KuzzleSortedSets#zaddIncr(String, double, String, ZAddArgs)}. */
    CompletableFuture<OptionalDouble> zaddIncr(String key, double by, String member, ZAddArgs args);

    /** See {@link KuzzleSortedSets#zcard(String)}. */
    CompletableFuture<Long> zcard(String key);

    /** See {@link KuzzleSortedSets#zcount(String, ScoreRange)}. */
    CompletableFuture<Long> zcount(String key, ScoreRange range);

    /** See {@link KuzzleSortedSets#zincrby(String, double, String)}. */
    CompletableFuture<Double> zincrby(String key, double by, String member);

    /** See {@link KuzzleSortedSets#zinterstore(String, Collection)}. */
    default CompletableFuture<Long> zinterstore(String destination, Collection<String> keys) {
        return zinterstore(destination, keys, ZStoreArgs.none());
    }

    /** See {@link KuzzleSortedSets#zinterstore(String, Collection, ZStoreArgs)}. */
    CompletableFuture<Long> zinterstore(String destination, Collection<String> keys, ZStoreArgs args);

    /** See {@link KuzzleSortedSets#zlexcount(String, LexRange)}. */
    CompletableFuture<Long> zlexcount(String key, LexRange range);

    /** See {@link KuzzleSortedSets#zrange(String, long, long)}. */
    CompletableFuture<List<String>> zrange(String key, long start, long stop);

    /** See {@link KuzzleSortedSets#zrangeWithScores(String, long, long)}. */
    CompletableFuture<List<ScoredMember>> zrangeWithScores(String key, long start, long stop);

    /** See {@link KuzzleSortedSets#zrangebylex(String, LexRange)}. */
    CompletableFuture<List<String>> zrangebylex(String key, LexRange range);

    /** See {@link KuzzleSortedSets#zrangebylex(String, LexRange, RangeLimit)}. */
    CompletableFuture<List<String>> zrangebylex(String key, LexRange range, RangeLimit limit);

    /** See {@link KuzzleSortedSets#zrangebyscore(String, ScoreRange)}. */
    CompletableFuture<List<String>> zrangebyscore(String key, ScoreRange range);

    /** See {@link KuzzleSortedSets#zrangebyscore(String, ScoreRange, RangeLimit)}. */
    CompletableFuture<List<String>> zrangebyscore(String key, ScoreRange range, RangeLimit limit);

    /** See {@link KuzzleSortedSets#zrangebyscoreWithScores(String, ScoreRange)}. */
    CompletableFuture<List<ScoredMember>> zrangebyscoreWithScores(String key, ScoreRange range);

    /** See {@link KuzzleSortedSets#zrangebyscoreWithScores(String, ScoreRange, RangeLimit)}. */
    CompletableFuture<List<ScoredMember>> zrangebyscoreWithScores(String key, ScoreRange range, RangeLimit limit);

    /** See {@link KuzzleSortedSets#zrank(String, String)}. */
    CompletableFuture<OptionalLong> zrank(String key, String member);

    /** See {@link KuzzleSortedSets#zrem(String, String...)}. */
    default CompletableFuture<Long> zrem(String key, String... members) {
        return zrem(key, List.of(members));
    }

    /** See {@link KuzzleSortedSets#zrem(String, Collection)}. */
    CompletableFuture<Long> zrem(String key, Collection<String> members);

    /** See {@link KuzzleSortedSets#zremrangebylex(String, LexRange)}. */
    CompletableFuture<Long> zremrangebylex(String key, LexRange range);

    /** See {@link KuzzleSortedSets#zremrangebyrank(String, long, long)}. */
    CompletableFuture<Long> zremrangebyrank(String key, long start, long stop);

    /** See {@link KuzzleSortedSets#zremrangebyscore(String, ScoreRange)}. */
    CompletableFuture<Long> zremrangebyscore(String key, ScoreRange range);

    /** See {@link KuzzleSortedSets#zrevrange(String, long, long)}. */
    CompletableFuture<List<String>> zrevrange(String key, long start, long stop);

    /** See {@link KuzzleSortedSets#zrevrangeWithScores(String, long, long)}. */
    CompletableFuture<List<ScoredMember>> zrevrangeWithScores(String key, long start, long stop);

    /** See {@link KuzzleSortedSets#zrevrangebylex(String, LexRange)}. */
    CompletableFuture<List<String>> zrevrangebylex(String key, LexRange range);

    /** See {@link KuzzleSortedSets#zrevrangebylex(String, LexRange, RangeLimit)}. */
    CompletableFuture<List<String>> zrevrangebylex(String key, LexRange range, RangeLimit limit);

    /** See {@link KuzzleSortedSets#zrevrangebyscore(String, ScoreRange)}. */
    CompletableFuture<List<String>> zrevrangebyscore(String key, ScoreRange range);

    /** See {@link KuzzleSortedSets#zrevrangebyscore(String, ScoreRange, RangeLimit)}. */
    CompletableFuture<List<String>> zrevrangebyscore(String key, ScoreRange range, RangeLimit limit);

    /** See {@link KuzzleSortedSets#zrevrangebyscoreWithScores(String, ScoreRange)}. */
    CompletableFuture<List<ScoredMember>> zrevrangebyscoreWithScores(String key, ScoreRange range);

    /** See {@link KuzzleSortedSets#zrevrangebyscoreWithScores(String, ScoreRange, RangeLimit)}. */
    CompletableFuture<List<ScoredMember>> zrevrangebyscoreWithScores(String key, ScoreRange range, RangeLimit limit);

    /** See {@link KuzzleSortedSets#zrevrank(String, String)}. */
    CompletableFuture<OptionalLong> zrevrank(String key, String member);

    /** See {@link KuzzleSortedSets#zscan(String, ScanArgs)}. */
    CompletableFuture<KvPage<ScoredMember>> zscan(String key, ScanArgs args);

    /** See {@link KuzzleSortedSets#zscore(String, String)}. */
    CompletableFuture<OptionalDouble> zscore(String key, String member);

    /** See {@link KuzzleSortedSets#zunionstore(String, Collection)}. */
    default CompletableFuture<Long> zunionstore(String destination, Collection<String> keys) {
        return zunionstore(destination, keys, ZStoreArgs.none());
    }

    /** See {@link KuzzleSortedSets#zunionstore(String, Collection, ZStoreArgs)}. */
    CompletableFuture<Long> zunionstore(String destination, Collection<String> keys, ZStoreArgs args);
}
