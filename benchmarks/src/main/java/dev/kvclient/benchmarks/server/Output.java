package dev.kvclient.benchmarks.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes on their way out; grows as needed. For one thread. */
final class Output {
    private byte[] bytes = new byte[1 << 20];
    private int length;

    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    Output put(byte[] from, int offset, int count) {
        reserve(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
        return this;
    }

    Output put(byte[] all) {
        return put(all, 0, all.length);
    }

    Output put(int b) {
        reserve(1);
        bytes[length++] = (byte) b;
        return this;
    }

    /** A whole number in decimal digits. */
    Output number(long value) {
        return put(ascii(Long.toString(value)));
    }

    /** Moves what begins at one place to another, later one, so that there is room in between. */
    void shift(int from, int by) {
        reserve(by);
        System.arraycopy(bytes, from, bytes, from + by, length - from);
        length += by;
    }

    /** Overwrites bytes that are there. */
    void overwrite(int at, byte[] with, int count) {
        System.arraycopy(with, 0, bytes, at, count);
    }

    void truncate(int to) {
        length = to;
    }

    /** What is there, without a copy. */
    ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void reserve(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
    }
}
