package dev.kvclient.testkit.versori;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, as a rule of {@link Faults} sees it.
 *
 * @param operation the operation, or null when the request line asks for none
 * @param method the HTTP method
 * @param path the path as sent, without the query
 * @param keys the keys named by path or body, in their order, as far as they can be read
 */
public record Asked(@Nullable Operation operation, String method, String path, List<List<String>> keys) {

    /** Copies the list. */
    public Asked {
        keys = keys.stream().map(List::copyOf).toList();
    }

    static Asked by(@Nullable Route route, Incoming incoming) {
        List<List<String>> keys = new ArrayList<>();
        if (route != null) {
            if (!route.key().isEmpty()) {
                keys.add(route.key());
            }
            JsonNode body = json(incoming.body());
            body.path("keys").forEach(key -> add(keys, key));
            body.path("entries").forEach(entry -> add(keys, entry.path("key")));
        }
        return new Asked(route == null ? null : route.operation(), incoming.method(), incoming.path(), keys);
    }

    private static JsonNode json(@Nullable String body) {
        if (body == null) {
            return MissingNode.getInstance();
        }
        try {
            return Body.json(body);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static void add(List<List<String>> keys, JsonNode key) {
        if (key.isArray()) {
            List<String> segments = new ArrayList<>();
            key.forEach(segment -> segments.add(segment.asText()));
            keys.add(segments);
        }
    }
}
