package dev.kvclient.testkit.kuzzle.ms;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The commands of bits in strings. */
final class BitCommands {

    /** A string holds 512 MB at most. */
    private static final long MAX_BIT = 4L * 1024 * 1024 * 1024;

    private BitCommands() {}

    static void addTo(CommandTable table) {
        table.add("getbit", 3, "_id top.offset", BitCommands::getbit)
                .add("bitcount", -2, "_id top.start? top.end?", BitCommands::bitcount)
                .add("bitpos", -3, "_id top.bit top.start? top.end?", BitCommands::bitpos)
                .add("bitop", -4, "body.operation _id=destkey body.keys*", BitCommands::bitop);
    }

    private static JsonNode getbit(Keyspace db, List<String> args) {
        String refusal = "ERR bit offset is not an integer or out of range";
        long offset = RedisNumbers.integer(args.get(1), refusal);
        if (offset < 0 || offset >= MAX_BIT) {
            throw new RedisException(refusal);
        }
        byte[] bytes = orEmpty(db.bytes(args.get(0)));
        return Replies.integer(offset / 8 < bytes.length ? bit(bytes, offset) : 0);
    }

    private static JsonNode bitcount(Keyspace db, List<String> args) {
        if (args.size() == 2) {
            throw new RedisException(RedisException.SYNTAX);
        }
        byte[] bytes = orEmpty(db.bytes(args.get(0)));
        Range range = Range.of(args, 1, bytes.length);
        long count = 0;
        for (long i = range.from; i <= range.to; i++) {
            count += Integer.bitCount(bytes[(int) i] & 0xff);
        }
        return Replies.integer(count);
    }

    private static JsonNode bitpos(Keyspace db, List<String> args) {
        long wanted = RedisNumbers.integer(args.get(1));
        if (wanted != 0 && wanted != 1) {
            throw new RedisException("ERR The bit argument must be 1 or 0.");
        }
        byte[] bytes = orEmpty(db.bytes(args.get(0)));
        if (bytes.length == 0) {
            return Replies.integer(wanted == 1 ? -1 : 0);
        }
        Range range = Range.of(args, 2, bytes.length);
        for (long position = range.from * 8; position < (range.to + 1) * 8; position++) {
            if (bit(bytes, position) == wanted) {
                return Replies.integer(position);
            }
        }
        // Without an end, the string counts as padded with zeros.
        boolean padded = wanted == 0 && args.size() < 4 && range.from <= range.to;
        return Replies.integer(padded ? bytes.length * 8L : -1);
    }

    private static JsonNode bitop(Keyspace db, List<String> args) {
        String operation = args.get(0).toLowerCase(Locale.ROOT);
        List<byte[]> sources = new ArrayList<>();
        int length = 0;
        for (String key : args.subList(2, args.size())) {
            byte[] bytes = orEmpty(db.bytes(key));
            sources.add(bytes);
            length = Math.max(length, bytes.length);
        }
        boolean not = operation.equals("not");
        if (!not && !List.of("and", "or", "xor").contains(operation)) {
            throw new RedisException(RedisException.SYNTAX);
        }
        if (not && sources.size() != 1) {
            throw new RedisException("ERR BITOP NOT must be called with a single source key.");
        }
        byte[] result = new byte[length];
        for (int i = 0; i < length; i++) {
            int value = at(sources.get(0), i);
            for (byte[] other : sources.subList(1, sources.size())) {
                value = switch (operation) {
                    case "and" -> value & at(other, i);
                    case "or" -> value | at(other, i);
                    default -> value ^ at(other, i);
                };
            }
            result[i] = (byte) (not ? ~value : value);
        }
        db.remove(args.get(1));
        if (length > 0) {
            db.put(args.get(1), new Value.Text(result));
        }
        return Replies.integer(length);
    }

    private static int at(byte[] bytes, int index) {
        return index < bytes.length ? bytes[index] : 0;
    }

    private static int bit(byte[] bytes, long position) {
        return (bytes[(int) (position / 8)] >> (7 - position % 8)) & 1;
    }

    private static byte[] orEmpty(byte @Nullable [] bytes) {
        return bytes == null ? new byte[0] : bytes;
    }

    /** The bytes from start to end, both included, as given from an index of the arguments on. */
    private static final class Range {
        final long from;
        final long to;

        private Range(long from, long to) {
            this.from = from;
            this.to = to;
        }

        static Range of(List<String> args, int index, int length) {
            long start = args.size() > index ? RedisNumbers.integer(args.get(index)) : 0;
            long end = args.size() > index + 1 ? RedisNumbers.integer(args.get(index + 1)) : -1;
            return new Range(
                    Math.max(RedisNumbers.position(start, length), 0),
                    Math.min(RedisNumbers.position(end, length), length - 1L));
        }
    }
}
