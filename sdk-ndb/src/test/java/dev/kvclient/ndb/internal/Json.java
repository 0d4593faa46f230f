package dev.kvclient.ndb.internal;

import dev.kvclient.KvType;
import dev.kvclient.codec.KvCodec;
import dev.kvclient.codec.StoredValue;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as maps, lists, strings and numbers, for looking into frames. */
final class Json {
    private Json() {}

    static @Nullable Object any(byte[] utf8) {
        return KvCodec.standard()
                .decode(new StoredValue.Json(utf8), KvType.of(Object.class))
                .orElse(null);
    }

    static @Nullable Object any(StoredValue.Json json) {
        return any(json.utf8());
    }

    static Map<?, ?> object(String json) {
        Object object = any(json.getBytes(StandardCharsets.UTF_8));
        if (object instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("no object");
    }

    /** A value as it is written. */
    static StoredValue.Json value(String json) {
        return new StoredValue.Json(json.getBytes(StandardCharsets.UTF_8));
    }
}
