package dev.kvclient.kuzzle.internal.ms;

import static dev.kvclient.spi.Effect.WRITE;

import dev.kvclient.KvPage;
import dev.kvclient.kuzzle.ms.LexRange;
import dev.kvclient.kuzzle.ms.RangeLimit;
import dev.kvclient.kuzzle.ms.ScanArgs;
import dev.kvclient.kuzzle.ms.ScoreRange;
import dev.kvclient.kuzzle.ms.ScoredMember;
import dev.kvclient.kuzzle.ms.ZAddArgs;
import dev.kvclient.kuzzle.ms.ZStoreArgs;
import dev.kvclient.spi.NativeCall;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The calls of {@link dev.kvclient.kuzzle.ms.KuzzleSortedSets}, whose methods the methods here are. */
final class SortedSetsCalls {
    private static final List<String> WITH_SCORES = List.of("withscores");

    private final MsApi api;

    SortedSetsCalls(MsApi api) {
        this.api = api;
    }

    NativeCall<Long, Long> zadd(String key, double score, String member) {
        return zadd(key, List.of(ScoredMember.of(score, member)), ZAddArgs.none());
    }

    NativeCall<Long, Long> zadd(String key, Collection<ScoredMember> members, ZAddArgs args) {
        return adding(key, members, args).flag("ch", args.countsChanged()).reads(Replies::integer);
    }

    NativeCall<OptionalDouble, OptionalDouble> zaddIncr(String key, double by, String member, ZAddArgs args) {
        return adding(key, List.of(ScoredMember.of(by, member)), args)
                .flag("incr", true)
                .effect(WRITE)
                .reads(Replies::score);
    }

    private MsRequest adding(String key, Collection<ScoredMember> members, ZAddArgs args) {
        Refused.some(MsAction.ZADD, "members", members);
        List<Map<String, Object>> elements = new ArrayList<>();
        for (ScoredMember member : members) {
            Map<String, Object> element = new LinkedHashMap<>();
            element.put("score", member.score());
            element.put("member", Refused.notEmpty(MsAction.ZADD, "a member", member.member()));
            elements.add(element);
        }
        return api.ask(MsAction.ZADD, key)
                .body("elements", elements)
                .flag("nx", args.onlyNew())
                .flag("xx", args.onlyKnown())
                .relativeIf(args.onlyNew() || args.onlyKnown());
    }

    NativeCall<Long, Long> zcard(String key) {
        return api.ask(MsAction.ZCARD, key).reads(Replies::integer);
    }

    NativeCall<Long, Long> zcount(String key, ScoreRange range) {
        return scores(MsAction.ZCOUNT, key, range, null).reads(Replies::integer);
    }

    NativeCall<Double, Double> zincrby(String key, double by, String member) {
        return api.ask(MsAction.ZINCRBY, key)
                .body("value", by)
                .body("member", member)
                .reads(Replies::decimal);
    }

    NativeCall<Long, Long> zinterstore(String destination, Collection<String> keys, ZStoreArgs args) {
        return store(MsAction.ZINTERSTORE, destination, keys, args);
    }

    NativeCall<Long, Long> zlexcount(String key, LexRange range) {
        return texts(MsAction.ZLEXCOUNT, key, range, null).reads(Replies::integer);
    }

    NativeCall<List<String>, List<String>> zrange(String key, long start, long stop) {
        return ranks(MsAction.ZRANGE, key, start, stop).reads(Replies::strings);
    }

    NativeCall<List<ScoredMember>, List<ScoredMember>> zrangeWithScores(String key, long start, long stop) {
        return ranks(MsAction.ZRANGE, key, start, stop)
                .top("options", WITH_SCORES)
                .reads(Replies::scored);
    }

    NativeCall<List<String>, List<String>> zrangebylex(String key, LexRange range) {
        return texts(MsAction.ZRANGEBYLEX, key, range, null).reads(Replies::strings);
    }

