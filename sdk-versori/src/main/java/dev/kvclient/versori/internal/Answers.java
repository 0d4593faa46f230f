package dev.kvclient.versori.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.kvclient.Version;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.versori.CommitResult;
import dev.kvclient.versori.VersoriError;
import dev.kvclient.versori.VersoriStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The answers of the operations, read as streams. Members that are not known are passed over. */
final class Answers {
    /** 100 characters: more than any form of a long has, and few enough to be read as a decimal number at once. */
    private static final int LONGEST_COUNT = 100;

    private Answers() {}

    /**
     * Reads the body of a good answer.
     *
     * @param <T> what it gives
     */
    @FunctionalInterface
    interface Reader<T> {
        /**
         * Reads one object.
         *
         * @param parser at its start; to be left at its end
         * @param utf8 what the parser parses
         * @throws OddAnswer if it is not what it should be
         */
        T read(JsonParser parser, byte[] utf8) throws IOException;
    }

    /**
     * What a batch of writes became.
     *
     * @param successes of those that did not fail, without their keys
     * @param failures the server's words, by key
     */
    record BatchSet(List<CommitResult> successes, Map<List<String>, VersoriError> failures) {}

    /**
     * A page.
     *
     * @param entries what it holds
     * @param next the cursor behind it, or null at the end
     * @param previous the cursor before it, or null at the beginning
     */
    record Page(
            List<RawEntry> entries,
            @Nullable String next,
            @Nullable String previous) {}

