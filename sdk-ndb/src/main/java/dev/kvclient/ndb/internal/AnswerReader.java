package dev.kvclient.ndb.internal;

import com.fasterxml.jackson.core.JsonParser;
import dev.kvclient.codec.JsonScanner;
import dev.kvclient.codec.StoredValue;
import java.io.IOException;
import java.util.ArrayList;
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
        return answer -> at(answer, member).number();
    }

    /** A list of texts. */
    static AnswerReader<List<String>> texts(String member) {
        return answer -> {
            JsonScanner json = at(answer, member);
            json.enterArray();
            List<String> texts = new ArrayList<>();
            while (json.nextElement()) {
                texts.add(json.text());
            }
            return texts;
        };
    }

    /** One value, as it stands in the frame. */
    static AnswerReader<StoredValue.Json> value(String member) {
        return answer -> at(answer, member).value();
    }

    /** A list of values. */
    static AnswerReader<List<StoredValue.Json>> values(String member) {
        return answer -> {
            JsonScanner json = at(answer, member);
            json.enterArray();
            List<StoredValue.Json> values = new ArrayList<>();
            while (json.nextElement()) {
                values.add(json.value());
            }
            return values;
        };
    }

    /** The members of an object. A missing object counts as one without members, as the server has it. */
    static AnswerReader<Map<String, StoredValue.Json>> members(String member) {
        return answer -> {
            JsonScanner json = find(answer, member);
            return json == null ? Map.of() : object(json, JsonScanner::value);
        };
    }

    /** The statuses of keys. A missing object counts as one without members. */
    static AnswerReader<Map<String, Integer>> statuses(String member) {
        return answer -> {
            JsonScanner json = find(answer, member);
            return json == null ? Map.of() : object(json, AnswerReader::status);
        };
    }

    private static int status(JsonScanner json) throws IOException {
        long status = json.number();
        require(status == (int) status);
        return (int) status;
    }

    /** Most answers are about one key. */
    private static <T> Map<String, T> object(JsonScanner json, ScannerReader<T> reader) throws IOException {
        json.enterObject();
        if (!json.nextMember()) {
            return Map.of();
        }
        String first = json.name();
        T value = reader.read(json);
        if (!json.nextMember()) {
            return Map.of(first, value);
        }
        Map<String, T> members = new LinkedHashMap<>();
        members.put(first, value);
        do {
            String name = json.name();
            members.put(name, reader.read(json));
        } while (json.nextMember());
        return members;
    }

    /** Takes one value. */
    @FunctionalInterface
    interface ScannerReader<T> {
        T read(JsonScanner json) throws IOException;
    }

    /** The body itself, whose members are statuses of keys and, unless a key is called so, {@code tkn}. */
    static AnswerReader<Map<String, Integer>> bodyStatuses(boolean keyCalledToken) {
        return answer -> {
            JsonScanner json = answer.body();
            Map<String, Integer> statuses = new LinkedHashMap<>();
            while (json.nextMember()) {
                if (keyCalledToken || !json.isNamed("tkn")) {
                    String name = json.name();
                    statuses.put(name, status(json));
                } else {
                    json.skip();
                }
            }
            return statuses;
        };
    }

    /** Before the value of a member; null if there is none of that name. */
    private static @Nullable JsonScanner find(NdbAnswer answer, String member) throws IOException {
        JsonScanner json = answer.body();
        while (json.nextMember()) {
            if (json.isNamed(member)) {
                return json;
            }
            json.skip();
        }
        return null;
    }

    private static JsonScanner at(NdbAnswer answer, String member) throws IOException {
        JsonScanner json = find(answer, member);
        if (json == null) {
            throw new IOException("no " + member);
        }
        return json;
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
