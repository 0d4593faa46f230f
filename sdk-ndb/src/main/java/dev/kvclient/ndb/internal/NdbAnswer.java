package dev.kvclient.ndb.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A frame of the server, with what tells whose answer it is: its name, its status, its token, the names of its keys.
 * Values are skipped; they are read where they are awaited.
 */
final class NdbAnswer {
    /**
     * The names of keys are members here: they come and go, so they are not interned, and are as long and as alike as
     * somebody likes. The server nests up to 1,024 levels.
     */
    static final JsonFactory JSON = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(2_000)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** The answer to what was not understood far enough to be named. */
    static final String ERR = "ERR";

    private final byte[] utf8;
    private final String name;
    private final Set<String> members = new LinkedHashSet<>();
    private final List<String> keys = new ArrayList<>();
    private int status;
    private @Nullable Long token;
    private String message = "";
    private boolean hasMessage;

    private NdbAnswer(byte[] utf8, String name) {
        this.utf8 = utf8;
        this.name = name;
    }

    /**
     * Reads a frame.
     *
     * @throws IOException if it is not {@code {"NAME":{..}}}
     */
    static NdbAnswer parse(byte[] utf8) throws IOException {
        try (JsonParser parser = JSON.createParser(utf8)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no JSON object");
            }
            String name = parser.nextFieldName();
            if (name == null || parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no answer in the JSON object");
            }
            NdbAnswer answer = new NdbAnswer(utf8, name);
            for (String member = parser.nextFieldName(); member != null; member = parser.nextFieldName()) {
                answer.see(member, parser.nextToken(), parser);
            }
            if (parser.nextToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw new IOException("more than one answer in the JSON object");
            }
            return answer;
        }
    }

    private void see(String member, JsonToken value, JsonParser parser) throws IOException {
        members.add(member);
        switch (member) {
            case "st" -> status = value == JsonToken.VALUE_NUMBER_INT ? parser.getIntValue() : 0;
            case "tkn" -> token = value == JsonToken.VALUE_NUMBER_INT ? unsigned(parser) : null;
            case "m" -> {
                hasMessage = value == JsonToken.VALUE_STRING;
                message = hasMessage ? parser.getText() : "";
            }
            case "keys", "contains" -> names(value, parser);
            default -> {}
        }
        parser.skipChildren();
    }

    /** The names in an object, or the texts in a list. */
    private void names(JsonToken value, JsonParser parser) throws IOException {
        if (value == JsonToken.START_OBJECT) {
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                keys.add(key);
                parser.nextToken();
                parser.skipChildren();
            }
        } else if (value == JsonToken.START_ARRAY && members.contains("contains")) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() == JsonToken.VALUE_STRING) {
                    keys.add(parser.getText());
                }
                parser.skipChildren();
            }
        }
    }

    /** A token beyond 64 bits is none of ours. */
    static @Nullable Long unsigned(JsonParser parser) throws IOException {
        BigInteger number = parser.getBigIntegerValue();
        return number.signum() >= 0 && number.bitLength() <= Long.SIZE ? number.longValue() : null;
    }

    byte[] utf8() {
        return utf8;
    }

    /** The name, such as {@code KV_SET_RSP}. */
    String name() {
        return name;
    }

    /** {@code st}; 0 if there is none, as in most successes of the session generation. */
    int status() {
        return status;
    }

    /** The token, unsigned; null if there is none, or a null. */
    @Nullable
    Long token() {
        return token;
    }

    /** The server's words. */
    String message() {
        return message;
    }

    /** Whether there are words of the server, as in the refusals of the session generation. */
    boolean hasMessage() {
        return hasMessage;
    }

    /** The names in the member {@code keys}, if it is an object, or the texts in {@code contains}. */
    List<String> keys() {
        return keys;
    }

    /** The names of the members beside the name of the answer. */
    Set<String> members() {
        return members;
    }

    /** The name only: the rest may hold values and tokens. */
    @Override
    public String toString() {
        return name + (status == 0 ? "" : " " + status);
    }
}
