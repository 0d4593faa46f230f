package dev.kvclient.testkit.versori;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request that the server has got, and what it answers. Its {@link #toString()} has neither headers nor bodies.
 *
 * @param operation the operation asked for, or null when the request line asks for none
 * @param method the HTTP method
 * @param target path and query, as sent
 * @param requestHeaders the headers of the request, names in lower case
 * @param requestBody the body of the request, or null when there is none
 * @param status the status of the answer, 0 when the client gets none
 * @param responseHeaders the headers of the answer, names in lower case
 * @param responseBody the body of the answer before any content encoding, also when only half of it is sent, or null
 *     when there is none
 * @param spoiled whether a fault has made the answer such that it does not keep to the description
 */
public record HttpExchange(
        @Nullable Operation operation,
        String method,
        String target,
        Map<String, List<String>> requestHeaders,
        @Nullable String requestBody,
        int status,
        Map<String, List<String>> responseHeaders,
        @Nullable String responseBody,
        boolean spoiled) {

    /** Copies the maps. */
    public HttpExchange {
        requestHeaders = Map.copyOf(requestHeaders);
        responseHeaders = Map.copyOf(responseHeaders);
    }

    /** Returns whether the client gets an answer, or at least a part of one. */
    public boolean answered() {
        return status != 0;
    }

    static HttpExchange of(@Nullable Operation operation, Incoming incoming, Reply reply) {
        Answer answer = reply.answer();
        Map<String, List<String>> headers = new TreeMap<>();
        if (answer != null) {
            answer.headers().forEach((name, value) -> headers.put(name, List.of(value)));
        }
        return new HttpExchange(
                operation,
                incoming.method(),
                incoming.target(),
                incoming.headers(),
                incoming.body(),
                answer == null ? 0 : answer.status(),
                headers,
                answer == null || answer.body().isEmpty() ? null : answer.body(),
                reply.spoiled());
    }

    @Override
    public String toString() {
        return method + " " + target + " -> " + (answered() ? String.valueOf(status) : "no answer");
    }
}
