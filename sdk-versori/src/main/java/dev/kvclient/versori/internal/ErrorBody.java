package dev.kvclient.versori.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.kvclient.versori.VersoriError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code {code, message, fields?, details?}}, as far as the body of an error is that. */
final class ErrorBody {
    private ErrorBody() {}

    /**
     * The error in a body.
     *
     * @return empty if the body is no JSON object with a code or a message: a gateway has answered, not Versori
     */
    static Optional<VersoriError> read(int status, byte[] utf8) {
        try (JsonParser parser = Json.parser(utf8)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            String code = null;
            String message = null;
            String details = null;
            List<VersoriError.Field> fields = new ArrayList<>();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                switch (name) {
                    case "code" -> code = scalar(parser);
                    case "message" -> message = scalar(parser);
                    case "details" -> details = scalar(parser);
                    case "fields" -> fields(parser, fields);
                    default -> {}
                }
                parser.skipChildren();
            }
            if (code == null && message == null) {
                return Optional.empty();
            }
            return Optional.of(new VersoriError(status, code, message == null ? "" : message, details, fields));
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    private static void fields(JsonParser parser, List<VersoriError.Field> into) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == null) {
                throw new OddAnswer("the fields do not end");
            }
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                into.add(field(parser));
            }
            parser.skipChildren();
        }
    }

    private static VersoriError.Field field(JsonParser parser) throws IOException {
        String field = "";
        String message = "";
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            String text = scalar(parser);
            if (text != null && name.equals("field")) {
                field = text;
            } else if (text != null && name.equals("message")) {
                message = text;
            }
            parser.skipChildren();
        }
        return new VersoriError.Field(field, message);
    }

    private static @Nullable String scalar(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        return token.isScalarValue() && token != JsonToken.VALUE_NULL ? parser.getText() : null;
    }
}
