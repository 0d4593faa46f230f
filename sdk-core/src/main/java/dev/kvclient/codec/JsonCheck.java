package dev.kvclient.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.kvclient.internal.Unicode;
import java.io.IOException;

/**
 * Looks through JSON text that others have written, token by token. Takes nothing but JSON, whatever a lenient mapper
 * would read. Safe for use by many threads.
 */
final class JsonCheck {
    private final JsonFactory strict;
    private final Numbers numbers;

    /**
     * Makes a check.
     *
     * @param limits how long and how deep a text may be
     * @param numbers which numbers it may hold
     */
    JsonCheck(StreamReadConstraints limits, Numbers numbers) {
        this.strict = new JsonFactoryBuilder().streamReadConstraints(limits).build();
        this.numbers = numbers;
    }

    /**
     * Looks through a text.
     *
     * @return whether it is something else than null
     * @throws Refused if it holds what would not come back equal, or not exactly one value
     * @throws IOException if it is no JSON
     */
    boolean isValue(String text) throws IOException {
        // From the text and not from its bytes, of which Jackson would guess the encoding.
        try (JsonParser parser = strict.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new Refused("no value");
            }
            int depth = 0;
            for (JsonToken token = first; token != null; token = parser.nextToken()) {
                look(token, parser);
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth == 0 && parser.nextToken() != null) {
                    throw new Refused("more than one value");
                }
            }
            return first != JsonToken.VALUE_NULL;
        }
    }

    private void look(JsonToken token, JsonParser parser) throws IOException {
        if (token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) {
            text(parser.getText());
        } else if (token.isNumeric() && numbers != Numbers.ANY) {
            number(numbers.keeps(parser.getText()));
        }
    }

    /** Refuses a text with half a character. */
    static void text(CharSequence text) throws Refused {
        if (Unicode.hasLoneSurrogate(text)) {
            throw new Refused(Refusals.SURROGATE);
        }
    }

    /** Refuses a number that is not kept. */
    static void number(boolean kept) throws Refused {
        if (!kept) {
            throw new Refused(Refusals.NUMBER);
        }
    }
}
