package dev.kvclient.benchmarks.load;

import java.util.stream.IntStream;

/** Keys, each with its value, which no other key has: an answer that is somebody else's is seen. */
final class Workload {
    /** The fewest bytes of a value that can tell of which key it is. */
    static final int SMALLEST = 16;

    private static final int MOST_KEYS = 1_024;
    private static final int MOST_BYTES = 8 << 20;
    private static final int QUOTES = 2;

    private final int size;
    private final String[] keys;
    private final String[] values;

    private Workload(int size, int count) {
        this.size = size;
        this.keys = IntStream.range(0, count)
                .mapToObj(i -> "load:" + size + ":" + (MOST_KEYS + i))
                .toArray(String[]::new);
        this.values = IntStream.range(0, count).mapToObj(i -> value(i, size)).toArray(String[]::new);
    }

    /**
     * Strings that are that many bytes of JSON.
     *
     * @param size at least 16
     */
    static Workload ofSize(int size) {
        return new Workload(size, Math.max(16, Math.min(MOST_KEYS, MOST_BYTES / size)));
    }

    /** Letters and digits, another row of them for each key. */
    private static String value(int key, int size) {
        StringBuilder text = new StringBuilder(size).append(key).append('-');
        for (int i = 0; text.length() < size - QUOTES; i++) {
            text.append((char) ('a' + (key + i * 7) % 26));
        }
        return text.substring(0, size - QUOTES);
    }

    /** Bytes of a value as JSON. */
    int size() {
        return size;
    }

    int count() {
        return keys.length;
    }

    /** The key of a request. */
    int keyOf(int request) {
        return request % keys.length;
    }

    String key(int key) {
        return keys[key];
    }

    String value(int key) {
        return values[key];
    }
}
