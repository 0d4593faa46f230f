package dev.kvclient.testkit.kuzzle.ms;

import java.nio.charset.StandardCharsets;

/**
 * The patterns of Redis: {@code *}, {@code ?}, {@code [a-c]}, {@code [^a]} and the backslash, over the bytes of UTF-8.
 * So {@code ?} is one byte, not one character.
 */
final class Glob {

    private final byte[] pattern;

    Glob(String pattern) {
        this.pattern = pattern.getBytes(StandardCharsets.UTF_8);
    }

    boolean matches(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < bytes.length) {
            if (p < pattern.length && pattern[p] == '*') {
                star = p++;
                resume = t;
                continue;
            }
            int next = p < pattern.length ? matchOne(p, bytes[t]) : -1;
            if (next >= 0) {
                p = next;
                t++;
            } else if (star >= 0) {
                // Only the last star needs another try: what it may take covers the earlier ones.
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == '*') {
            p++;
        }
        return p == pattern.length;
    }

    /** Matches one byte with what stands at {@code p}; returns where the pattern goes on, or -1. */
    private int matchOne(int p, byte actual) {
        return switch (pattern[p]) {
            case '?' -> p + 1;
            case '[' -> matchSet(p + 1, actual);
            case '\\' -> {
                int literal = p + 1 < pattern.length ? p + 1 : p;
                yield pattern[literal] == actual ? literal + 1 : -1;
            }
            default -> pattern[p] == actual ? p + 1 : -1;
        };
    }

    private int matchSet(int from, byte actual) {
        int p = from;
        boolean not = p < pattern.length && pattern[p] == '^';
        if (not) {
            p++;
        }
        boolean found = false;
        int value = actual & 0xff;
        while (p < pattern.length && pattern[p] != ']') {
            if (pattern[p] == '\\' && p + 1 < pattern.length) {
                found |= pattern[p + 1] == actual;
                p += 2;
            } else if (p + 2 < pattern.length && pattern[p + 1] == '-') {
                int low = Math.min(pattern[p] & 0xff, pattern[p + 2] & 0xff);
                int high = Math.max(pattern[p] & 0xff, pattern[p + 2] & 0xff);
                found |= value >= low && value <= high;
                p += 3;
            } else {
                found |= pattern[p] == actual;
                p++;
            }
        }
        return found == not ? -1 : Math.min(p + 1, pattern.length);
    }
}
