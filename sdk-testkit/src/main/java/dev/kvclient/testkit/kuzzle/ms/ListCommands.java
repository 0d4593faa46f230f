package dev.kvclient.testkit.kuzzle.ms;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The commands of lists. */
final class ListCommands {

    private ListCommands() {}

    static void addTo(CommandTable table) {
        table.add("lpush", -3, "_id body.values*?", (db, args) -> push(db, args, true, true))
                .add("rpush", -3, "_id body.values*?", (db, args) -> push(db, args, false, true))
                .add("lpushx", -3, "_id body.value", (db, args) -> push(db, args, true, false))
                .add("rpushx", -3, "_id body.value", (db, args) -> push(db, args, false, false))
                .add("lpop", -2, "_id", (db, args) -> Replies.text(pop(db, args.get(0), true)))
                .add("rpop", -2, "_id", (db, args) -> Replies.text(pop(db, args.get(0), false)))
                .add("rpoplpush", 3, "body.source body.destination", ListCommands::rpoplpush)
                .add(
                        "llen",
                        2,
                        "_id",
                        (db, args) -> Replies.integer(items(db, args.get(0)).size()))
                .add("lrange", 4, "_id top.start top.stop", ListCommands::lrange)
                .add("lindex", 3, "_id top.idx=index", ListCommands::lindex)
                .add("linsert", 5, "_id body.position body.pivot body.value", ListCommands::linsert)
                .add("lset", 4, "_id body.index body.value", ListCommands::lset)
                .add("lrem", 4, "_id body.count body.value", ListCommands::lrem)
                .add("ltrim", 4, "_id body.start body.stop", ListCommands::ltrim);
    }

    /** The items of a list; of no list, an empty one that is not stored. */
    private static List<String> items(Keyspace db, String key) {
        Value.Items list = db.find(key, Value.Items.class);
        return list == null ? new ArrayList<>() : list.items;
    }

    private static JsonNode push(Keyspace db, List<String> args, boolean left, boolean make) {
        String key = args.get(0);
        Value.Items list =
                make ? db.findOrMake(key, Value.Items.class, Value.Items::new) : db.find(key, Value.Items.class);
        if (list == null) {
            return Replies.integer(0);
        }
        for (String item : args.subList(1, args.size())) {
            list.items.add(left ? 0 : list.items.size(), item);
        }
        return Replies.integer(list.items.size());
    }

    private static @Nullable String pop(Keyspace db, String key, boolean left) {
        List<String> items = items(db, key);
        if (items.isEmpty()) {
            return null;
        }
        String item = items.remove(left ? 0 : items.size() - 1);
        db.removeIfEmpty(key);
        return item;
    }

    private static JsonNode rpoplpush(Keyspace db, List<String> args) {
        if (!db.contains(args.get(0))) {
            return Replies.nil();
        }
        // A destination of the wrong type must be seen before anything is taken.
        items(db, args.get(1));
        String item = pop(db, args.get(0), false);
        if (item != null) {
            push(db, List.of(args.get(1), item), true, true);
        }
        return Replies.text(item);
    }

    private static JsonNode lrange(Keyspace db, List<String> args) {
        List<String> items = items(db, args.get(0));
        int[] range = range(args, items.size());
        return Replies.list(range[0] > range[1] ? List.of() : items.subList(range[0], range[1] + 1));
    }

    private static JsonNode ltrim(Keyspace db, List<String> args) {
        List<String> items = items(db, args.get(0));
        int[] range = range(args, items.size());
        List<String> kept = range[0] > range[1] ? List.of() : List.copyOf(items.subList(range[0], range[1] + 1));
        items.clear();
        items.addAll(kept);
        db.removeIfEmpty(args.get(0));
        return Replies.ok();
    }

    /** First and last index, both included; the first is beyond the last when nothing is meant. */
    private static int[] range(List<String> args, int size) {
        long first = RedisNumbers.integer(args.get(1));
        long last = RedisNumbers.integer(args.get(2));
        long from = Math.max(RedisNumbers.position(first, size), 0);
        long to = Math.min(RedisNumbers.position(last, size), size - 1L);
        return from > to ? new int[] {1, 0} : new int[] {(int) from, (int) to};
    }

    private static JsonNode lindex(Keyspace db, List<String> args) {
        List<String> items = items(db, args.get(0));
        long index = RedisNumbers.position(RedisNumbers.integer(args.get(1)), items.size());
        return index < 0 || index >= items.size() ? Replies.nil() : Replies.text(items.get((int) index));
    }

    private static JsonNode linsert(Keyspace db, List<String> args) {
        String position = args.get(1).toLowerCase(Locale.ROOT);
        if (!position.equals("before") && !position.equals("after")) {
            throw new RedisException(RedisException.SYNTAX);
        }
        List<String> items = items(db, args.get(0));
        if (items.isEmpty()) {
            return Replies.integer(0);
        }
        int pivot = items.indexOf(args.get(2));
        if (pivot < 0) {
            return Replies.integer(-1);
        }
        items.add(position.equals("before") ? pivot : pivot + 1, args.get(3));
        return Replies.integer(items.size());
    }

    private static JsonNode lset(Keyspace db, List<String> args) {
        List<String> items = items(db, args.get(0));
        if (items.isEmpty()) {
            throw new RedisException(RedisException.NO_SUCH_KEY);
        }
        long index = RedisNumbers.position(RedisNumbers.integer(args.get(1)), items.size());
        if (index < 0 || index >= items.size()) {
            throw new RedisException("ERR index out of range");
        }
        items.set((int) index, args.get(2));
        return Replies.ok();
    }

    private static JsonNode lrem(Keyspace db, List<String> args) {
        long count = RedisNumbers.integer(args.get(1));
        List<String> items = items(db, args.get(0));
        long limit = count == 0 ? Long.MAX_VALUE : Math.abs(count);
        long removed = 0;
        for (int seen = 0, size = items.size(), at = count < 0 ? size - 1 : 0; seen < size && removed < limit; seen++) {
            boolean same = items.get(at).equals(args.get(2));
            if (same) {
                items.remove(at);
                removed++;
            }
            if (count < 0) {
                at--;
            } else if (!same) {
                at++;
            }
        }
        db.removeIfEmpty(args.get(0));
        return Replies.integer(removed);
    }
}
