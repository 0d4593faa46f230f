package dev.kvclient.versori.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;

/** Reading and writing JSON token by token, with the few conventions of Versori. */
final class Json {
    /** 100,000 levels: passing over costs some memory a level. How deep a value may be is for the codec to say. */
    private static final int MOST_NESTED = 100_000;

    /**
     * Writes what is beyond the basic plane as UTF-8 and not as two escapes of twelve bytes. Reads strings, names and
     * numbers of any length: in workflow encoding a value is one string, the answer as a whole is bounded already, and
     * what Jackson refuses would be taken for a text that is no JSON.
     */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNestingDepth(MOST_NESTED)
                    .build())
            .build();

    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Json() {}

    /** Writes fields into an object. May be called more than once. */
    @FunctionalInterface
    interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    /** One object in UTF-8. */
    static byte[] object(Members members) {
        try (ByteArrayBuilder buffer = new ByteArrayBuilder(256);
                JsonGenerator json = FACTORY.createGenerator(buffer)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
            json.flush();
            return buffer.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }

    static JsonParser parser(byte[] utf8) throws IOException {
        return FACTORY.createParser(utf8);
    }

    /** Whether it is one JSON value and nothing more. Not from its bytes, of which Jackson would guess the encoding. */
    static boolean isValue(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            // Strings are looked at only when somebody wants them.
            parser.finishToken();
            return parser.nextToken() == null;
        } catch (IOException notJson) {
            return false;
        }
    }

    /**
     * The bytes of a value as they came.
     *
     * @param parser at the first token of the value; left at its last
     * @param utf8 what it parses
     */
    static byte[] bytes(JsonParser parser, byte[] utf8) throws IOException {
        long from = parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        long to = parser.currentLocation().getByteOffset();
        if (from < 0 || to < from || to > utf8.length) {
            throw new OddAnswer("it is not in UTF-8");
        }
        return Arrays.copyOfRange(utf8, (int) from, (int) to);
    }

    static String text(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw OddAnswer.expected("a string", parser);
        }
        return parser.getText();
    }

    /** A moment as RFC 3339 writes it. */
    static Instant instant(JsonParser parser) throws IOException {
        String text = text(parser);
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new OddAnswer("a moment in it is not as RFC 3339 has it");
        }
    }

    /**
     * A moment as RFC 3339 writes it.
     *
     * @throws KvRequestException if its year has not four digits
     */
    static String rfc3339(Instant moment) {
        requireYear(moment);
        return moment.toString();
    }

    /** See {@link #rfc3339}. */
    static void requireYear(Instant moment) {
        if (moment.isBefore(FIRST) || moment.isAfter(LAST)) {
            throw new KvRequestException(Failure.of(Outcome.NOT_SENT, "a moment is of a year with four digits"));
        }
    }
}
