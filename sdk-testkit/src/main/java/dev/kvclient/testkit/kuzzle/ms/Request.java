package dev.kvclient.testkit.kuzzle.ms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request as Kuzzle understands it: the known fields checked for their type, everything else kept as arguments.
 *
 * @param id the sender's request id, or one made up when it sent none
 * @param controller the controller, or null when absent
 * @param action the action, or null when absent
 * @param jwt the token, or null for the anonymous user; may be empty
 * @param volatileData what is echoed, or null
 * @param body an object or an array, or null
 * @param args every other field
 */
public record Request(
        String id,
        @Nullable String controller,
        @Nullable String action,
        @Nullable String jwt,
        @Nullable JsonNode volatileData,
        @Nullable JsonNode body,
        ObjectNode args) {

    /**
     * Reads a request.
     *
     * @param data the JSON of a frame, or the {@code args} of a member of {@code mexecute}
     * @return the request
     * @throws Refusal without an id, when it is no object or a known field has the wrong type
     */
    public static Request of(JsonNode data) {
        if (!(data instanceof ObjectNode object)) {
            throw Refusal.notAnObject();
        }
        String jwt = text(object, "jwt");
        JsonNode volatileData = present(object, "volatile");
        if (volatileData != null && !volatileData.isObject()) {
            throw Refusal.wrongAttribute("volatile", "\"object\"");
        }
        JsonNode body = present(object, "body");
        if (body != null && !body.isContainerNode()) {
            throw Refusal.wrongAttribute("body", "\"object\" or \"array\"");
        }
        String controller = text(object, "controller");
        String action = text(object, "action");
        String id = JsText.truthy(object.path("requestId")) ? text(object, "requestId") : null;
        ObjectNode args = object.deepCopy();
        args.remove(List.of("jwt", "volatile", "body", "controller", "action"));
        return new Request(
                id == null ? UUID.randomUUID().toString() : id, controller, action, jwt, volatileData, body, args);
    }

    /** Returns a field of the body, missing when there is no body or no such field. */
    public JsonNode inBody(String field) {
        return body == null ? MissingNode.getInstance() : body.path(field);
    }

    private static @Nullable JsonNode present(ObjectNode data, String field) {
        JsonNode value = data.get(field);
        return value == null || value.isNull() ? null : value;
    }

    private static @Nullable String text(ObjectNode data, String field) {
        JsonNode value = present(data, field);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw Refusal.wrongAttribute(field, "\"string\"");
        }
        return value.textValue();
    }
}
