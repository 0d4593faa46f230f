package dev.kvclient.kuzzle.internal.ms;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as strings, numbers, booleans, lists and maps. */
public final class Tree {
    /** Up to here a double that is whole is written as an integer, as others write it. */
    private static final double EXACT = 1L << 53;

    private Tree() {}

    /** Reads one value whole, whatever it is, so that what is wrong with it does not lose the rest of the answer. */
    public static @Nullable Object read(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case START_ARRAY -> {
                List<@Nullable Object> all = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    all.add(read(parser));
                }
                yield all;
            }
            case START_OBJECT -> {
                Map<String, @Nullable Object> all = new LinkedHashMap<>();
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    parser.nextToken();
                    all.put(name, read(parser));
                }
                yield all;
            }
            default -> parser.getText();
        };
    }

    /** Writes one value. JSON has no infinity: the server passes these words on, and Redis understands them. */
    static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            if (number.isInfinite()) {
                json.writeString(number > 0 ? "Infinity" : "-Infinity");
            } else if (number == Math.rint(number) && Math.abs(number) < EXACT) {
                json.writeNumber(number.longValue());
            } else {
                json.writeNumber(number);
            }
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof List<?> all) {
            json.writeStartArray();
            for (Object one : all) {
                write(json, one);
            }
            json.writeEndArray();
        } else if (value instanceof Map<?, ?> fields) {
            json.writeStartObject();
            for (Map.Entry<?, ?> field : fields.entrySet()) {
                json.writeFieldName((String) field.getKey());
                write(json, field.getValue());
            }
            json.writeEndObject();
        } else {
            throw new IllegalArgumentException("not to be written: " + value.getClass());
        }
    }

    /** About how many bytes it takes. */
    static long weight(Object value) {
        if (value instanceof String text) {
            return text.length();
        }
        if (value instanceof List<?> all) {
            return all.stream().mapToLong(Tree::weight).sum();
        }
        if (value instanceof Map<?, ?> fields) {
            return fields.values().stream().mapToLong(Tree::weight).sum();
        }
        return Long.BYTES;
    }
}
