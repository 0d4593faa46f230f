package dev.kvclient.benchmarks.server;

import static dev.kvclient.benchmarks.server.Output.ascii;

import java.io.IOException;

/**
 * The server's side of HTTP/1.1 with connections that stay: bodies with a {@code Content-Length}, and no more. Requests
 * may follow each other without waiting.
 */
final class HttpSession implements Session {
    private static final byte[] LENGTH = ascii("content-length:");
    private static final byte[] OK = ascii("HTTP/1.1 200 OK\r\n");
    private static final byte[] NOT_FOUND = ascii("HTTP/1.1 404 Not Found\r\n");
    private static final byte[] BAD = ascii("HTTP/1.1 400 Bad Request\r\n");
    private static final byte[] HEAD = ascii("Content-Type: application/json\r\nContent-Length: ");
    private static final byte[] END = ascii("\r\n\r\n");
    private static final int LONGEST = 64 << 20;

    private final VersoriStore store;
    private final Output body = new Output();

    HttpSession(VersoriStore store) {
        this.store = store;
    }

    @Override
    public int take(byte[] in, int from, int to, Output out) throws IOException {
        int at = from;
        while (at < to) {
            int next = request(in, at, to, out);
            if (next == at) {
                break;
            }
            at = next;
        }
        return at - from;
    }

    /** Takes one request; gives back where the next begins, or where this one began if it is not whole. */
    private int request(byte[] in, int at, int to, Output out) throws IOException {
        int length = 0;
        int line = endOfLine(in, at, to);
        int pathEnd = line;
        while (true) {
            if (line < 0) {
                return at;
            }
            int next = line + 2;
            line = endOfLine(in, next, to);
            if (line == next) {
                break;
            }
            if (line > 0 && isLength(in, next, line)) {
                length = number(in, next + LENGTH.length, line);
            }
        }
        int begin = line + 2;
        int end = begin + length;
        if (end > to) {
            return at;
        }
        answer(in, at, pathEnd, begin, end, out);
        return end;
    }

    private void answer(byte[] in, int at, int lineEnd, int begin, int end, Output out) throws IOException {
        int pathFrom = indexOf(in, ' ', at, lineEnd) + 1;
        int pathTo = indexOf(in, ' ', pathFrom, lineEnd);
        body.clear();
        VersoriStore.Status status;
        try {
            status = store.answer(in[at], in, pathFrom, pathTo, begin, end, body);
        } catch (IOException e) {
            status = VersoriStore.Status.BAD;
            body.clear();
            body.put(ascii("{\"code\":\"bad_request\",\"message\":\"not understood\"}"));
        }
        out.put(
                switch (status) {
                    case OK -> OK;
                    case NOT_FOUND -> NOT_FOUND;
                    case BAD -> BAD;
                });
        out.put(HEAD).number(body.length()).put(END).put(body.buffer().array(), 0, body.length());
    }

    private static int indexOf(byte[] in, int wanted, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            if (in[i] == wanted) {
                return i;
            }
        }
        throw new IOException("no HTTP request");
    }

    /** Where the carriage return stands, or -1. */
    private static int endOfLine(byte[] in, int from, int to) {
        for (int i = from; i + 1 < to; i++) {
            if (in[i] == '\r' && in[i + 1] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static boolean isLength(byte[] in, int from, int to) {
        if (to - from <= LENGTH.length) {
            return false;
        }
        for (int i = 0; i < LENGTH.length; i++) {
            if ((in[from + i] | 0x20) != (LENGTH[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private static int number(byte[] in, int from, int to) throws IOException {
        int number = 0;
        for (int i = from; i < to; i++) {
            if (in[i] != ' ') {
                int digit = in[i] - '0';
                number = number * 10 + digit;
                if (digit < 0 || digit > 9 || number > LONGEST) {
                    throw new IOException("no length");
                }
            }
        }
        return number;
    }
}
