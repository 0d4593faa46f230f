package dev.kvclient.internal.offline;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What is known to be on the disk, kept beside the file. Written after each sync, and never synced itself: a mark that
 * is older than the file says too little, which is harmless, and it cannot be newer than what was synced before it.
 *
 * @param turn counts the marks; the higher of two is the newer
 * @param journal the journal's id
 * @param backend the kind of backend
 * @param generation of the file: each file written in the place of another is one higher
 * @param file the random number of the file
 * @param number the last synced record
 * @param nextSequence the next sequence number to be given
 * @param maxOrder the highest place in the order of calls that was stored
 * @param length the length of the file
 */
record Mark(
        long turn,
        String journal,
        String backend,
        long generation,
        long file,
        long number,
        long nextSequence,
        long maxOrder,
        long length) {
    /** The bytes of a mark; two of them take turns, so that one is whole whatever happens. */
    static final int SIZE = 256;

    private static final int MAGIC = 0x4B564D31;
    private static final int TEXT = 64;

    byte[] toBytes() {
        ByteBuffer to = ByteBuffer.allocate(SIZE);
        to.putInt(MAGIC).putLong(turn).putLong(generation).putLong(file).putLong(number);
        to.putLong(nextSequence).putLong(maxOrder).putLong(length);
        text(to, journal);
        text(to, backend);
        to.putInt(SIZE - Integer.BYTES, LogRecord.crc(to.array(), 0, SIZE - Integer.BYTES));
        return to.array();
    }

    /** The newest intact one of those in the bytes. */
    static Optional<Mark> newest(byte[] bytes) {
        Optional<Mark> newest = Optional.empty();
        for (int at = 0; at + SIZE <= bytes.length; at += SIZE) {
            Optional<Mark> read = read(Arrays.copyOfRange(bytes, at, at + SIZE));
            if (read.isPresent() && (newest.isEmpty() || read.get().turn > newest.get().turn)) {
                newest = read;
            }
        }
        return newest;
    }

    private static Optional<Mark> read(byte[] bytes) {
        ByteBuffer from = ByteBuffer.wrap(bytes);
        if (from.getInt(SIZE - Integer.BYTES) != LogRecord.crc(bytes, 0, SIZE - Integer.BYTES)
                || from.getInt() != MAGIC) {
            return Optional.empty();
        }
        long turn = from.getLong();
        long generation = from.getLong();
        long file = from.getLong();
        long number = from.getLong();
        long nextSequence = from.getLong();
        long maxOrder = from.getLong();
        long length = from.getLong();
        return Optional.of(
                new Mark(turn, text(from), text(from), generation, file, number, nextSequence, maxOrder, length));
    }

    private static void text(ByteBuffer to, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > TEXT) {
            throw new IllegalArgumentException("too long for a mark: " + text);
        }
        to.put((byte) utf8.length).put(utf8);
    }

    private static String text(ByteBuffer from) {
        byte[] utf8 = new byte[from.get()];
        from.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