    /** Passes each member of an object to a visitor. The parser is left at the end of the object. */
    private static void members(JsonParser parser, Visitor visitor) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw OddAnswer.expected("an object", parser);
        }
        Set<String> seen = new HashSet<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (!seen.add(name)) {
                throw new OddAnswer("a name comes twice in one object");
            }
            parser.nextToken();
            visitor.member(name);
            parser.skipChildren();
        }
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            throw OddAnswer.expected("the end of the object", parser);
        }
    }

    @FunctionalInterface
    private interface Visitor {
        void member(String name) throws IOException;
    }

    /** Reads each element of an array. The parser is left at its end. */
    private static <T> List<T> elements(JsonParser parser, Element<T> element) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw OddAnswer.expected("an array", parser);
        }
        List<T> all = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == null) {
                throw OddAnswer.expected("the end of the array", parser);
            }
            all.add(element.read());
        }
        return all;
    }

    @FunctionalInterface
    private interface Element<T> {
        T read() throws IOException;
    }

    private static <T> T required(@Nullable T value, String name) throws OddAnswer {
        if (value == null) {
            throw new OddAnswer("it has no " + name);
        }
        return value;
    }

    private static boolean isNull(JsonParser parser) {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    /** A string, or null for a JSON null. */
    private static @Nullable String optionalText(JsonParser parser) throws IOException {
        return isNull(parser) ? null : Json.text(parser);
    }

    private static boolean flag(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw OddAnswer.expected("true or false", parser);
        };
    }

    static List<String> key(JsonParser parser) throws IOException {
        List<String> key = elements(parser, () -> Json.text(parser));
        if (key.isEmpty()) {
            throw new OddAnswer("a key in it has no segments");
        }
        return List.copyOf(key);
    }

    /** The parts of an entry, as they come. */
    private static final class EntryParts {
        private @Nullable List<String> key;
        private StoredValue.@Nullable Json value;
        private @Nullable Version version;
        private @Nullable Instant createdAt;
        private @Nullable Instant expiresAt;

        void see(String name, JsonParser parser, byte[] utf8, ValueWire values) throws IOException {
            switch (name) {
                case "key" -> key = key(parser);
                case "value" -> value = values.read(parser, utf8);
                case "versionstamp" -> version = version(parser);
                case "createdAt" -> createdAt = isNull(parser) ? null : Json.instant(parser);
                case "expiresAt" -> expiresAt = isNull(parser) ? null : Json.instant(parser);
                default -> {}
            }
        }

        private static Version version(JsonParser parser) throws IOException {
            String text = Json.text(parser);
            if (text.isEmpty()) {
                throw new OddAnswer("a versionstamp in it is empty");
            }
            return Version.parse(text);
        }

        RawEntry with(@Nullable List<String> known) throws OddAnswer {
            return new RawEntry(
                    known != null ? known : required(key, "key"),
                    required(value, "value"),
                    required(version, "versionstamp"),
                    createdAt,
                    expiresAt);
        }
    }

    /** {@code {value, versionstamp, createdAt, expiresAt?}}: the entry of a key that is known. */
    static Reader<RawEntry> entryOf(List<String> key, ValueWire values) {
        return (parser, utf8) -> {
            EntryParts parts = new EntryParts();
            members(parser, name -> parts.see(name, parser, utf8, values));
            return parts.with(key);
        };
    }

    private static RawEntry entry(JsonParser parser, byte[] utf8, ValueWire values) throws IOException {
        EntryParts parts = new EntryParts();
        members(parser, name -> parts.see(name, parser, utf8, values));
        return parts.with(null);
    }

    /** {@code {entries: [..]}}. */
    static Reader<List<RawEntry>> entries(ValueWire values) {
        return (parser, utf8) -> {
            List<List<RawEntry>> found = new ArrayList<>(1);
            members(parser, name -> {
                if (name.equals("entries")) {
                    // Go writes an empty list as null when it is none.
                    found.add(isNull(parser) ? List.of() : elements(parser, () -> entry(parser, utf8, values)));
                }
            });
            if (found.isEmpty()) {
                throw new OddAnswer("it has no entries");
            }
            return found.get(0);
        };
    }

    /** {@code {data: [..], pagination: {nextCursor, prevCursor}}}. */
    static Reader<Page> page(ValueWire values) {
        return (parser, utf8) -> {
            PageParts parts = new PageParts();
            members(parser, name -> {
                switch (name) {
                    case "data" ->
                        parts.entries =
                                isNull(parser) ? List.of() : elements(parser, () -> entry(parser, utf8, values));
                    case "pagination" -> {
                        parts.paginated = true;
                        members(parser, cursor -> parts.see(cursor, parser));
                    }
                    default -> {}
                }
            });
            if (!parts.paginated) {
                // Taken as the end, it would cut the listing short without a word.
                throw new OddAnswer("it has no pagination");
            }
            return new Page(required(parts.entries, "data"), parts.next, parts.previous);
        };
    }

    private static final class PageParts {
        private @Nullable List<RawEntry> entries;
        private @Nullable String next;
        private @Nullable String previous;
        private boolean paginated;

        void see(String name, JsonParser parser) throws IOException {
            switch (name) {
                case "nextCursor" -> next = cursor(parser);
                case "prevCursor" -> previous = cursor(parser);
                default -> {}
            }
        }

        private static @Nullable String cursor(JsonParser parser) throws IOException {
            String text = optionalText(parser);
            return text == null || text.isEmpty() ? null : text;
        }
    }

    /** {@code {ok, committed, versionstamp}}; without {@code committed} it was. */
    static CommitResult commit(JsonParser parser, byte[] utf8) throws IOException {
        CommitParts parts = new CommitParts();
        members(parser, name -> {
            switch (name) {
                case "ok" -> parts.ok = flag(parser);
                case "committed" -> parts.committed = flag(parser);
                case "versionstamp" -> parts.version = optionalText(parser);
                default -> {}
            }
        });
        if (!parts.ok && parts.committed == null) {
            throw new OddAnswer("it is not ok and does not say whether it was committed");
        }
        boolean committed = parts.committed == null || parts.committed;
        String version = parts.version;
        return new CommitResult(
                committed, version == null || version.isEmpty() || !committed ? null : Version.parse(version));
    }

    private static final class CommitParts {
        private boolean ok = true;
        private @Nullable Boolean committed;
        private @Nullable String version;
    }

    /** {@code {successes: [..], failures: [{key, error}]}}. */
    static BatchSet batchSet(JsonParser parser, byte[] utf8) throws IOException {
        List<List<CommitResult>> successes = new ArrayList<>(1);
        Map<List<String>, VersoriError> failures = new LinkedHashMap<>();
        members(parser, name -> {
            switch (name) {
                case "successes" ->
                    successes.add(isNull(parser) ? List.of() : elements(parser, () -> commit(parser, utf8)));
                case "failures" -> {
                    if (!isNull(parser)) {
                        elements(parser, () -> failure(parser, failures));
                    }
                }
                default -> {}
            }
        });
        if (successes.isEmpty() && failures.isEmpty()) {
            throw new OddAnswer("it has neither successes nor failures");
        }
        return new BatchSet(successes.isEmpty() ? List.of() : successes.get(0), failures);
    }

    private static boolean failure(JsonParser parser, Map<List<String>, VersoriError> failures) throws IOException {
        List<List<String>> key = new ArrayList<>(1);
        StringBuilder words = new StringBuilder();
        members(parser, name -> {
            switch (name) {
                case "key" -> key.add(key(parser));
                case "error" -> words.append(parser.currentToken().isScalarValue() ? parser.getText() : "");
                default -> {}
            }
        });
        if (key.isEmpty()) {
            throw new OddAnswer("a failure in it has no key");
        }
        VersoriError error = new VersoriError(0, null, words.toString(), null, List.of());
        if (failures.put(key.get(0), error) != null) {
            throw new OddAnswer("a key in it fails twice");
        }
        return true;
    }

    /** {@code {status}}: the server's word for a delete, if it has one. */
    static Optional<String> status(JsonParser parser, byte[] utf8) throws IOException {
        List<String> words = new ArrayList<>(1);
        members(parser, name -> {
            if (name.equals("status") && parser.currentToken() == JsonToken.VALUE_STRING) {
                words.add(parser.getText());
            }
        });
        return words.stream().findFirst();
    }

    /** {@code {count}}: a JSON number, which may be written as a decimal one. */
    static long count(JsonParser parser, byte[] utf8) throws IOException {
        List<Long> counts = new ArrayList<>(1);
        members(parser, name -> {
            if (name.equals("count")) {
                counts.add(whole(parser));
            }
        });
        if (counts.isEmpty()) {
            throw new OddAnswer("it has no count");
        }
        return counts.get(0);
    }

    private static long whole(JsonParser parser) throws IOException {
        if (!parser.currentToken().isNumeric()) {
            throw OddAnswer.expected("a number", parser);
        }
        if (parser.getTextLength() > LONGEST_COUNT) {
            throw new OddAnswer("the count has too many digits");
        }
        try {
            long count = parser.getDecimalValue().longValueExact();
            if (count >= 0) {
                return count;
            }
        } catch (ArithmeticException notWhole) {
            throw new OddAnswer("the count is no whole number");
        }
        throw new OddAnswer("the count is negative");
    }

    /** {@code {id}}: of the store that was made. */
    static String id(JsonParser parser, byte[] utf8) throws IOException {
        List<String> ids = new ArrayList<>(1);
        members(parser, name -> {
            if (name.equals("id")) {
                ids.add(Json.text(parser));
            }
        });
        if (ids.isEmpty()) {
            throw new OddAnswer("it has no id");
        }
        return ids.get(0);
    }

    /** {@code {stores: [{id, name, orgId}]}}. */
    static List<VersoriStore> stores(JsonParser parser, byte[] utf8) throws IOException {
        List<VersoriStore> all = new ArrayList<>();
        members(parser, name -> {
            if (name.equals("stores") && !isNull(parser)) {
                all.addAll(elements(parser, () -> store(parser)));
            }
        });
        return List.copyOf(all);
    }

    private static VersoriStore store(JsonParser parser) throws IOException {
        Map<String, String> parts = new LinkedHashMap<>();
        members(parser, name -> {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                parts.put(name, parser.getText());
            }
        });
        return new VersoriStore(
                required(parts.get("id"), "id"), required(parts.get("name"), "name"), parts.get("orgId"));
    }
}
