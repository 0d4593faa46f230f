package dev.kvclient.testkit.versori;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JSON object of a request, read strictly: what has another type than the description says is refused (400). */
final class Body {

    /** Keeps numbers as they were sent. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final ObjectNode node;
    private final String path;

    private Body(ObjectNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /** Reads JSON text. */
    static JsonNode json(String text) throws JsonProcessingException {
        return MAPPER.readTree(text);
    }

    static Body of(@Nullable String text) throws Refused {
        if (text == null || text.isEmpty()) {
            throw new Refused(400, "invalid_request", "a request body is required");
        }
        JsonNode json;
        try {
            json = json(text);
        } catch (JsonProcessingException notJson) {
            throw new Refused(400, "invalid_request", "the request body is no JSON");
        }
        if (json instanceof ObjectNode object) {
            return new Body(object, "");
        }
        throw new Refused(400, "invalid_request", "the request body must be a JSON object");
    }

    /** Returns how errors name a field. */
    String name(String field) {
        return path + field;
    }

    /** Returns the field, null when it is not there; a JSON null is there. */
    @Nullable
    JsonNode any(String field) {
        return node.get(field);
    }

    @Nullable
    ObjectNode object(String field) throws Refused {
        JsonNode found = present(field);
        if (found.isMissingNode() || found instanceof ObjectNode) {
            return found instanceof ObjectNode object ? object : null;
        }
        throw wrong(field, "must be an object");
    }

    @Nullable
    Body body(String field) throws Refused {
        ObjectNode found = object(field);
        return found == null ? null : new Body(found, name(field) + ".");
    }

    /** Returns the elements of a required array of objects. */
    List<Body> bodies(String field) throws Refused {
        List<Body> bodies = new ArrayList<>();
        for (JsonNode element : array(field)) {
            String name = name(field) + "[" + bodies.size() + "]";
            if (!(element instanceof ObjectNode object)) {
                throw Refused.unreadable(name, "must be an object");
            }
            bodies.add(new Body(object, name + "."));
        }
        return bodies;
    }

    @Nullable
    String text(String field) throws Refused {
        JsonNode found = present(field);
        if (found.isMissingNode()) {
            return null;
        }
        if (!found.isTextual()) {
            throw wrong(field, "must be a string");
        }
        return found.textValue();
    }

    boolean bool(String field, boolean otherwise) throws Refused {
        JsonNode found = present(field);
        if (found.isMissingNode()) {
            return otherwise;
        }
        if (!found.isBoolean()) {
            throw wrong(field, "must be a boolean");
        }
        return found.booleanValue();
    }

    @Nullable
    BigDecimal number(String field) throws Refused {
        JsonNode found = present(field);
        if (found.isMissingNode()) {
            return null;
        }
        if (!found.isNumber()) {
            throw wrong(field, "must be a number");
        }
        return found.decimalValue();
    }

    @Nullable
    Instant instant(String field) throws Refused {
        String text = text(field);
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException noTime) {
            throw wrong(field, "must be a time in the form of RFC 3339");
        }
    }

    @Nullable
    List<String> key(String field) throws Refused {
        JsonNode found = present(field);
        return found.isMissingNode() ? null : key(found, name(field));
    }

    List<List<String>> keys(String field) throws Refused {
        List<List<String>> keys = new ArrayList<>();
        for (JsonNode element : array(field)) {
            keys.add(key(element, name(field) + "[" + keys.size() + "]"));
        }
        return keys;
    }

    private static List<String> key(JsonNode found, String name) throws Refused {
        if (!found.isArray()) {
            throw Refused.unreadable(name, "must be an array of strings");
        }
        List<String> segments = new ArrayList<>();
        for (JsonNode segment : found) {
            if (!segment.isTextual()) {
                throw Refused.unreadable(name, "must be an array of strings");
            }
            segments.add(segment.textValue());
        }
        return segments;
    }

    private JsonNode array(String field) throws Refused {
        JsonNode found = present(field);
        if (!found.isArray()) {
            throw wrong(field, "must be an array");
        }
        return found;
    }

    private JsonNode present(String field) {
        JsonNode found = node.get(field);
        return found == null ? MissingNode.getInstance() : found;
    }

    private Refused wrong(String field, String message) {
        return Refused.unreadable(name(field), message);
    }
}
