package dev.kvclient.ndb.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.ndb.NdbRange;
import dev.kvclient.ndb.NdbToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A recorded request, taken apart: what of it the client could have been asked for. What is missing, or of another type
 * than the client would send, counts as something harmless: the answer is a refusal then.
 *
 * @param command its name; empty if it is none
 * @param parameters as they stand there, in JSON
 */
record RecordedRequest(String command, Map<String, String> parameters) {
    private static final JsonFactory LENIENT = new JsonFactory().enable(JsonParser.Feature.ALLOW_COMMENTS);

    private static final RecordedRequest NONE = new RecordedRequest("", Map.of());

    static RecordedRequest of(String frame) {
        String text = frame.startsWith("\ufeff") ? frame.substring(1) : frame;
        try (JsonParser parser = LENIENT.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT || parser.nextToken() != JsonToken.FIELD_NAME) {
                return NONE;
            }
            String command = parser.currentName();
            Map<String, String> parameters = new LinkedHashMap<>();
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    parameters.put(name, piece(text, parser));
                }
            } else {
                parser.skipChildren();
            }
            return parser.nextToken() == JsonToken.END_OBJECT && parser.nextToken() == null
                    ? new RecordedRequest(command, parameters)
                    : NONE;
        } catch (IOException noJson) {
            return NONE;
        }
    }

    private static String piece(String text, JsonParser parser) throws IOException {
        int from = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        return text.substring(from, (int) parser.currentLocation().getCharOffset());
    }

    boolean has(String name) {
        return parameters.containsKey(name);
    }

    private Object generic(String name) {
        Object value = Json.any(Json.value(parameters.getOrDefault(name, "0")));
        return value == null ? 0 : value;
    }

    NdbToken token() {
        String digits = parameters.getOrDefault("tkn", "");
        try {
            return NdbToken.of(Long.parseUnsignedLong(digits));
        } catch (NumberFormatException none) {
            return NdbToken.of(1);
        }
    }

    String text(String name) {
        return generic(name) instanceof String text ? text : "none";
    }

    boolean flag(String name) {
        return parameters.getOrDefault(name, "false").equals("true");
    }

    long number(String name) {
        String digits = parameters.getOrDefault(name, "0");
        return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : 0;
    }

    OptionalLong position(String name) {
        return has(name) ? OptionalLong.of(number(name)) : OptionalLong.empty();
    }

    /** The texts in a list; the server passes over what is none. */
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        if (generic(name) instanceof List<?> list) {
            list.stream().filter(String.class::isInstance).forEach(text -> texts.add((String) text));
        }
        return texts.stream().distinct().toList();
    }

    List<NdbToken> tokens(String name) {
        List<NdbToken> tokens = new ArrayList<>();
        if (generic(name) instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof Number) {
                    tokens.add(NdbToken.parse(item.toString()));
                }
            }
        }
        return tokens;
    }

    NdbRange range(String name) {
        if (generic(name) instanceof List<?> list) {
            List<Long> numbers = list.stream()
                    .filter(Number.class::isInstance)
                    .map(n -> ((Number) n).longValue())
                    .toList();
            if (numbers.size() == 1) {
                return NdbRange.from(numbers.get(0));
            }
            if (numbers.size() == 2 && numbers.get(0) <= numbers.get(1)) {
                return NdbRange.of(numbers.get(0), numbers.get(1));
            }
        }
        return NdbRange.all();
    }

    StoredValue.Json value(String name) {
        return Json.value(parameters.getOrDefault(name, "0"));
    }

    /** The members of an object, as they stand there. */
    Map<String, StoredValue.Json> members(String name) {
        String text = parameters.getOrDefault(name, "{}");
        Map<String, StoredValue.Json> members = new LinkedHashMap<>();
        try (JsonParser parser = LENIENT.createParser(text)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String member = parser.currentName();
                    parser.nextToken();
                    // Of two by one name the server keeps the first.
                    members.putIfAbsent(member, Json.value(piece(text, parser)));
                }
            }
            return members;
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The items of a list, as they stand there. */
    List<StoredValue.Json> values(String name) {
        String text = parameters.getOrDefault(name, "[]");
        List<StoredValue.Json> values = new ArrayList<>();
        try (JsonParser parser = LENIENT.createParser(text)) {
            if (parser.nextToken() == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    values.add(Json.value(piece(text, parser)));
                }
            }
            return values;
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
