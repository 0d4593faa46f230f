package dev.kvclient.testkit.kuzzle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer over HTTP. */
final class HttpAnswer {

    /** The header of every answer of Kuzzle, errors included. */
    private static final Map.Entry<String, String> METHODS =
            Map.entry("Access-Control-Allow-Methods", "GET,POST,PUT,PATCH,DELETE,OPTIONS,HEAD");

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    /**
     * Makes an answer.
     *
     * @param status the status
     * @param headers what goes before the body, without its length
     * @param body the body, encoded as the headers say
     */
    private HttpAnswer(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** An answer with an envelope. */
    static HttpAnswer of(int status, String requestId, Map<String, String> more, String encoding, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Connection", "close");
        headers.put("X-Kuzzle-Request-Id", requestId);
        headers.putAll(more);
        headers.put(METHODS.getKey(), METHODS.getValue());
        headers.put("Content-Type", "application/json");
        headers.put("Content-Encoding", encoding);
        return new HttpAnswer(status, headers, body);
    }

    /** A bare error: what went wrong before there was a request to answer. */
    static HttpAnswer bare(int status, byte[] error) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(METHODS.getKey(), METHODS.getValue());
        headers.put("Content-Type", "application/json");
        return new HttpAnswer(status, headers, error);
    }

    /** Something that Kuzzle never says; a proxy before it might. */
    static HttpAnswer badGateway() {
        byte[] page = "<html>502 Bad Gateway</html>".getBytes(StandardCharsets.UTF_8);
        return new HttpAnswer(502, Map.of("Content-Type", "text/html"), page);
    }

    /** Writes it in one piece; to a HEAD request, without the body. */
    void writeTo(OutputStream out, boolean head) throws IOException {
        StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " \r\n");
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        text.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
        if (!head) {
            whole.write(body);
        }
        out.write(whole.toByteArray());
        out.flush();
    }
}
