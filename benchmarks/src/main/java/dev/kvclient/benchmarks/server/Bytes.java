package dev.kvclient.benchmarks.server;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Some bytes as a key of a map; one may be pointed at others again and again, to look keys up without a copy. */
final class Bytes {
    private byte[] array = new byte[0];
    private int from;
    private int length;
    private int hash;

    /** Points it at these bytes. */
    Bytes at(byte[] bytes, int begin, int end) {
        array = bytes;
        from = begin;
        length = end - begin;
        int made = 1;
        for (int i = begin; i < end; i++) {
            made = 31 * made + bytes[i];
        }
        hash = made;
        return this;
    }

    /** One of its own, for keeping. */
    Bytes copy() {
        return new Bytes().at(Arrays.copyOfRange(array, from, from + length), 0, length);
    }

    /** Whether it begins with these, and ends there or goes on with that byte. */
    boolean beginsWith(Bytes start, int goesOnWith) {
        return length >= start.length
                && Arrays.equals(array, from, from + start.length, start.array, start.from, start.from + start.length)
                && (start.length == 0 || length == start.length || array[from + start.length] == goesOnWith);
    }

    void appendTo(Output out) {
        out.put(array, from, length);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Bytes that
                && hash == that.hash
                && Arrays.equals(array, from, from + length, that.array, that.from, that.from + that.length);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return new String(array, from, length, StandardCharsets.UTF_8);
    }
}