    NativeCall<List<String>, List<String>> zrangebylex(String key, LexRange range, RangeLimit limit) {
        return texts(MsAction.ZRANGEBYLEX, key, range, limit).reads(Replies::strings);
    }

    NativeCall<List<String>, List<String>> zrangebyscore(String key, ScoreRange range) {
        return scores(MsAction.ZRANGEBYSCORE, key, range, null).reads(Replies::strings);
    }

    NativeCall<List<String>, List<String>> zrangebyscore(String key, ScoreRange range, RangeLimit limit) {
        return scores(MsAction.ZRANGEBYSCORE, key, range, limit).reads(Replies::strings);
    }

    NativeCall<List<ScoredMember>, List<ScoredMember>> zrangebyscoreWithScores(String key, ScoreRange range) {
        return withScores(scores(MsAction.ZRANGEBYSCORE, key, range, null));
    }

    NativeCall<List<ScoredMember>, List<ScoredMember>> zrangebyscoreWithScores(
            String key, ScoreRange range, RangeLimit limit) {
        return withScores(scores(MsAction.ZRANGEBYSCORE, key, range, limit));
    }

    NativeCall<OptionalLong, OptionalLong> zrank(String key, String member) {
        return api.ask(MsAction.ZRANK, key).top("member", member).reads(Replies::rank);
    }

    NativeCall<Long, Long> zrem(String key, Collection<String> members) {
        return api.ask(MsAction.ZREM, key).bodyTexts("members", members).reads(Replies::integer);
    }

    NativeCall<Long, Long> zremrangebylex(String key, LexRange range) {
        return api.ask(MsAction.ZREMRANGEBYLEX, key)
                .body("min", lower(range))
                .body("max", upper(range))
                .reads(Replies::integer);
    }

    NativeCall<Long, Long> zremrangebyrank(String key, long start, long stop) {
        return api.ask(MsAction.ZREMRANGEBYRANK, key)
                .body("start", start)
                .body("stop", stop)
                .reads(Replies::integer);
    }

    NativeCall<Long, Long> zremrangebyscore(String key, ScoreRange range) {
        MsRequest request = api.ask(MsAction.ZREMRANGEBYSCORE, key);
        bound(range.min(), range.minExcluded()).into(request, "min", true);
        bound(range.max(), range.maxExcluded()).into(request, "max", true);
        return request.reads(Replies::integer);
    }

    NativeCall<List<String>, List<String>> zrevrange(String key, long start, long stop) {
        return ranks(MsAction.ZREVRANGE, key, start, stop).reads(Replies::strings);
    }

    NativeCall<List<ScoredMember>, List<ScoredMember>> zrevrangeWithScores(String key, long start, long stop) {
        return ranks(MsAction.ZREVRANGE, key, start, stop)
                .top("options", WITH_SCORES)
                .reads(Replies::scored);
    }

    NativeCall<List<String>, List<String>> zrevrangebylex(String key, LexRange range) {
        return texts(MsAction.ZREVRANGEBYLEX, key, range, null).reads(Replies::strings);
    }

    NativeCall<List<String>, List<String>> zrevrangebylex(String key, LexRange range, RangeLimit limit) {
        return texts(MsAction.ZREVRANGEBYLEX, key, range, limit).reads(Replies::strings);
    }

    NativeCall<List<String>, List<String>> zrevrangebyscore(String key, ScoreRange range) {
        return scores(MsAction.ZREVRANGEBYSCORE, key, range, null).reads(Replies::strings);
    }

    NativeCall<List<String>, List<String>> zrevrangebyscore(String key, ScoreRange range, RangeLimit limit) {
        return scores(MsAction.ZREVRANGEBYSCORE, key, range, limit).reads(Replies::strings);
    }

    NativeCall<List<ScoredMember>, List<ScoredMember>> zrevrangebyscoreWithScores(String key, ScoreRange range) {
        return withScores(scores(MsAction.ZREVRANGEBYSCORE, key, range, null));
    }

