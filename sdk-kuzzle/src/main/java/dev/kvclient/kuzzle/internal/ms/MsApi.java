package dev.kvclient.kuzzle.internal.ms;

import dev.kvclient.CallOptions;
import dev.kvclient.KvType;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.error.KvException;
import dev.kvclient.spi.Pipeline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What all calls of the memory storage begin with.
 *
 * @param options for each call
 */
record MsApi(MsWire wire, Pipeline pipeline, CallOptions options) {
    private static final KvType<String> STRING = KvType.of(String.class);

    /** With options over these. */
    MsApi with(CallOptions more) {
        return new MsApi(wire, pipeline, more.over(options));
    }

    /** A request without arguments yet. */
    MsRequest ask(MsAction action) {
        return new MsRequest(this, action);
    }

    /** A request about a key. */
    MsRequest ask(MsAction action, String key) {
        return ask(action).id(key);
    }

    /** A value as it is stored: a string as it is, anything else as JSON text, or as the string that it is in JSON. */
    String encode(MsAction action, Object value) {
        if (value instanceof String text) {
            return Refused.text(action, "the value", text);
        }
        try {
            StoredValue.Json json = pipeline.codec().encode(Objects.requireNonNull(value, "value"));
            return json.isString() ? pipeline.codec().decode(json, STRING).orElse("") : json.text();
        } catch (KvException e) {
            throw e.with(f -> f.backend("kuzzle").operation("ms:" + action.wireName()));
        }
    }

    /** A stored text, read as that type; empty if it is a JSON null. */
    <T> Optional<T> decode(String key, String text, KvType<T> type) {
        try {
            return pipeline.codec().decode(new StoredValue.Text(text), type);
        } catch (KvException e) {
            throw e.with(f -> f.key(key));
        }
    }

    <T> List<T> decodeAll(String key, List<String> texts, KvType<T> type) {
        return texts.stream().flatMap(text -> decode(key, text, type).stream()).toList();
    }

    <T> Map<String, T> decodeAll(Map<String, String> texts, KvType<T> type) {
        Map<String, T> values = new LinkedHashMap<>();
        texts.forEach((name, text) -> decode(name, text, type).ifPresent(value -> values.put(name, value)));
        return values;
    }
}
