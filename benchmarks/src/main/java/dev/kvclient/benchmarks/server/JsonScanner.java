package dev.kvclient.benchmarks.server;

import java.io.IOException;

/**
 * Walks through JSON in UTF-8 without making objects of it. It checks what it needs to find its way: quotes, brackets,
 * and what stands between members. For one thread.
 */
final class JsonScanner {
    private byte[] in = new byte[0];
    private int at;
    private int end;
    private int from;
    private int to;

    JsonScanner over(byte[] bytes, int begin, int limit) {
        in = bytes;
        at = begin;
        end = limit;
        return this;
    }

    /** Where the last string began, behind its quote, or the last value. */
    int from() {
        return from;
    }

    /** Where the last string ended, before its quote, or the last value. */
    int to() {
        return to;
    }

    /** The next byte that is no blank, left where it is. */
    int peek() throws IOException {
        while (at < end) {
            byte b = in[at];
            if (b > ' ') {
                return b;
            }
            at++;
        }
        throw malformed();
    }

    void expect(int b) throws IOException {
        if (peek() != b) {
            throw malformed();
        }
        at++;
    }

    /** Takes that byte, if it is the next. */
    boolean take(int b) throws IOException {
        if (peek() != b) {
            return false;
        }
        at++;
        return true;
    }

    /** Nothing but blanks is left. */
    void finish() throws IOException {
        for (; at < end; at++) {
            if (in[at] > ' ' || in[at] < 0) {
                throw malformed();
            }
        }
    }

    /** A string, which is then between {@link #from} and {@link #to}, escapes and all. */
    void string() throws IOException {
        expect('"');
        from = at;
        for (int i = at; i < end; i++) {
            byte b = in[i];
            if (b == '"') {
                to = i;
                at = i + 1;
                return;
            }
            if (b == '\\') {
                i++;
            }
        }
        throw malformed();
    }

    /** The name of a member, with its colon. */
    void name() throws IOException {
        string();
        int begin = from;
        int limit = to;
        expect(':');
        from = begin;
        to = limit;
    }

    /** Any value, which is then between {@link #from} and {@link #to}. */
    void value() throws IOException {
        int first = peek();
        int begin = at;
        switch (first) {
            case '"' -> string();
            case '{', '[' -> nested();
            default -> scalar();
        }
        from = begin;
        to = at;
    }

    private void nested() throws IOException {
        int depth = 0;
        do {
            int b = peek();
            switch (b) {
                case '"' -> {
                    string();
                    continue;
                }
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {}
            }
            at++;
        } while (depth > 0);
    }

    private void scalar() throws IOException {
        int begin = at;
        while (at < end && in[at] > ' ' && in[at] != ',' && in[at] != '}' && in[at] != ']') {
            at++;
        }
        if (at == begin) {
            throw malformed();
        }
    }

    /** Whether the last string or value is that text. */
    boolean is(byte[] ascii) {
        if (to - from != ascii.length) {
            return false;
        }
        for (int i = 0; i < ascii.length; i++) {
            if (in[from + i] != ascii[i]) {
                return false;
            }
        }
        return true;
    }

    static IOException malformed() {
        return new IOException("not the JSON that was expected");
    }
}
