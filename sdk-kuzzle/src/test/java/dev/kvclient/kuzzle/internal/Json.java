package dev.kvclient.kuzzle.internal;

import dev.kvclient.KvType;
import dev.kvclient.codec.KvCodec;
import dev.kvclient.codec.StoredValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** JSON as maps, lists, strings and numbers, for looking into frames. */
final class Json {
    private Json() {}

    static Map<?, ?> object(byte[] utf8) {
        return (Map<?, ?>) KvCodec.standard()
                .decode(new StoredValue.Json(utf8), KvType.of(Object.class))
                .orElseThrow();
    }

    static Map<?, ?> object(String json) {
        return object(json.getBytes(StandardCharsets.UTF_8));
    }

    /** A string as JSON, quotes included. */
    static String quoted(String text) {
        return KvCodec.standard().encode(text).text();
    }

    /** What is at the end of a path of names and indexes; null if nothing is. */
    static Object at(Object json, Object... path) {
        Object here = json;
        for (Object step : path) {
            here = step instanceof Integer index ? ((List<?>) here).get(index) : ((Map<?, ?>) here).get(step);
        }
        return here;
    }
}
