package dev.kvclient.kuzzle.ms;

import dev.kvclient.KvPage;
import dev.kvclient.kuzzle.internal.ms.Pages;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Sorted sets: members with scores, which may be infinite. Ranks count from 0, negative ones from the end; both ends of
 * a range of ranks belong to it. See {@link KuzzleMemoryStorage} for what holds for all actions.
 */
public interface KuzzleSortedSets {
    /** Adds a member, or gives it a new score; tells whether it was added, as 1 or 0. */
    long zadd(String key, double score, String member);

    /** Adds members, or gives them new scores; tells how many were added. */
    default long zadd(String key, ScoredMember... members) {
        return zadd(key, List.of(members), ZAddArgs.none());
    }

    /**
     * Adds members, or gives them new scores.
     *
     * @param members at least one; none is empty text, which the server refuses here
     * @return how many were added, or changed with {@link ZAddArgs#ch()}
     */
    long zadd(String key, Collection<ScoredMember> members, ZAddArgs args);

    /**
     * Adds to the score of a member ({@code zadd} with {@code INCR}).
     *
     * @param args {@link ZAddArgs#ch()} has no effect
     * @return the new score; empty if the condition did not hold
     */
    OptionalDouble zaddIncr(String key, double by, String member, ZAddArgs args);

    /** How many members there are. */
    long zcard(String key);

    /** How many members have a score in the range. */
    long zcount(String key, ScoreRange range);

    /**
     * Adds to the score of a member, who begins with 0.
     *
     * @return the new score
     */
    double zincrby(String key, double by, String member);

    /** See {@link #zinterstore(String, Collection, ZStoreArgs)}. */
    default long zinterstore(String destination, Collection<String> keys) {
        return zinterstore(destination, keys, ZStoreArgs.none());
    }

    /** Puts the members that all have in the place of another sorted set; tells how many. */
    long zinterstore(String destination, Collection<String> keys, ZStoreArgs args);

    /** How many members are in the range. */
    long zlexcount(String key, LexRange range);

    /** The members of a range of ranks, the lowest score first. */
    List<String> zrange(String key, long start, long stop);

    /** The members of a range of ranks with their scores, the lowest first. */
    List<ScoredMember> zrangeWithScores(String key, long start, long stop);

    /** The members in a range of texts, in order. */
    List<String> zrangebylex(String key, LexRange range);

    /** A part of the members in a range of texts, in order. */
    List<String> zrangebylex(String key, LexRange range, RangeLimit limit);

    /** The members with a score in the range, the lowest first. */
    List<String> zrangebyscore(String key, ScoreRange range);

    /** A part of the members with a score in the range, the lowest first. */
    List<String> zrangebyscore(String key, ScoreRange range, RangeLimit limit);

    /** The members with a score in the range, with their scores, the lowest first. */
    List<ScoredMember> zrangebyscoreWithScores(String key, ScoreRange range);

    /** A part of the members with a score in the range, with their scores, the lowest first. */
    List<ScoredMember> zrangebyscoreWithScores(String key, ScoreRange range, RangeLimit limit);

    /** The rank of a member, the lowest score being 0; empty if there is none. */
    OptionalLong zrank(String key, String member);

    /** See {@link #zrem(String, Collection)}. */
    default long zrem(String key, String... members) {
        return zrem(key, List.of(members));
    }

    /** Removes members; tells how many were there. */
    long zrem(String key, Collection<String> members);

    /** Removes the members in a range of texts; tells how many. */
    long zremrangebylex(String key, LexRange range);

    /** Removes the members of a range of ranks; tells how many. */
    long zremrangebyrank(String key, long start, long stop);

    /** Removes the members with a score in the range; tells how many. */
    long zremrangebyscore(String key, ScoreRange range);

    /** The members of a range of ranks, the highest score first and with rank 0. */
    List<String> zrevrange(String key, long start, long stop);

    /** The members of a range of ranks with their scores, the highest first and with rank 0. */
    List<ScoredMember> zrevrangeWithScores(String key, long start, long stop);

    /** The members in a range of texts, the last first. */
    List<String> zrevrangebylex(String key, LexRange range);

    /** A part of the members in a range of texts, the last first. */
    List<String> zrevrangebylex(String key, LexRange range, RangeLimit limit);

    /** The members with a score in the range, the highest first. */
    List<String> zrevrangebyscore(String key, ScoreRange range);

    /** A part of the members with a score in the range, the highest first. */
    List<String> zrevrangebyscore(String key, ScoreRange range, RangeLimit limit);

    /** The members with a score in the range, with their scores, the highest first. */
    List<ScoredMember> zrevrangebyscoreWithScores(String key, ScoreRange range);

    /** A part of the members with a score in the range, with their scores, the highest first. */
    List<ScoredMember> zrevrangebyscoreWithScores(String key, ScoreRange range, RangeLimit limit);

    /** The rank of a member, the highest score being 0; empty if there is none. */
    OptionalLong zrevrank(String key, String member);

    /** A page of the members, with their scores. Pages may be empty, and may repeat a member. */
    KvPage<ScoredMember> zscan(String key, ScanArgs args);

    /** All members that match, with their scores, page by page as the stream is read. A member may come twice. */
    default Stream<ScoredMember> zscanStream(String key, ScanArgs args) {
        return Pages.stream(args, page -> zscan(key, page));
    }

    /** The score of a member; empty if there is none. */
    OptionalDouble zscore(String key, String member);

    /** See {@link #zunionstore(String, Collection, ZStoreArgs)}. */
    default long zunionstore(String destination, Collection<String> keys) {
        return zunionstore(destination, keys, ZStoreArgs.none());
    }

    /** Puts the members that at least one has in the place of another sorted set; tells how many. */
    long zunionstore(String destination, Collection<String> keys, ZStoreArgs args);
}
