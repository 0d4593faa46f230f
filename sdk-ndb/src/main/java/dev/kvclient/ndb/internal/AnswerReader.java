package dev.kvclient.ndb.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.kvclient.codec.StoredValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a successful answer gives.
 *
 * @param <T> what that is
 */
@FunctionalInterface
interface AnswerReader<T> {
    /**
     * Reads it.
     *
     * @throws IOException if the answer does not have the shape of its command's
     */
    T read(NdbAnswer answer) throws IOException;

    /** Nothing but the status. */
    static AnswerReader<Integer> status() {
        return NdbAnswer::status;
    }

    /** A number: {@code cnt}, {@code len}. */
    static AnswerReader<Long> number(String member) {
        return member(member, parser -> {
            require(parser.currentToken() == JsonToken.VALUE_NUMBER_INT);
            return parser.getLongValue();
        });
    }

    /** A list of texts. */
    static AnswerReader<List<String>> texts(String member) {
        return member(member, parser -> {
            require(parser.currentToken() == JsonToken.START_ARRAY);
            List<String> texts = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                require(parser.currentToken() == JsonToken.VALUE_STRING);
                texts.add(parser.getText());
            }
            return texts;
        });
    }

    /** One value, as it stands in the frame. */
    static AnswerReader<StoredValue.Json> value(String member) {
        return answer -> read(answer, member, parser -> slice(answer.utf8(), parser));
    }

    /** A list of values. */
    static AnswerReader<List<StoredValue.Json>> values(String member) {
        return answer -> read(answer, member, parser -> {
            require(parser.currentToken() == JsonToken.START_ARRAY);
            List<StoredValue.Json> values = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                values.add(slice(answer.utf8(), parser));
            }
            return values;
        });
    }

    /** The members of an object. A missing object counts as one without members, as the server has it. */
    static AnswerReader<Map<String, StoredValue.Json>> members(String member) {
        return answer -> {
            if (!answer.members().contains(member)) {
                return Map.of();
            }
            return read(answer, member, parser -> {
                require(parser.currentToken() == JsonToken.START_OBJECT);
                Map<String, StoredValue.Json> members = new LinkedHashMap<>();
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    parser.nextToken();
                    members.put(name, slice(answer.utf8(), parser));
                }
                return members;
            });
        };
    }

    /** The statuses of keys. A missing object counts as one without members. */
    static AnswerReader<Map<String, Integer>> statuses(String member) {
        return answer -> {
            if (!answer.members().contains(member)) {
                return Map.of();
            }
            return read(answer, member, AnswerReader::statuses);
        };
    }

    private static Map<String, Integer> statuses(JsonParser parser) throws IOException {
        require(parser.currentToken() == JsonToken.START_OBJECT);
        Map<String, Integer> statuses = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            require(parser.nextToken() == JsonToken.VALUE_NUMBER_INT);
            statuses.put(name, parser.getIntValue());
        }
        return statuses;
    }

    /** The body itself, whose members are statuses of keys and, unless a key is called so, {@code tkn}. */
    static AnswerReader<Map<String, Integer>> bodyStatuses(boolean keyCalledToken) {
        return answer -> {
            try (JsonParser parser = NdbAnswer.JSON.createParser(answer.utf8())) {
                parser.nextToken();
                parser.nextFieldName();
                require(parser.nextToken() == JsonToken.START_OBJECT);
                Map<String, Integer> statuses = new LinkedHashMap<>();
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    JsonToken value = parser.nextToken();
                    if (keyCalledToken || !name.equals("tkn")) {
                        require(value == JsonToken.VALUE_NUMBER_INT);
                        statuses.put(name, parser.getIntValue());
                    }
                }
                return statuses;
            }
        };
    }

    /** What another reader makes of the answer, made into something else. */
    default <U> AnswerReader<U> then(Function<? super T, ? extends U> make) {
        return answer -> make.apply(read(answer));
    }

    /** Reads one member, given a parser at its first token. */
    static <T> AnswerReader<T> member(String member, MemberReader<T> reader) {
        return answer -> read(answer, member, reader);
    }

    private static <T> T read(NdbAnswer answer, String member, MemberReader<T> reader) throws IOException {
        try (JsonParser parser = NdbAnswer.JSON.createParser(answer.utf8())) {
            parser.nextToken();
            parser.nextFieldName();
            parser.nextToken();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                if (name.equals(member)) {
                    return reader.read(parser);
                }
                parser.skipChildren();
            }
        }
        throw new IOException("no " + member);
    }

    private static void require(boolean holds) throws IOException {
        if (!holds) {
            throw new IOException("a member of another kind than expected");
        }
    }

    /** The bytes of the value at which the parser stands, which it leaves at the value's end. */
    private static StoredValue.Json slice(byte[] utf8, JsonParser parser) throws IOException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int to = (int) parser.currentLocation().getByteOffset();
        return new StoredValue.Json(Arrays.copyOfRange(utf8, from, to));
    }

    /** Reads a member. */
    @FunctionalInterface
    interface MemberReader<T> {
        /** Reads it, given a parser at its first token, to be left at its last. */
        T read(JsonParser parser) throws IOException;
    }

    /** Whether a value is a JSON null. */
    static boolean isNull(StoredValue.@Nullable Json value) {
        return value != null && value.utf8().length == 4 && value.utf8()[0] == 'n';
    }
}