    NativeCall<List<ScoredMember>, List<ScoredMember>> zrevrangebyscoreWithScores(
            String key, ScoreRange range, RangeLimit limit) {
        return withScores(scores(MsAction.ZREVRANGEBYSCORE, key, range, limit));
    }

    NativeCall<OptionalLong, OptionalLong> zrevrank(String key, String member) {
        return api.ask(MsAction.ZREVRANK, key).top("member", member).reads(Replies::rank);
    }

    NativeCall<KvPage<ScoredMember>, KvPage<ScoredMember>> zscan(String key, ScanArgs args) {
        return api.ask(MsAction.ZSCAN, key).scan(args).reads(tree -> Replies.page(tree, Replies::scored));
    }

    NativeCall<OptionalDouble, OptionalDouble> zscore(String key, String member) {
        return api.ask(MsAction.ZSCORE, key).top("member", member).reads(Replies::score);
    }

    NativeCall<Long, Long> zunionstore(String destination, Collection<String> keys, ZStoreArgs args) {
        return store(MsAction.ZUNIONSTORE, destination, keys, args);
    }

    private NativeCall<Long, Long> store(
            MsAction action, String destination, Collection<String> keys, ZStoreArgs args) {
        Refused.some(action, "keys", keys);
        MsRequest request = api.ask(action, destination).bodyKeys("keys", keys);
        if (!args.weights().isEmpty()) {
            if (args.weights().size() != keys.size()) {
                throw Refused.wrong(action, "there is a weight for each sorted set");
            }
            request.body("weights", args.weights());
        }
        args.aggregate().ifPresent(how -> request.body("aggregate", how.name().toLowerCase(Locale.ROOT)));
        // Scores that are added to themselves grow once more with each time.
        return request.onceIf(keys.contains(destination)).reads(Replies::integer);
    }

    private MsRequest ranks(MsAction action, String key, long start, long stop) {
        return api.ask(action, key).top("start", start).top("stop", stop);
    }

    private static NativeCall<List<ScoredMember>, List<ScoredMember>> withScores(MsRequest request) {
        return request.top("options", WITH_SCORES).reads(Replies::scored);
    }

    private MsRequest scores(MsAction action, String key, ScoreRange range, @Nullable RangeLimit limit) {
        MsRequest request = api.ask(action, key);
        bound(range.min(), range.minExcluded()).into(request, "min", false);
        bound(range.max(), range.maxExcluded()).into(request, "max", false);
        return limited(request, limit);
    }

    private MsRequest texts(MsAction action, String key, LexRange range, @Nullable RangeLimit limit) {
        return limited(api.ask(action, key).top("min", lower(range)).top("max", upper(range)), limit);
    }

    private static MsRequest limited(MsRequest request, @Nullable RangeLimit limit) {
        return limit == null ? request : request.top("limit", List.of(limit.offset(), limit.count()));
    }

    private static String lower(LexRange range) {
        return range.min().map(text -> (range.minExcluded() ? "(" : "[") + text).orElse("-");
    }

    private static String upper(LexRange range) {
        return range.max().map(text -> (range.maxExcluded() ? "(" : "[") + text).orElse("+");
    }

    private static Bound bound(double end, boolean excluded) {
        return new Bound(end, excluded);
    }

    /** An end of a range of scores: a number, or a text for what JSON has no number for. */
    private record Bound(double end, boolean excluded) {
        void into(MsRequest request, String name, boolean body) {
            if (!excluded && Double.isFinite(end)) {
                if (body) {
                    request.body(name, end);
                } else {
                    request.top(name, end);
                }
            } else if (body) {
                request.body(name, text());
            } else {
                request.top(name, text());
            }
        }

        private String text() {
            String number =
                    end == Double.POSITIVE_INFINITY ? "+inf" : end == Double.NEGATIVE_INFINITY ? "-inf" : plain(end);
            return excluded ? "(" + number : number;
        }

        private static String plain(double number) {
            return number == Math.rint(number) && Math.abs(number) < 1L << 53
                    ? Long.toString((long) number)
                    : Double.toString(number);
        }
    }
}
