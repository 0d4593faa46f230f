package dev.kvclient.testkit.kuzzle;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request as it came over HTTP/1.1. */
final class HttpMessage {

    private static final int MAX_LINE = 64 * 1024;

    private final String method;
    private final String target;
    private final Map<String, String> headers;
    private final byte @Nullable [] body;

    private HttpMessage(String method, String target, Map<String, String> headers, byte @Nullable [] body) {
        this.method = method;
        this.target = target;
        this.headers = headers;
        this.body = body;
    }

    /**
     * Reads a request to its end.
     *
     * @param in what the client sends
     * @param maxBody how much of a body is kept; more is read and dropped
     * @return the request, or null when the client has ended the connection instead
     * @throws IOException when the connection breaks, or what comes is no HTTP
     */
    static @Nullable HttpMessage read(InputStream in, long maxBody) throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        String[] requestLine = ((char) first + line(in)).split(" ", -1);
        if (requestLine.length != 3 || !requestLine[2].startsWith("HTTP/1.")) {
            throw new IOException("no HTTP/1.1 request line");
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new IOException("no HTTP header");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new HttpMessage(requestLine[0], requestLine[1], headers, body(in, headers, maxBody));
    }

    String method() {
        return method;
    }

    /** Returns path and query, as sent. */
    String target() {
        return target;
    }

    /** Returns a header by its name in lower case (of several, the last), or null. */
    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    String header(String name, String otherwise) {
        return headers.getOrDefault(name, otherwise);
    }

    /** Returns what was sent, empty for nothing, or null when it was larger than allowed, and not kept. */
    byte @Nullable [] body() {
        return body;
    }

    private static byte @Nullable [] body(InputStream in, Map<String, String> headers, long maxBody)
            throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            long total = 0;
            for (long size = chunkSize(in); size > 0; size = chunkSize(in)) {
                total += size;
                take(in, size, total <= maxBody ? kept : null);
                // The end of the line of the chunk.
                take(in, 2, null);
            }
            skipTrailers(in);
            return total <= maxBody ? kept.toByteArray() : null;
        }
        long length = number(headers.getOrDefault("content-length", "0"), 10);
        take(in, length, length <= maxBody ? kept : null);
        return length <= maxBody ? kept.toByteArray() : null;
    }

    private static void skipTrailers(InputStream in) throws IOException {
        String trailer;
        do {
            trailer = line(in);
        } while (!trailer.isEmpty());
    }

    private static long chunkSize(InputStream in) throws IOException {
        String size = line(in);
        int extension = size.indexOf(';');
        return number((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
    }

    private static long number(String digits, int radix) throws IOException {
        try {
            return Long.parseLong(digits, radix);
        } catch (NumberFormatException notANumber) {
            throw new IOException("no length of a body", notANumber);
        }
    }

    private static void take(InputStream in, long bytes, @Nullable ByteArrayOutputStream kept) throws IOException {
        byte[] buffer = new byte[8192];
        for (long rest = bytes; rest > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, rest));
            if (read < 0) {
                throw new EOFException("the body ends early");
            }
            if (kept != null) {
                kept.write(buffer, 0, read);
            }
            rest -= read;
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.size() > MAX_LINE) {
                throw new EOFException("a line does not end");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
