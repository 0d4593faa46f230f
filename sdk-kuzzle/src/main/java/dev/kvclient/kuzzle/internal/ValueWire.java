package dev.kvclient.kuzzle.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.kuzzle.ValueFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** How a value looks in a request and in an answer. Always a JSON string there: the server spoils other kinds. */
record ValueWire(ValueFormat format) {
    void write(JsonGenerator json, StoredValue.Json value) throws IOException {
        byte[] utf8 = value.utf8();
        if (isBareString(value)) {
            // Between its quotes it is escaped already.
            json.writeRawUTF8String(utf8, 1, utf8.length - 2);
        } else {
            json.writeUTF8String(utf8, 0, utf8.length);
        }
    }

    StoredValue read(String text) {
        return format == ValueFormat.NATURAL
                ? new StoredValue.Text(text)
                : new StoredValue.Json(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether what is sent is the empty string, which some actions refuse. */
    boolean isEmpty(StoredValue.Json value) {
        return isBareString(value) && value.utf8().length == 2;
    }

    private boolean isBareString(StoredValue.Json value) {
        return format == ValueFormat.NATURAL && value.isString();
    }
}
