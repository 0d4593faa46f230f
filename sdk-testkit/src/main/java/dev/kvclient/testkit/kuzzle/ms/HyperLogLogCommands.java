package dev.kvclient.testkit.kuzzle.ms;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commands that estimate how many different elements were added. Registers, hash and estimate are those of Redis,
 * so the counts are too; they are kept as a string in Redis' dense form. (Redis begins with a shorter, sparse form, so
 * {@code strlen} of such a string differs.)
 */
final class HyperLogLogCommands {

    private static final int INDEX_BITS = 14;
    private static final int REGISTERS = 1 << INDEX_BITS;
    private static final int REGISTER_BITS = 6;

    /** The most that a register can say: the bits of a hash that are no index, and one. */
    private static final int MAX_RUN = Long.SIZE - INDEX_BITS + 1;

    private static final byte[] MAGIC = "HYLL".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_BYTES = 16;

    /** The last byte of the cached count; its highest bit says that the count is stale. */
    private static final int STALE_BYTE = 15;

    private static final int BYTES = HEADER_BYTES + REGISTERS * REGISTER_BITS / Byte.SIZE;
    private static final double ALPHA_INFINITE = 0.7213475204444817;

    private HyperLogLogCommands() {}

    static void addTo(CommandTable table) {
        table.add("pfadd", -2, "_id body.elements*?", HyperLogLogCommands::pfadd)
                .add("pfcount", -2, "top.keys*,", HyperLogLogCommands::pfcount)
                .add("pfmerge", -2, "_id body.sources*?", HyperLogLogCommands::pfmerge);
    }

    private static JsonNode pfadd(Keyspace db, List<String> args) {
        byte[] registers = registers(db, args.get(0));
        boolean changed = registers == null;
        registers = registers == null ? new byte[REGISTERS] : registers;
        for (String element : args.subList(1, args.size())) {
            long hash = MurmurHash.of(element.getBytes(StandardCharsets.UTF_8));
            int index = (int) (hash & (REGISTERS - 1));
            long rest = (hash >>> INDEX_BITS) | (1L << (Long.SIZE - INDEX_BITS));
            int run = Long.numberOfTrailingZeros(rest) + 1;
            if (run > registers[index]) {
                registers[index] = (byte) run;
                changed = true;
            }
        }
        if (changed) {
            write(db, args.get(0), registers);
        }
        return Replies.flag(changed);
    }

    private static JsonNode pfcount(Keyspace db, List<String> args) {
        return Replies.integer(estimate(merged(db, args)));
    }

    private static JsonNode pfmerge(Keyspace db, List<String> args) {
        write(db, args.get(0), merged(db, args));
        return Replies.ok();
    }

    private static byte[] merged(Keyspace db, List<String> keys) {
        byte[] merged = new byte[REGISTERS];
        for (String key : keys) {
            byte[] registers = registers(db, key);
            for (int i = 0; registers != null && i < REGISTERS; i++) {
                merged[i] = (byte) Math.max(merged[i], registers[i]);
            }
        }
        return merged;
    }

    private static byte @Nullable [] registers(Keyspace db, String key) {
        byte[] bytes = db.bytes(key);
        if (bytes == null) {
            return null;
        }
        if (bytes.length != BYTES || !new String(bytes, 0, MAGIC.length, StandardCharsets.ISO_8859_1).equals("HYLL")) {
            throw new RedisException("WRONGTYPE Key is not a valid HyperLogLog string value.");
        }
        byte[] registers = new byte[REGISTERS];
        for (int i = 0; i < REGISTERS; i++) {
            int bit = i * REGISTER_BITS;
            int at = HEADER_BYTES + bit / Byte.SIZE;
            int pair = (bytes[at] & 0xff) | (at + 1 < BYTES ? (bytes[at + 1] & 0xff) << Byte.SIZE : 0);
            registers[i] = (byte) ((pair >> (bit % Byte.SIZE)) & ((1 << REGISTER_BITS) - 1));
        }
        return registers;
    }

    private static void write(Keyspace db, String key, byte[] registers) {
        byte[] bytes = new byte[BYTES];
        System.arraycopy(MAGIC, 0, bytes, 0, MAGIC.length);
        bytes[STALE_BYTE] = (byte) 0x80;
        for (int i = 0; i < REGISTERS; i++) {
            int bit = i * REGISTER_BITS;
            int at = HEADER_BYTES + bit / Byte.SIZE;
            int shifted = registers[i] << (bit % Byte.SIZE);
            bytes[at] |= (byte) shifted;
            if (at + 1 < BYTES) {
                bytes[at + 1] |= (byte) (shifted >> Byte.SIZE);
            }
        }
        db.replace(key, new Value.Text(bytes));
    }

    /** The estimator of Otmar Ertl ("New cardinality estimation algorithms for HyperLogLog sketches", 2017). */
    private static long estimate(byte[] registers) {
        int[] histogram = new int[MAX_RUN + 1];
        for (byte register : registers) {
            histogram[Math.min(register, MAX_RUN)]++;
        }
        double z = REGISTERS * tau((double) (REGISTERS - histogram[MAX_RUN]) / REGISTERS);
        for (int run = MAX_RUN - 1; run >= 1; run--) {
            z = (z + histogram[run]) * 0.5;
        }
        z += REGISTERS * sigma((double) histogram[0] / REGISTERS);
        return Math.round(ALPHA_INFINITE * REGISTERS * REGISTERS / z);
    }

    private static double sigma(double start) {
        if (start == 1) {
            return Double.POSITIVE_INFINITY;
        }
        double x = start;
        double y = 1;
        double z = x;
        double before;
        do {
            x *= x;
            before = z;
            z += x * y;
            y += y;
        } while (before != z);
        return z;
    }

    private static double tau(double start) {
        if (start == 0 || start == 1) {
            return 0;
        }
        double x = start;
        double y = 1;
        double z = 1 - x;
        double before;
        do {
            x = Math.sqrt(x);
            before = z;
            y *= 0.5;
            z -= Math.pow(1 - x, 2) * y;
        } while (before != z);
        return z / 3;
    }
}
