package dev.kvclient.kuzzle.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.KuzzleError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of the server, as a stream: once to see whose they are, once more, where it is awaited, for the
 * rest.
 */
public final class KuzzleAnswer {
    /** Writes what is beyond the basic plane as UTF-8 and not as two escapes of twelve bytes. */
    static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private KuzzleAnswer() {}

    /**
     * Whose frame it is.
     *
     * @param correlation the {@code room}, or else the {@code requestId}; null if there is neither
     * @param notification the type of a notification, which the server sends by itself, so that an id in it is that of
     *     somebody else's request; empty for one without a type, as its debugger sends them; null for an answer
     */
    record Head(@Nullable String correlation, @Nullable String notification) {}

    /**
     * Looks for whose frame it is. Values are skipped and not decoded.
     *
     * @throws IOException if the frame is not a JSON object
     */
    static Head head(byte[] utf8) throws IOException {
        String room = null;
        String requestId = null;
        String type = null;
        boolean answer = false;
        try (JsonParser parser = JSON.createParser(utf8)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "room" -> room = value == JsonToken.VALUE_STRING ? parser.getText() : null;
                    case "requestId" -> requestId = value == JsonToken.VALUE_STRING ? parser.getText() : null;
                    case "type" -> type = value == JsonToken.VALUE_STRING ? parser.getText() : "";
                    // What the debugger sends has an event, and no type.
                    case "event" -> type = type == null && value == JsonToken.VALUE_STRING ? "" : type;
                    // Notifications of documents have a result and a status, but never these two together.
                    case "error", "headers" -> answer = true;
                    default -> {}
                }
                parser.skipChildren();
            }
            if (parser.currentToken() != JsonToken.END_OBJECT) {
                throw new IOException("the object does not end");
            }
        }
        return new Head(room != null ? room : requestId, answer ? null : type);
    }

    /**
     * Reads the result of a frame.
     *
     * @param reader reads the result, given a parser at its first token
     * @throws KvException the error in it; or one with outcome {@code APPLIED} if the answer makes no sense
     */
    public static <T> T read(byte[] utf8, ResultReader<T> reader) {
        Optional<T> result = Optional.empty();
        KuzzleError error = null;
        KvException unreadable = null;
        int status = 0;
        // The HTTP layer answers what it refuses itself with the bare error, without an envelope.
        BareError bare = new BareError();
        try (JsonParser parser = JSON.createParser(utf8)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw nonsense(Outcome.UNKNOWN, "the answer is not a JSON object");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "status" -> status = value.isNumeric() ? parser.getIntValue() : 0;
                    case "error" -> error = value == JsonToken.START_OBJECT ? error(parser) : null;
                    case "result" -> {
                        try {
                            result = Optional.of(reader.read(parser));
                        } catch (KvException e) {
                            // With an error the result is null, which is no result to complain of.
                            unreadable = e;
                            parser.skipChildren();
                        }
                    }
                    default -> bare.see(name, parser);
                }
            }
        } catch (KvException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw nonsense(
                    outcome(status),
                    "the answer cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        if (error != null) {
            throw KuzzleErrors.of(error);
        }
        if (status >= 400) {
            throw KuzzleErrors.of(bare.with(status));
        }
        Outcome outcome = outcome(status);
        if (unreadable != null) {
            throw unreadable.outcome() == outcome ? unreadable : unreadable.with(f -> f.outcome(outcome));
        }
        return result.or(reader::absent).orElseThrow(() -> nonsense(outcome, "the answer has no result"));
    }

    /** Only a status that says so says that the request was carried out. */
    private static Outcome outcome(int status) {
        return status >= 200 && status < 300 ? Outcome.APPLIED : Outcome.UNKNOWN;
    }

    private static KvProtocolException nonsense(Outcome outcome, String problem) {
        return new KvProtocolException(Failure.of(outcome, problem).backend("kuzzle"));
    }

    static KuzzleError error(JsonParser parser) throws IOException {
        BareError seen = new BareError();
        int status = 0;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (name.equals("status")) {
                status = value.isNumeric() ? parser.getIntValue() : 0;
            } else {
                seen.see(name, parser);
            }
            parser.skipChildren();
        }
        return seen.with(status);
    }

    /** The parts of an error, as they come. */
    private static final class BareError {
        private @Nullable String id;
        private long code;
        private String message = "";
        private final List<String> props = new ArrayList<>();

        /** Takes what belongs to an error and leaves the parser at the end of the value. */
        void see(String name, JsonParser parser) throws IOException {
            JsonToken value = parser.currentToken();
            switch (name) {
                case "id" -> id = value == JsonToken.VALUE_STRING ? parser.getText() : null;
                case "code" -> code = value.isNumeric() ? parser.getLongValue() : 0;
                case "message" -> message = value == JsonToken.VALUE_STRING ? parser.getText() : "";
                case "props" -> {
                    while (value == JsonToken.START_ARRAY && parser.nextToken() != JsonToken.END_ARRAY) {
                        props.add(parser.currentToken().isScalarValue() ? parser.getText() : "");
                        parser.skipChildren();
                    }
                }
                default -> {}
            }
            parser.skipChildren();
        }

        KuzzleError with(int status) {
            return new KuzzleError(status, id, code, message, props);
        }
    }
}
