package dev.kvclient.kuzzle.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Splits a batch into parts that fit into a frame. */
final class Parts {
    /** What a frame holds besides its entries: the envelope and a token of some hundred bytes. */
    private static final int ENVELOPE = 4_096;

    /** What an entry holds besides its key and value, at the most: a member of a transaction. */
    static final int ENTRY = 128;

    private Parts() {}

    /**
     * Splits in order. An entry that is too large by itself becomes a part of its own, and fails alone.
     *
     * @param size the bytes of an entry on the wire, at the most
     */
    static <E> List<List<E>> of(List<E> entries, int maxEntries, int maxFrameBytes, ToLongFunction<E> size) {
        List<List<E>> parts = new ArrayList<>();
        List<E> part = new ArrayList<>();
        long bytes = ENVELOPE;
        for (E entry : entries) {
            long more = size.applyAsLong(entry);
            if (!part.isEmpty() && (part.size() == maxEntries || bytes + more > maxFrameBytes)) {
                parts.add(part);
                part = new ArrayList<>();
                bytes = ENVELOPE;
            }
            part.add(entry);
            bytes += more;
        }
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return parts;
    }

    /** The bytes of a text within a JSON string, at the most. */
    static long escaped(String text) {
        return escaped(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes of UTF-8 within a JSON string, at the most: quotes and backslashes double, controls take six. */
    static long escaped(byte[] utf8) {
        long bytes = utf8.length;
        for (byte b : utf8) {
            if (b == '"' || b == '\\') {
                bytes++;
            } else if (b >= 0 && b < 0x20) {
                bytes += 5;
            }
        }
        return bytes;
    }
}
