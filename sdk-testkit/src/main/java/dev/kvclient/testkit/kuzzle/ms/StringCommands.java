package dev.kvclient.testkit.kuzzle.ms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The commands of strings, without the counters. */
final class StringCommands {

    private StringCommands() {}

    static void addTo(CommandTable table) {
        table.add("get", 2, "_id", StringCommands::get)
                .add(new Command("set", -3, StringCommands::setArguments, StringCommands::set))
                .add("setnx", 3, "_id body.value", StringCommands::setnx)
                .add("setex", 4, "_id body.seconds body.value", (db, args) -> setFor(db, args, "setex", 1000))
                .add("psetex", 4, "_id body.milliseconds body.value", (db, args) -> setFor(db, args, "psetex", 1))
                .add("getset", 3, "_id body.value", StringCommands::getset)
                .add("mget", -2, "top.keys*,", StringCommands::mget)
                .add("mset", -3, "body.entries@pairs.key", StringCommands::mset)
                .add("msetnx", -3, "body.entries@pairs.key", StringCommands::msetnx)
                .add("append", 3, "_id body.value", StringCommands::append)
                .add("strlen", 2, "_id", StringCommands::strlen)
                .add("getrange", 4, "_id top.start top.end", StringCommands::getrange);
    }

    private static List<String> setArguments(Request request) {
        JsonNode key = request.args().path("_id");
        if (!JsText.truthy(key)) {
            throw Refusal.missingArgument("_id");
        }
        if (request.body() == null) {
            throw Refusal.bodyRequired();
        }
        JsonNode value = request.inBody("value");
        if (!value.isTextual() && !value.isNumber()) {
            throw Refusal.invalidType("value", "string, number");
        }
        refuseBoth(request, "nx", "xx");
        refuseBoth(request, "ex", "px");
        List<String> arguments = new ArrayList<>();
        arguments.add(JsText.argument(key));
        arguments.add(JsText.argument(value));
        for (String unit : List.of("ex", "px")) {
            JsonNode life = request.inBody(unit);
            if (!life.isMissingNode()) {
                arguments.add(unit.toUpperCase(Locale.ROOT));
                arguments.add(JsText.argument(life));
            }
        }
        for (String condition : List.of("nx", "xx")) {
            if (JsText.truthy(request.inBody(condition))) {
                arguments.add(condition.toUpperCase(Locale.ROOT));
            }
        }
        return arguments;
    }

    private static void refuseBoth(Request request, String one, String other) {
        if (JsText.truthy(request.inBody(one)) && JsText.truthy(request.inBody(other))) {
            throw Refusal.mutuallyExclusive(one, other);
        }
    }

    private static JsonNode get(Keyspace db, List<String> args) {
        return Replies.text(db.bytes(args.get(0)));
    }

    private static JsonNode set(Keyspace db, List<String> args) {
        String key = args.get(0);
        String life = null;
        long unit = 0;
        boolean ifAbsent = false;
        boolean ifPresent = false;
        for (int i = 2; i < args.size(); i++) {
            String option = args.get(i);
            boolean expiry = option.equals("EX") || option.equals("PX");
            if (expiry && (life != null || i + 1 == args.size())) {
                throw new RedisException(RedisException.SYNTAX);
            }
            if (expiry) {
                unit = option.equals("EX") ? 1000 : 1;
                life = args.get(++i);
            }
            ifAbsent |= option.equals("NX");
            ifPresent |= option.equals("XX");
        }
        long end = life == null ? Keyspace.NEVER : endOf(db, life, unit, "set");
        boolean exists = db.contains(key);
        if ((ifAbsent && exists) || (ifPresent && !exists)) {
            return Replies.nil();
        }
        db.putText(key, args.get(1));
        db.expireAt(key, end);
        return Replies.ok();
    }

    private static JsonNode setFor(Keyspace db, List<String> args, String command, long unit) {
        long end = endOf(db, args.get(1), unit, command);
        db.putText(args.get(0), args.get(2));
        db.expireAt(args.get(0), end);
        return Replies.ok();
    }

    private static long endOf(Keyspace db, String life, long unit, String command) {
        long amount = RedisNumbers.integer(life);
        if (amount <= 0 || amount > (Long.MAX_VALUE - db.nowMillis()) / unit) {
            throw RedisException.invalidExpiry(command);
        }
        return db.nowMillis() + amount * unit;
    }

    private static JsonNode setnx(Keyspace db, List<String> args) {
        boolean absent = !db.contains(args.get(0));
        if (absent) {
            db.putText(args.get(0), args.get(1));
        }
        return Replies.flag(absent);
    }

    private static JsonNode getset(Keyspace db, List<String> args) {
        JsonNode old = get(db, args);
        db.putText(args.get(0), args.get(1));
        return old;
    }

    private static JsonNode mget(Keyspace db, List<String> args) {
        ArrayNode values = Replies.list();
        for (String key : args) {
            values.add(db.value(key) instanceof Value.Text text ? Replies.text(text.bytes) : Replies.nil());
        }
        return values;
    }

    private static JsonNode mset(Keyspace db, List<String> args) {
        refuseOdd(args, "mset");
        for (int i = 0; i < args.size(); i += 2) {
            db.putText(args.get(i), args.get(i + 1));
        }
        return Replies.ok();
    }

    private static JsonNode msetnx(Keyspace db, List<String> args) {
        refuseOdd(args, "msetnx");
        for (int i = 0; i < args.size(); i += 2) {
            if (db.contains(args.get(i))) {
                return Replies.flag(false);
            }
        }
        mset(db, args);
        return Replies.flag(true);
    }

    private static void refuseOdd(List<String> args, String command) {
        if (args.size() % 2 != 0) {
            throw RedisException.wrongArity(command);
        }
    }

    private static JsonNode append(Keyspace db, List<String> args) {
        byte[] old = orEmpty(db.bytes(args.get(0)));
        byte[] more = args.get(1).getBytes(StandardCharsets.UTF_8);
        byte[] joined = Arrays.copyOf(old, old.length + more.length);
        System.arraycopy(more, 0, joined, old.length, more.length);
        db.replace(args.get(0), new Value.Text(joined));
        return Replies.integer(joined.length);
    }

    private static JsonNode strlen(Keyspace db, List<String> args) {
        return Replies.integer(orEmpty(db.bytes(args.get(0))).length);
    }

    private static JsonNode getrange(Keyspace db, List<String> args) {
        long start = RedisNumbers.integer(args.get(1));
        long end = RedisNumbers.integer(args.get(2));
        byte[] bytes = orEmpty(db.bytes(args.get(0)));
        long from = Math.max(RedisNumbers.position(start, bytes.length), 0);
        long to = Math.min(RedisNumbers.position(end, bytes.length), bytes.length - 1L);
        return from > to ? Replies.text("") : Replies.text(Arrays.copyOfRange(bytes, (int) from, (int) to + 1));
    }

    private static byte[] orEmpty(byte @Nullable [] bytes) {
        return bytes == null ? new byte[0] : bytes;
    }
}
