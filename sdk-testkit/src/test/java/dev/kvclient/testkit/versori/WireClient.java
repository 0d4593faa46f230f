package dev.kvclient.testkit.versori;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/** Bare HTTP over one connection: sends what it is told, byte for byte, and never sends anything again. */
final class WireClient implements AutoCloseable {

    static final String TOKEN = "a-token";
    private static final JsonMapper JSON = new JsonMapper();

    private final Socket socket;
    private final InputStream in;
    private final String store;

    /** An answer, decompressed. */
    record Got(int status, Map<String, String> headers, String body) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException notJson) {
                throw new UncheckedIOException(notJson);
            }
        }
    }

    WireClient(VersoriServer server) {
        this(server, SocketFactory.getDefault());
    }

    WireClient(VersoriServer server, SocketFactory sockets) {
        store = server.storeId();
        try {
            socket = sockets.createSocket(InetAddress.getLoopbackAddress(), server.port());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(5_000);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    WireClient patience(Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
        return this;
    }

    Got get(String key) {
        return kv("GET", key, null);
    }

    Got set(String key, String body) {
        return kv("PUT", key, body);
    }

    Got delete(String key) {
        return kv("DELETE", key, "{}");
    }

    /** Sends something to a path below the store. */
    Got kv(String method, String path, @Nullable String body, String... headers) {
        return send(method, "/store/" + store + "/kv/" + path, body, headers);
    }

    /** Sends something with a token and the content type of JSON, unless a header given says otherwise. */
    Got send(String method, String path, @Nullable String body, String... headers) {
        try {
            write(method, path, body, headers);
            return read();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Sends something and does not wait for the answer. */
    void write(String method, String path, @Nullable String body, String... headers) throws IOException {
        byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(method + " /api/v2" + path + " HTTP/1.1\r\nHost: localhost\r\n");
        String given = String.join("\r\n", headers).toLowerCase(Locale.ROOT);
        if (!given.contains("authorization:") && !given.contains("cookie:")) {
            head.append("Authorization: Bearer " + TOKEN + "\r\n");
        }
        if (body != null && !given.contains("content-type:")) {
            head.append("Content-Type: application/json; charset=utf-8\r\n");
        }
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        if (body != null) {
            head.append("Content-Length: ").append(bytes.length).append("\r\n");
        }
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[start.length + bytes.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(bytes, 0, all, start.length, bytes.length);
        socket.getOutputStream().write(all);
        socket.getOutputStream().flush();
    }

    private Got read() throws IOException {
        String first = line();
        if (!first.startsWith("HTTP/1.1 ")) {
            throw new IOException("no HTTP");
        }
        int status = Integer.parseInt(first.split(" ", 3)[1]);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the body ends after " + body.length + " of " + length + " bytes");
        }
        if ("gzip".equals(headers.get("content-encoding"))) {
            body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
        }
        return new Got(status, headers, new String(body, StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection ends");
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
