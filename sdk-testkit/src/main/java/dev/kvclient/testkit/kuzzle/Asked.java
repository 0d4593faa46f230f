package dev.kvclient.testkit.kuzzle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kvclient.testkit.kuzzle.ms.Request;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, as a rule of {@link Faults} sees it.
 *
 * @param controller the controller as sent ({@code ms} or {@code memoryStorage}, {@code auth}, ...), or an empty text
 * @param action the action as sent, or an empty text
 * @param keys the keys named by the request, those of a transaction's members included, in their order
 */
public record Asked(String controller, String action, List<String> keys) {

    /** Copies the list. */
    public Asked {
        keys = List.copyOf(keys);
    }

    /** Returns the first key, or null when there is none. */
    public @Nullable String key() {
        return keys.isEmpty() ? null : keys.get(0);
    }

    static Asked by(Request request) {
        List<String> keys = new ArrayList<>();
        addKeys(keys, request.args(), request.body());
        return new Asked(
                orEmpty(request.controller()),
                orEmpty(request.action()),
                keys.stream().distinct().toList());
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static void addKeys(List<String> keys, JsonNode args, @Nullable JsonNode body) {
        add(keys, args.path("_id"));
        args.path("keys").forEach(key -> add(keys, key));
        if (body == null) {
            return;
        }
        body.path("keys").forEach(key -> add(keys, key));
        body.path("entries").forEach(entry -> add(keys, entry.path("key")));
        for (JsonNode member : body.path("actions")) {
            addKeys(keys, member.path("args"), member.path("args").path("body"));
        }
    }

    private static void add(List<String> keys, JsonNode key) {
        if (key.isValueNode() && !key.isNull()) {
            keys.add(key.asText());
        }
    }
}
