package dev.kvclient.testkit.kuzzle.ms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.kvclient.testkit.kuzzle.ms.RankedMembers.Member;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The commands that list, count or remove a range of a sorted set. */
final class SortedRangeCommands {

    /** What the two ends of a range are. */
    private enum By {
        RANK,
        SCORE,
        NAME
    }

    private SortedRangeCommands() {}

    static void addTo(CommandTable table) {
        String ranks = "_id top.start top.stop top.options*^?";
        String scores = " top.options*^? top.limit?@limit";
        String names = " top.limit?@limit";
        String up = "_id top.min top.max";
        String down = "_id top.max top.min";
        table.add("zrange", -4, ranks, SortedRangeCommands::zrange)
                .add("zrevrange", -4, ranks, (db, args) -> list(db, args, By.RANK, true))
                .add("zrangebyscore", -4, up + scores, (db, args) -> list(db, args, By.SCORE, false))
                .add("zrevrangebyscore", -4, down + scores, (db, args) -> list(db, args, By.SCORE, true))
                .add("zrangebylex", -4, up + names, (db, args) -> list(db, args, By.NAME, false))
                .add("zrevrangebylex", -4, down + names, (db, args) -> list(db, args, By.NAME, true))
                .add("zcount", 4, up, (db, args) -> count(db, args, By.SCORE))
                .add("zlexcount", 4, up, (db, args) -> count(db, args, By.NAME))
                .add("zremrangebyrank", 4, "_id body.start=min body.stop=max", (db, args) -> remove(db, args, By.RANK))
                .add("zremrangebyscore", 4, "_id body.min body.max", (db, args) -> remove(db, args, By.SCORE))
                .add("zremrangebylex", 4, "_id body.min body.max", (db, args) -> remove(db, args, By.NAME));
    }

    /** Since Redis 6.2 {@code zrange} can do what the others do, and Kuzzle passes its options on. */
    private static JsonNode zrange(Keyspace db, List<String> args) {
        By by = By.RANK;
        boolean descending = false;
        List<String> rest = new ArrayList<>(args.subList(0, 3));
        for (int i = 3; i < args.size(); i++) {
            String option = args.get(i);
            if (option.equals("LIMIT") && i + 2 < args.size()) {
                rest.addAll(args.subList(i, i + 3));
                i += 2;
            } else if (option.equals("REV") && !descending) {
                descending = true;
            } else if (by == By.RANK && option.equals("BYSCORE")) {
                by = By.SCORE;
            } else if (by == By.RANK && option.equals("BYLEX")) {
                by = By.NAME;
            } else {
                rest.add(option);
            }
        }
        return list(db, rest, by, descending);
    }

    private static JsonNode list(Keyspace db, List<String> args, By by, boolean descending) {
        boolean withScores = false;
        long offset = 0;
        long limit = -1;
        for (int i = 3; i < args.size(); i++) {
            if (args.get(i).equals("WITHSCORES")) {
                withScores = true;
            } else if (args.get(i).equals("LIMIT") && i + 2 < args.size()) {
                offset = RedisNumbers.integer(args.get(++i));
                limit = RedisNumbers.integer(args.get(++i));
            } else {
                throw new RedisException(RedisException.SYNTAX);
            }
        }
        if (limit != -1 && by == By.RANK) {
            throw new RedisException(
                    "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX");
        }
        if (withScores && by == By.NAME) {
            throw new RedisException("ERR syntax error, WITHSCORES not supported in combination with BYLEX");
        }
        List<Member> range = range(db, args, by, descending);
        if (by != By.RANK) {
            int from = offset < 0 ? range.size() : (int) Math.min(offset, range.size());
            int to = limit < 0 ? range.size() : (int) Math.min(from + limit, range.size());
            range = range.subList(from, Math.max(to, from));
        }
        ArrayNode reply = Replies.list();
        for (Member member : range) {
            reply.add(member.name());
            if (withScores) {
                reply.add(Scores.text(member.score()));
            }
        }
        return reply;
    }

    private static JsonNode count(Keyspace db, List<String> args, By by) {
        return Replies.integer(range(db, args, by, false).size());
    }

    private static JsonNode remove(Keyspace db, List<String> args, By by) {
        List<Member> range = range(db, args, by, false);
        RankedMembers members = SortedSetCommands.members(db, args.get(0));
        range.forEach(member -> members.remove(member.name()));
        db.removeIfEmpty(args.get(0));
        return Replies.integer(range.size());
    }

    /** The members from one end to the other; when descending by score or name, the first end is the upper one. */
    private static List<Member> range(Keyspace db, List<String> args, By by, boolean descending) {
        if (by == By.RANK) {
            long first = RedisNumbers.integer(args.get(1));
            long last = RedisNumbers.integer(args.get(2));
            List<Member> all = ordered(db, args.get(0), descending);
            long from = Math.max(RedisNumbers.position(first, all.size()), 0);
            long to = Math.min(RedisNumbers.position(last, all.size()), all.size() - 1L);
            return from > to ? List.of() : all.subList((int) from, (int) to + 1);
        }
        String lower = args.get(descending ? 2 : 1);
        String upper = args.get(descending ? 1 : 2);
        MemberRange range = by == By.SCORE ? MemberRange.ofScores(lower, upper) : MemberRange.ofNames(lower, upper);
        return range.of(ordered(db, args.get(0), false), descending);
    }

    private static List<Member> ordered(Keyspace db, String key, boolean descending) {
        List<Member> all = SortedSetCommands.members(db, key).ascending();
        if (descending) {
            Collections.reverse(all);
        }
        return all;
    }
}
