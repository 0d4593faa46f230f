package dev.kvclient.testkit.kuzzle.ms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The commands of hashes. */
final class HashCommands {

    /** A hash up to this size, with nothing longer than that in it, is kept in one piece, and comes in one page. */
    private static final int MOST_IN_ONE_PIECE = 512;

    private static final int LONGEST_IN_ONE_PIECE = 64;

    private HashCommands() {}

    static void addTo(CommandTable table) {
        table.add("hset", -4, "_id body.field body.value", HashCommands::hset)
                .add("hsetnx", 4, "_id body.field body.value", HashCommands::hsetnx)
                .add("hmset", -4, "_id body.entries@pairs.field", HashCommands::hmset)
                .add(
                        "hget",
                        3,
                        "_id top.field",
                        (db, args) -> Replies.text(fields(db, args).get(args.get(1))))
                .add("hmget", -3, "_id top.fields*,", HashCommands::hmget)
                .add("hgetall", 2, "_id", HashCommands::hgetall)
                .add("hdel", -3, "_id body.fields*?", HashCommands::hdel)
                .add(
                        "hexists",
                        3,
                        "_id top.field",
                        (db, args) -> Replies.flag(fields(db, args).containsKey(args.get(1))))
                .add(
                        "hkeys",
                        2,
                        "_id",
                        (db, args) -> Replies.list(fields(db, args).keySet()))
                .add(
                        "hvals",
                        2,
                        "_id",
                        (db, args) -> Replies.list(fields(db, args).values()))
                .add(
                        "hlen",
                        2,
                        "_id",
                        (db, args) -> Replies.integer(fields(db, args).size()))
                .add("hstrlen", 3, "_id top.field", HashCommands::hstrlen)
                .add("hincrby", 4, "_id body.field body.value", HashCommands::hincrby)
                .add("hincrbyfloat", 4, "_id body.field body.value", HashCommands::hincrbyfloat)
                .add("hscan", -3, "_id top.cursor top.match?@match top.count?@count", HashCommands::hscan);
    }

    /** The fields of a hash; of no hash, an empty map that is not stored. */
    private static Map<String, String> fields(Keyspace db, List<String> args) {
        Value.Fields hash = db.find(args.get(0), Value.Fields.class);
        return hash == null ? new HashMap<>() : hash.fields;
    }

    private static Map<String, String> made(Keyspace db, String key) {
        return db.findOrMake(key, Value.Fields.class, Value.Fields::new).fields;
    }

    private static JsonNode hset(Keyspace db, List<String> args) {
        refuseHalfPairs(args, "hset");
        long created = 0;
        Map<String, String> fields = made(db, args.get(0));
        for (int i = 1; i < args.size(); i += 2) {
            created += fields.put(args.get(i), args.get(i + 1)) == null ? 1 : 0;
        }
        return Replies.integer(created);
    }

    private static JsonNode hmset(Keyspace db, List<String> args) {
        refuseHalfPairs(args, "hmset");
        hset(db, args);
        return Replies.ok();
    }

    private static void refuseHalfPairs(List<String> args, String command) {
        if (args.size() % 2 == 0) {
            throw RedisException.wrongArity(command);
        }
    }

    private static JsonNode hsetnx(Keyspace db, List<String> args) {
        return Replies.flag(made(db, args.get(0)).putIfAbsent(args.get(1), args.get(2)) == null);
    }

    private static JsonNode hmget(Keyspace db, List<String> args) {
        Map<String, String> fields = fields(db, args);
        ArrayNode values = Replies.list();
        args.subList(1, args.size()).forEach(field -> values.add(Replies.text(fields.get(field))));
        return values;
    }

    private static JsonNode hgetall(Keyspace db, List<String> args) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        fields(db, args).forEach(all::put);
        return all;
    }

    private static JsonNode hdel(Keyspace db, List<String> args) {
        Map<String, String> fields = fields(db, args);
        long removed = args.subList(1, args.size()).stream()
                .filter(field -> fields.remove(field) != null)
                .count();
        db.removeIfEmpty(args.get(0));
        return Replies.integer(removed);
    }

    private static JsonNode hstrlen(Keyspace db, List<String> args) {
        String value = fields(db, args).getOrDefault(args.get(1), "");
        return Replies.integer(value.getBytes(StandardCharsets.UTF_8).length);
    }

    private static JsonNode hincrby(Keyspace db, List<String> args) {
        long amount = RedisNumbers.integer(args.get(2));
        String old = fields(db, args).getOrDefault(args.get(1), "0");
        long sum = RedisNumbers.sum(RedisNumbers.integer(old, "ERR hash value is not an integer"), amount);
        made(db, args.get(0)).put(args.get(1), Long.toString(sum));
        return Replies.integer(sum);
    }

    private static JsonNode hincrbyfloat(Keyspace db, List<String> args) {
        BigDecimal amount = RedisNumbers.decimal(args.get(2), RedisException.NOT_A_FLOAT);
        String old = fields(db, args).getOrDefault(args.get(1), "0");
        String sum = RedisNumbers.sum(RedisNumbers.decimal(old, "ERR hash value is not a float"), amount);
        made(db, args.get(0)).put(args.get(1), sum);
        return Replies.text(sum);
    }

    static boolean isInOnePiece(Map<String, String> fields) {
        return fields.size() <= MOST_IN_ONE_PIECE
                && fields.entrySet().stream().allMatch(field -> isShort(field.getKey()) && isShort(field.getValue()));
    }

    private static boolean isShort(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_IN_ONE_PIECE;
    }

    private static JsonNode hscan(Keyspace db, List<String> args) {
        Pages pages = Pages.of(args);
        Map<String, String> fields = fields(db, args);
        return pages.page(
                fields.entrySet(),
                isInOnePiece(fields),
                Map.Entry::getKey,
                field -> List.of(field.getKey(), field.getValue()));
    }
}
