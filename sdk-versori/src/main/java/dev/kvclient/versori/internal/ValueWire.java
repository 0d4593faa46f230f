package dev.kvclient.versori.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.spi.Batches;
import dev.kvclient.versori.ValueEncoding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** How a value looks in a request and in an answer. */
record ValueWire(ValueEncoding encoding) {
    void write(JsonGenerator json, StoredValue.Json value) throws IOException {
        if (encoding == ValueEncoding.WORKFLOW) {
            byte[] utf8 = value.utf8();
            json.writeUTF8String(utf8, 0, utf8.length);
        } else {
            json.writeRawValue(value.text());
        }
    }

    /**
     * Reads a value.
     *
     * @param parser at its first token; left at its last
     * @param utf8 what it parses
     */
    StoredValue.Json read(JsonParser parser, byte[] utf8) throws IOException {
        if (encoding == ValueEncoding.WORKFLOW && parser.currentToken() == JsonToken.VALUE_STRING) {
            String inner = parser.getText();
            if (Json.isValue(inner) && Texts.isWhole(inner)) {
                return new StoredValue.Json(inner.getBytes(StandardCharsets.UTF_8));
            }
        }
        return new StoredValue.Json(Json.bytes(parser, utf8));
    }

    /** The bytes of a value in a request, at the most. */
    long size(StoredValue.Json value) {
        return encoding == ValueEncoding.WORKFLOW ? Batches.escapedSize(value.utf8()) + 2 : value.size();
    }
}
