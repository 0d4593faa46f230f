package dev.kvclient.testkit.kuzzle.ms;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The commands of sets. */
final class SetCommands {

    /** A set of integers up to this size is kept sorted, and comes in one page. */
    private static final int MOST_SORTED_INTEGERS = 512;

    private static final String NOT_POSITIVE = "ERR value is out of range, must be positive";

    /** Makes one set of several, one after the other. */
    @FunctionalInterface
    private interface Combination {
        void apply(Set<String> result, Set<String> other);
    }

    private static final Combination WITHOUT = (result, other) -> result.removeAll(other);
    private static final Combination COMMON = (result, other) -> result.retainAll(other);
    private static final Combination TOGETHER = (result, other) -> result.addAll(other);

    private final Random random;

    private SetCommands(Random random) {
        this.random = random;
    }

    static void addTo(CommandTable table, Random random) {
        SetCommands sets = new SetCommands(random);
        table.add("sadd", -3, "_id body.members*?", SetCommands::sadd)
                .add("srem", -3, "_id body.members*?", SetCommands::srem)
                .add("smembers", 2, "_id", (db, args) -> Replies.list(listed(members(db, args.get(0)))))
                .add(
                        "scard",
                        2,
                        "_id",
                        (db, args) -> Replies.integer(members(db, args.get(0)).size()))
                .add("sismember", 3, "_id top.member", SetCommands::sismember)
                .add("smove", 4, "_id body.destination body.member", SetCommands::smove)
                .add("spop", -2, "_id body.count?", sets::spop)
                .add("srandmember", -2, "_id top.count?", sets::srandmember)
                .add("sscan", -3, "_id top.cursor top.match?@match top.count?@count", SetCommands::sscan)
                .add("sdiff", -2, "_id top.keys*,", (db, args) -> combined(db, args, WITHOUT))
                .add("sinter", -2, "top.keys*,", (db, args) -> combined(db, args, COMMON))
                .add("sunion", -2, "top.keys*,", (db, args) -> combined(db, args, TOGETHER))
                .add("sdiffstore", -3, "body.destination _id body.keys*", (db, args) -> store(db, args, WITHOUT))
                .add("sinterstore", -3, "body.destination body.keys*", (db, args) -> store(db, args, COMMON))
                .add("sunionstore", -3, "body.destination body.keys*", (db, args) -> store(db, args, TOGETHER));
    }

    /** The members of a set; of no set, an empty one that is not stored. */
    static Set<String> members(Keyspace db, String key) {
        Value.Members set = db.find(key, Value.Members.class);
        return set == null ? new LinkedHashSet<>() : set.members;
    }

    static boolean isSortedIntegers(Set<String> members) {
        return members.size() <= MOST_SORTED_INTEGERS
                && members.stream().allMatch(member -> RedisNumbers.integerOrNull(member) != null);
    }

    /** The members in the order in which Redis would list them, as far as there is one. */
    private static Collection<String> listed(Set<String> members) {
        if (!isSortedIntegers(members)) {
            return members;
        }
        return members.stream().map(Long::valueOf).sorted().map(String::valueOf).toList();
    }

    private static JsonNode sadd(Keyspace db, List<String> args) {
        Set<String> members = db.findOrMake(args.get(0), Value.Members.class, Value.Members::new).members;
        return Replies.integer(
                args.subList(1, args.size()).stream().filter(members::add).count());
    }

    private static JsonNode srem(Keyspace db, List<String> args) {
        Set<String> members = members(db, args.get(0));
        long removed =
                args.subList(1, args.size()).stream().filter(members::remove).count();
        db.removeIfEmpty(args.get(0));
        return Replies.integer(removed);
    }

    private static JsonNode sismember(Keyspace db, List<String> args) {
        return Replies.flag(members(db, args.get(0)).contains(args.get(1)));
    }

    private static JsonNode smove(Keyspace db, List<String> args) {
        if (!db.contains(args.get(0))) {
            return Replies.flag(false);
        }
        String member = args.get(2);
        Set<String> from = members(db, args.get(0));
        // A destination of the wrong type must be seen before anything is taken.
        members(db, args.get(1));
        if (args.get(0).equals(args.get(1)) || !from.contains(member)) {
            return Replies.flag(from.contains(member));
        }
        from.remove(member);
        db.removeIfEmpty(args.get(0));
        db.findOrMake(args.get(1), Value.Members.class, Value.Members::new)
                .members
                .add(member);
        return Replies.flag(true);
    }

    private JsonNode spop(Keyspace db, List<String> args) {
        refuseMore(args);
        boolean single = args.size() == 1;
        long count = single ? 1 : RedisNumbers.integer(args.get(1), NOT_POSITIVE);
        if (count < 0) {
            throw new RedisException(NOT_POSITIVE);
        }
        Set<String> members = members(db, args.get(0));
        List<String> taken = chosen(members, count);
        taken.forEach(members::remove);
        db.removeIfEmpty(args.get(0));
        return single ? Replies.text(taken.isEmpty() ? null : taken.get(0)) : Replies.list(taken);
    }

    /** With a negative count one member may come several times. */
    private JsonNode srandmember(Keyspace db, List<String> args) {
        refuseMore(args);
        if (args.size() == 1) {
            List<String> one = chosen(members(db, args.get(0)), 1);
            return Replies.text(one.isEmpty() ? null : one.get(0));
        }
        long count = RedisNumbers.integer(args.get(1));
        if (count == Long.MIN_VALUE) {
            throw new RedisException(
                    "ERR value is out of range, value must between " + -Long.MAX_VALUE + " and " + Long.MAX_VALUE);
        }
        Set<String> members = members(db, args.get(0));
        if (count >= 0 || members.isEmpty()) {
            return Replies.list(chosen(members, count));
        }
        List<String> all = new ArrayList<>(members);
        List<String> drawn = new ArrayList<>();
        for (long i = count; i < 0; i++) {
            drawn.add(all.get(random.nextInt(all.size())));
        }
        return Replies.list(drawn);
    }

    private static void refuseMore(List<String> args) {
        if (args.size() > 2) {
            throw new RedisException(RedisException.SYNTAX);
        }
    }

    private List<String> chosen(Set<String> members, long count) {
        List<String> all = new ArrayList<>(members);
        Collections.shuffle(all, random);
        return all.subList(0, (int) Math.max(0, Math.min(count, all.size())));
    }

    private static JsonNode sscan(Keyspace db, List<String> args) {
        Pages pages = Pages.of(args);
        Set<String> members = members(db, args.get(0));
        return pages.page(listed(members), isSortedIntegers(members), member -> member, List::of);
    }

    private static JsonNode combined(Keyspace db, List<String> keys, Combination combination) {
        return Replies.list(listed(combine(db, keys, combination)));
    }

    private static JsonNode store(Keyspace db, List<String> args, Combination combination) {
        Value.Members made = new Value.Members();
        made.members.addAll(combine(db, args.subList(1, args.size()), combination));
        db.remove(args.get(0));
        if (!made.isEmpty()) {
            db.put(args.get(0), made);
        }
        return Replies.integer(made.members.size());
    }

    private static Set<String> combine(Keyspace db, List<String> keys, Combination combination) {
        Set<String> result = new LinkedHashSet<>(members(db, keys.get(0)));
        for (String key : keys.subList(1, keys.size())) {
            combination.apply(result, members(db, key));
        }
        return result;
    }
}
