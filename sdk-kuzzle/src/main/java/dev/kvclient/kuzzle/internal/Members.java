package dev.kvclient.kuzzle.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.Ack;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object, each as it stands in the bytes, untouched: a number keeps its digits. Immutable, and
 * safe for use by many threads. {@code toString} names no value.
 */
public final class Members {
    /** Whatever the result is, and if there is none: only the error is asked for. */
    private static final ResultReader<Ack> UNREAD = new ResultReader<>() {
        @Override
        public Ack read(JsonParser parser) throws IOException {
            return Readers.any(parser);
        }

        @Override
        public Optional<Ack> absent() {
            return Optional.of(Ack.DONE);
        }
    };

    private final byte[] utf8;
    private final Map<String, Range> ranges;

    /** Where a value stands, and how it begins. */
    private record Range(int from, int to, JsonToken first) {}

    private Members(byte[] utf8, Map<String, Range> ranges) {
        this.utf8 = utf8;
        this.ranges = ranges;
    }

    /**
     * Finds the members of an object.
     *
     * @param utf8 one JSON object; not copied, and not to be changed any more
     * @throws IOException if it is none
     */
    public static Members of(byte[] utf8) throws IOException {
        Map<String, Range> ranges = new LinkedHashMap<>();
        try (JsonParser parser = KuzzleAnswer.JSON.createParser(utf8)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken first = parser.nextToken();
                int from = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                // A string is not read to its end unless it is asked for.
                parser.finishToken();
                ranges.put(name, new Range(from, (int) parser.currentLocation().getByteOffset(), first));
            }
            if (parser.currentToken() != JsonToken.END_OBJECT) {
                throw new IOException("the object does not end");
            }
        }
        return new Members(utf8, ranges);
    }

    /**
     * The members of an answer.
     *
     * @throws dev.kvclient.error.KvException the error in it, as {@link KuzzleAnswer#read} throws it
     */
    public static Members ofAnswer(byte[] utf8) {
        KuzzleAnswer.read(utf8, UNREAD);
        return ofFrame(utf8);
    }

    /**
     * The members of an answer, whether there is an error in it or not.
     *
     * @throws KvProtocolException if it is no object
     */
    public static Members ofFrame(byte[] utf8) {
        try {
            return of(utf8);
        } catch (IOException e) {
            throw new KvProtocolException(
                    Failure.of(Outcome.UNKNOWN, "the answer is no JSON object").backend("kuzzle"));
        }
    }

    /** The names, in their order. */
    public Set<String> names() {
        return ranges.keySet();
    }

    /** A value; empty if it is null, or missing. */
    public Optional<StoredValue.Json> json(String name) {
        Range range = ranges.get(name);
        return range == null || range.first() == JsonToken.VALUE_NULL ? Optional.empty() : Optional.of(slice(range));
    }

    /** The members of a member; empty if that is no object. */
    public Optional<Members> object(String name) {
        Range range = ranges.get(name);
        if (range == null || range.first() != JsonToken.START_OBJECT) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(slice(range).utf8()));
        } catch (IOException e) {
            throw new IllegalStateException("it was read once", e);
        }
    }

    /** A string; empty if it is none. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(scalar(name, JsonToken.VALUE_STRING));
    }

    /** An integer of 64 bits; empty if it is none. */
    public OptionalLong integer(String name) {
        String digits = scalar(name, JsonToken.VALUE_NUMBER_INT);
        try {
            return digits == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits));
        } catch (NumberFormatException beyond64Bits) {
            return OptionalLong.empty();
        }
    }

    /** A boolean; empty if it is none. */
    public Optional<Boolean> flag(String name) {
        Range range = ranges.get(name);
        return range == null || !range.first().isBoolean()
                ? Optional.empty()
                : Optional.of(range.first() == JsonToken.VALUE_TRUE);
    }

    /** The whole object. */
    public StoredValue.Json whole() {
        return new StoredValue.Json(utf8);
    }

    private StoredValue.Json slice(Range range) {
        return new StoredValue.Json(Arrays.copyOfRange(utf8, range.from(), range.to()));
    }

    private @Nullable String scalar(String name, JsonToken kind) {
        Range range = ranges.get(name);
        if (range == null || range.first() != kind) {
            return null;
        }
        try (JsonParser parser = KuzzleAnswer.JSON.createParser(utf8, range.from(), range.to() - range.from())) {
            parser.nextToken();
            return parser.getText();
        } catch (IOException e) {
            throw new IllegalStateException("it was read once", e);
        }
    }

    @Override
    public String toString() {
        return "Members" + names();
    }
}
