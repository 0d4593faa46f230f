package dev.kvclient.testkit.versori;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer on its way out.
 *
 * @param status the HTTP status
 * @param headers the headers, names in lower case
 * @param body the body, before any content encoding; empty for none
 */
record Answer(int status, Map<String, String> headers, String body) {

    static final String CONTENT_TYPE = "content-type";
    static final String JSON = "application/json";

    Answer {
        headers = Map.copyOf(headers);
    }

    static Answer json(int status, JsonNode body) {
        return new Answer(status, Map.of(CONTENT_TYPE, JSON), body.toString());
    }

    static Answer error(int status, String code, String message, List<Refused.FieldError> fields) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("code", code).put("message", message);
        if (!fields.isEmpty()) {
            ArrayNode list = error.putArray("fields");
            fields.forEach(f -> list.addObject().put("field", f.field()).put("message", f.message()));
        }
        return json(status, error);
    }

    boolean isError() {
        return status >= 400;
    }

    Answer header(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body);
    }

    Answer body(String other) {
        return new Answer(status, headers, other);
    }
}
