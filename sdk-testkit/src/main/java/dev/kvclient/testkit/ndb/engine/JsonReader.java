package dev.kvclient.testkit.ndb.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads JSON as jsoncons does: comments and a byte order mark pass, lone surrogates do not, of two members with one
 * name the first counts, an integer beyond 64 bits becomes a string of its digits.
 *
 * <p>Values are {@link JsonObject}, {@link JsonArray}, {@link JsonNull}, {@link String}, {@link Boolean}, {@link Long},
 * {@link BigInteger} (from 2^63 to 2^64-1 only) and {@link Double}.
 */
final class JsonReader {

    /** The depth that jsoncons allows. */
    private static final int MAX_DEPTH = 1024;

    /** Digits of a number that surely fits a long. */
    private static final int SHORT_DIGITS = 18;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final JsonParser parser;
    private final boolean sorted;

    private JsonReader(JsonParser parser, boolean sorted) {
        this.parser = parser;
        this.sorted = sorted;
    }

    /**
     * Reads one value.
     *
     * @param text the frame
     * @param sorted whether objects sort their members
     * @throws MalformedJsonException when it is not exactly one value
     */
    static Object read(String text, boolean sorted) throws MalformedJsonException {
        String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
        try (JsonParser parser = FACTORY.createParser(json)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new MalformedJsonException("empty");
            }
            Object value = new JsonReader(parser, sorted).value(first);
            if (parser.nextToken() != null) {
                throw new MalformedJsonException("something follows the value");
            }
            return value;
        } catch (JsonProcessingException malformed) {
            throw new MalformedJsonException("not JSON");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private Object value(JsonToken token) throws IOException, MalformedJsonException {
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> whole(parser.getText());
            case VALUE_NUMBER_INT -> integer(parser.getText());
            case VALUE_NUMBER_FLOAT -> Double.valueOf(parser.getText());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> JsonNull.NULL;
            default -> throw new MalformedJsonException("unexpected " + token);
        };
    }

    private JsonObject object() throws IOException, MalformedJsonException {
        JsonObject object = JsonObject.create(sorted);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = whole(parser.currentName());
            object.add(name, value(parser.nextToken()));
        }
        return object;
    }

    private JsonArray array() throws IOException, MalformedJsonException {
        List<Object> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(token));
        }
        return new JsonArray(items);
    }

    private static Object integer(String digits) {
        if (digits.length() <= SHORT_DIGITS) {
            return Long.valueOf(digits);
        }
        BigInteger number = new BigInteger(digits);
        if (number.bitLength() < Long.SIZE) {
            return number.longValue();
        }
        return number.signum() > 0 && number.bitLength() == Long.SIZE ? number : digits;
    }

    private static String whole(String text) throws MalformedJsonException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw new MalformedJsonException("a lone surrogate");
                }
                i++;
            }
        }
        return text;
    }
}
