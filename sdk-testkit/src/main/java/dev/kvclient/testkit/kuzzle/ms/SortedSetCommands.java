package dev.kvclient.testkit.kuzzle.ms;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kvclient.testkit.kuzzle.ms.RankedMembers.Member;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands of sorted sets, but for the ranges and what is made of several sets. */
final class SortedSetCommands {

    /** A set up to this size, with no name longer than that, is kept in one piece, and comes in one page. */
    private static final int MOST_IN_ONE_PIECE = 128;

    private static final int LONGEST_IN_ONE_PIECE = 64;

    private SortedSetCommands() {}

    static void addTo(CommandTable table) {
        table.add(new Command("zadd", -4, SortedSetArguments::ofZadd, SortedSetCommands::zadd))
                .add("zincrby", 4, "_id body.value body.member", SortedSetCommands::zincrby)
                .add(
                        "zcard",
                        2,
                        "_id",
                        (db, args) -> Replies.integer(members(db, args.get(0)).size()))
                .add("zscore", 3, "_id top.member", SortedSetCommands::zscore)
                .add("zrank", 3, "_id top.member", (db, args) -> rank(db, args, false))
                .add("zrevrank", 3, "_id top.member", (db, args) -> rank(db, args, true))
                .add("zrem", -3, "_id body.members*", SortedSetCommands::zrem)
                .add("zscan", -3, "_id top.cursor top.match?@match top.count?@count", SortedSetCommands::zscan);
    }

    /** The members of a sorted set; of no set, an empty one that is not stored. */
    static RankedMembers members(Keyspace db, String key) {
        Value.Ranked set = db.find(key, Value.Ranked.class);
        return set == null ? new RankedMembers() : set.members;
    }

    static boolean isInOnePiece(RankedMembers members) {
        return members.size() <= MOST_IN_ONE_PIECE && members.longestName() <= LONGEST_IN_ONE_PIECE;
    }

    private static JsonNode zadd(Keyspace db, List<String> args) {
        int at = 1;
        boolean ifAbsent = false;
        boolean ifPresent = false;
        boolean countChanged = false;
        boolean increment = false;
        for (; at < args.size(); at++) {
            String option = args.get(at);
            if (option.equals("NX")) {
                ifAbsent = true;
            } else if (option.equals("XX")) {
                ifPresent = true;
            } else if (option.equals("CH")) {
                countChanged = true;
            } else if (option.equals("INCR")) {
                increment = true;
            } else {
                break;
            }
        }
        List<String> pairs = args.subList(at, args.size());
        if (pairs.isEmpty() || pairs.size() % 2 != 0) {
            throw new RedisException(RedisException.SYNTAX);
        }
        double[] scores = new double[pairs.size() / 2];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Scores.parse(pairs.get(2 * i));
        }
        RankedMembers members = members(db, args.get(0));
        long added = 0;
        long changed = 0;
        Double incremented = null;
        for (int i = 0; i < scores.length; i++) {
            String name = pairs.get(2 * i + 1);
            Double old = members.score(name);
            if (old == null ? ifPresent : ifAbsent) {
                continue;
            }
            double score = increment && old != null ? sum(old, scores[i]) : scores[i];
            incremented = score;
            if (old == null) {
                members = db.findOrMake(args.get(0), Value.Ranked.class, Value.Ranked::new).members;
                added++;
            }
            changed += old == null || old.doubleValue() != score ? 1 : 0;
            members.put(name, score);
        }
        if (increment) {
            return score(incremented);
        }
        return Replies.integer(countChanged ? changed : added);
    }

    private static JsonNode zincrby(Keyspace db, List<String> args) {
        double amount = Scores.parse(args.get(1));
        Double old = members(db, args.get(0)).score(args.get(2));
        double score = old == null ? amount : sum(old, amount);
        db.findOrMake(args.get(0), Value.Ranked.class, Value.Ranked::new)
                .members
                .put(args.get(2), score);
        return score(score);
    }

    private static double sum(double old, double amount) {
        double sum = old + amount;
        if (Double.isNaN(sum)) {
            throw new RedisException("ERR resulting score is not a number (NaN)");
        }
        return sum;
    }

    private static JsonNode zscore(Keyspace db, List<String> args) {
        return score(members(db, args.get(0)).score(args.get(1)));
    }

    private static JsonNode score(@Nullable Double score) {
        return Replies.text(score == null ? null : Scores.text(score));
    }

    private static JsonNode rank(Keyspace db, List<String> args, boolean fromTheTop) {
        RankedMembers members = members(db, args.get(0));
        Integer rank = members.rank(args.get(1));
        if (rank == null) {
            return Replies.nil();
        }
        return Replies.integer(fromTheTop ? members.size() - 1 - rank : rank);
    }

    private static JsonNode zrem(Keyspace db, List<String> args) {
        RankedMembers members = members(db, args.get(0));
        long removed =
                args.subList(1, args.size()).stream().filter(members::remove).count();
        db.removeIfEmpty(args.get(0));
        return Replies.integer(removed);
    }

    private static JsonNode zscan(Keyspace db, List<String> args) {
        Pages pages = Pages.of(args);
        RankedMembers members = members(db, args.get(0));
        return pages.page(
                members.ascending(),
                isInOnePiece(members),
                Member::name,
                member -> List.of(member.name(), Scores.text(member.score())));
    }
}
