package dev.kvclient.testkit.kuzzle.ms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;

/** The commands of keys whatever they hold, of expiry, and of the server itself. */
final class KeyCommands {

    /** What Redis looks at for one scan when no count is given. */
    private static final long DEFAULT_SCAN_COUNT = 10;

    /** The longest string that Redis keeps in one piece with its header. */
    private static final int EMBEDDED_STRING = 44;

    private final Random random;

    private KeyCommands(Random random) {
        this.random = random;
    }

    static void addTo(CommandTable table, Random random) {
        KeyCommands keys = new KeyCommands(random);
        table.add("del", -2, "body.keys*", KeyCommands::del)
                .add("exists", -2, "top.keys*,", KeyCommands::exists)
                .add("touch", -2, "body.keys*", KeyCommands::exists)
                .add("type", 2, "_id", KeyCommands::type)
                .add("keys", 2, "top.pattern", KeyCommands::keys)
                .add("scan", -2, "top.cursor top.match?@match top.count?@count", KeyCommands::scan)
                .add("randomkey", 1, "", keys::randomkey)
                .add("rename", 3, "_id body.newkey", KeyCommands::rename)
                .add("renamenx", 3, "_id body.newkey", KeyCommands::renamenx)
                .add("object", 3, "top.subcommand _id", KeyCommands::object)
                .add("dbsize", 1, "", (db, args) -> Replies.integer(db.size()))
                .add("flushdb", -1, "", KeyCommands::flushdb)
                .add("ping", -1, "", (db, args) -> Replies.text("PONG"))
                .add("time", 1, "", KeyCommands::time);
    }

    private static JsonNode del(Keyspace db, List<String> args) {
        return Replies.integer(args.stream().filter(db::remove).count());
    }

    private static JsonNode exists(Keyspace db, List<String> args) {
        return Replies.integer(args.stream().filter(db::contains).count());
    }

    private static JsonNode type(Keyspace db, List<String> args) {
        Value value = db.value(args.get(0));
        return Replies.text(value == null ? "none" : value.type());
    }

    private static JsonNode keys(Keyspace db, List<String> args) {
        Glob glob = new Glob(args.get(0));
        return Replies.list(db.keys().stream().filter(glob::matches).toList());
    }

    private static JsonNode scan(Keyspace db, List<String> args) {
        long cursor = cursor(args.get(0));
        Glob glob = new Glob("*");
        long count = DEFAULT_SCAN_COUNT;
        for (int i = 1; i + 1 < args.size(); i += 2) {
            if (args.get(i).equals("MATCH")) {
                glob = new Glob(args.get(i + 1));
            } else {
                count = RedisNumbers.integer(args.get(i + 1));
            }
        }
        if (count < 1) {
            throw new RedisException(RedisException.SYNTAX);
        }
        NavigableMap<Long, String> page = db.after(cursor, count);
        long last = page.isEmpty() ? cursor : page.lastKey();
        ArrayNode reply = Replies.list();
        reply.add(db.hasAfter(last) ? Long.toString(last) : "0");
        ArrayNode found = reply.addArray();
        for (Map.Entry<Long, String> key : page.entrySet()) {
            if (glob.matches(key.getValue())) {
                found.add(key.getValue());
            }
        }
        return reply;
    }

    /** Redis takes any integer, and nothing for 0; what no scan has given out is beyond the last key. */
    static long cursor(String text) {
        if (!text.matches("-?\\d*")) {
            throw new RedisException("ERR invalid cursor");
        }
        if (text.isEmpty()) {
            return 0;
        }
        Long cursor = RedisNumbers.integerOrNull(text);
        return cursor == null || cursor < 0 ? Long.MAX_VALUE : cursor;
    }

    private JsonNode randomkey(Keyspace db, List<String> args) {
        List<String> keys = db.keys();
        return keys.isEmpty() ? Replies.nil() : Replies.text(keys.get(random.nextInt(keys.size())));
    }

    private static JsonNode rename(Keyspace db, List<String> args) {
        move(db, args.get(0), args.get(1), true);
        return Replies.ok();
    }

    private static JsonNode renamenx(Keyspace db, List<String> args) {
        return Replies.flag(move(db, args.get(0), args.get(1), false));
    }

    private static boolean move(Keyspace db, String from, String to, boolean overwrite) {
        Value value = db.value(from);
        if (value == null) {
            throw new RedisException(RedisException.NO_SUCH_KEY);
        }
        if (!overwrite && db.contains(to)) {
            return false;
        }
        if (!from.equals(to)) {
            long end = db.expiresAt(from);
            db.remove(from);
            db.put(to, value);
            db.expireAt(to, end);
        }
        return true;
    }

    private static JsonNode object(Keyspace db, List<String> args) {
        String subcommand = args.get(0).toLowerCase(Locale.ROOT);
        Value value = db.value(args.get(1));
        if (!List.of("encoding", "refcount", "idletime").contains(subcommand)) {
            throw new RedisException("ERR unknown subcommand '" + args.get(0) + "'. Try OBJECT HELP.");
        }
        if (value == null) {
            return Replies.nil();
        }
        return switch (subcommand) {
            case "encoding" -> Replies.text(encoding(value));
            case "refcount" -> Replies.integer(1);
            default -> Replies.integer(0);
        };
    }

    private static String encoding(Value value) {
        if (value instanceof Value.Text text) {
            String content = new String(text.bytes, StandardCharsets.UTF_8);
            String inOnePiece = text.bytes.length <= EMBEDDED_STRING ? "embstr" : "raw";
            return RedisNumbers.integerOrNull(content) == null ? inOnePiece : "int";
        }
        if (value instanceof Value.Members set) {
            return SetCommands.isSortedIntegers(set.members) ? "intset" : "hashtable";
        }
        if (value instanceof Value.Ranked set) {
            return SortedSetCommands.isInOnePiece(set.members) ? "listpack" : "skiplist";
        }
        if (value instanceof Value.Fields hash) {
            return HashCommands.isInOnePiece(hash.fields) ? "listpack" : "hashtable";
        }
        return "quicklist";
    }

    private static JsonNode flushdb(Keyspace db, List<String> args) {
        db.clear();
        return Replies.ok();
    }

    private static JsonNode time(Keyspace db, List<String> args) {
        Instant now = db.now();
        return Replies.list(List.of(Long.toString(now.getEpochSecond()), Integer.toString(now.getNano() / 1000)));
    }
}
