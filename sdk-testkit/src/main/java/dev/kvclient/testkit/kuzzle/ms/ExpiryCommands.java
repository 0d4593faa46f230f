package dev.kvclient.testkit.kuzzle.ms;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The commands of expiry. */
final class ExpiryCommands {

    private static final long NO_KEY = -2;
    private static final long NO_EXPIRY = -1;

    private ExpiryCommands() {}

    static void addTo(CommandTable table) {
        table.add("expire", 3, "_id body.seconds", (db, args) -> expire(db, args, "expire", 1000, db.nowMillis()))
                .add(
                        "pexpire",
                        3,
                        "_id body.milliseconds",
                        (db, args) -> expire(db, args, "pexpire", 1, db.nowMillis()))
                .add("expireat", 3, "_id body.timestamp", (db, args) -> expire(db, args, "expireat", 1000, 0))
                .add("pexpireat", 3, "_id body.timestamp", (db, args) -> expire(db, args, "pexpireat", 1, 0))
                .add("persist", 2, "_id", ExpiryCommands::persist)
                .add("ttl", 2, "_id", (db, args) -> remaining(db, args, 1000))
                .add("pttl", 2, "_id", (db, args) -> remaining(db, args, 1));
    }

    private static JsonNode expire(Keyspace db, List<String> args, String command, long unit, long base) {
        long amount = RedisNumbers.integer(args.get(1));
        if (amount > (Long.MAX_VALUE - base) / unit || amount < Long.MIN_VALUE / unit) {
            throw RedisException.invalidExpiry(command);
        }
        String key = args.get(0);
        boolean exists = db.contains(key);
        if (exists) {
            // Not below zero: -1 would mean "never" to the keyspace.
            db.expireAt(key, Math.max(base + amount * unit, 0));
        }
        return Replies.flag(exists);
    }

    private static JsonNode persist(Keyspace db, List<String> args) {
        boolean expires = db.expiresAt(args.get(0)) != Keyspace.NEVER;
        db.expireAt(args.get(0), Keyspace.NEVER);
        return Replies.flag(expires);
    }

    private static JsonNode remaining(Keyspace db, List<String> args, long unit) {
        String key = args.get(0);
        if (!db.contains(key)) {
            return Replies.integer(NO_KEY);
        }
        long end = db.expiresAt(key);
        if (end == Keyspace.NEVER) {
            return Replies.integer(NO_EXPIRY);
        }
        // Redis rounds seconds to the nearest.
        return Replies.integer((end - db.nowMillis() + unit / 2) / unit);
    }
}
