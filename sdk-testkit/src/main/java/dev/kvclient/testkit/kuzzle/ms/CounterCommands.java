package dev.kvclient.testkit.kuzzle.ms;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The commands that count in a string. They keep its expiry. */
final class CounterCommands {

    private CounterCommands() {}

    static void addTo(CommandTable table) {
        table.add("incr", 2, "_id", (db, args) -> add(db, args.get(0), 1))
                .add("decr", 2, "_id", (db, args) -> add(db, args.get(0), -1))
                .add(
                        "incrby",
                        3,
                        "_id body.value",
                        (db, args) -> add(db, args.get(0), RedisNumbers.integer(args.get(1))))
                .add("decrby", 3, "_id body.value", CounterCommands::decrby)
                .add("incrbyfloat", 3, "_id body.value", CounterCommands::incrbyfloat);
    }

    private static JsonNode decrby(Keyspace db, List<String> args) {
        long amount = RedisNumbers.integer(args.get(1));
        if (amount == Long.MIN_VALUE) {
            throw new RedisException("ERR decrement would overflow");
        }
        return add(db, args.get(0), -amount);
    }

    private static JsonNode add(Keyspace db, String key, long amount) {
        byte[] old = db.bytes(key);
        long count = old == null ? 0 : RedisNumbers.integer(new String(old, StandardCharsets.UTF_8));
        long sum = RedisNumbers.sum(count, amount);
        write(db, key, Long.toString(sum));
        return Replies.integer(sum);
    }

    private static JsonNode incrbyfloat(Keyspace db, List<String> args) {
        byte[] old = db.bytes(args.get(0));
        BigDecimal value = old == null
                ? BigDecimal.ZERO
                : RedisNumbers.decimal(new String(old, StandardCharsets.UTF_8), RedisException.NOT_A_FLOAT);
        String sum = RedisNumbers.sum(value, RedisNumbers.decimal(args.get(1), RedisException.NOT_A_FLOAT));
        write(db, args.get(0), sum);
        return Replies.text(sum);
    }

    private static void write(Keyspace db, String key, String text) {
        db.replace(key, new Value.Text(text.getBytes(StandardCharsets.UTF_8)));
    }
}
