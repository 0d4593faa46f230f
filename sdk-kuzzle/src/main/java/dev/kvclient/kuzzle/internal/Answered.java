package dev.kvclient.kuzzle.internal;

import dev.kvclient.KvType;
import dev.kvclient.RawJson;
import dev.kvclient.codec.KvCodec;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.error.KvException;
import dev.kvclient.kuzzle.KuzzleResponse;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An answer as the application sees it.
 *
 * @param operation of the request
 */
record Answered(Members members, KvCodec codec, String operation) implements KuzzleResponse {
    static final KvType<Map<String, @Nullable Object>> MAP = new KvType<>() {};

    @Override
    public int status() {
        return (int) members.integer("status").orElse(0);
    }

    @Override
    public String requestId() {
        return members.text("requestId").orElse("");
    }

    @Override
    public Optional<RawJson> result() {
        return raw("result");
    }

    @Override
    public <T> Optional<T> result(KvType<T> type) {
        return read("result", type);
    }

    @Override
    public Map<String, @Nullable Object> resultMap() {
        return read("result", MAP).orElse(Map.of());
    }

    @Override
    public Optional<RawJson> volatileData() {
        return raw("volatile");
    }

    @Override
    public Optional<String> node() {
        return members.text("node");
    }

    @Override
    public Map<String, @Nullable Object> headers() {
        return read("headers", MAP).orElse(Map.of());
    }

    @Override
    public RawJson json() {
        return RawJson.of(members.whole().text());
    }

    private Optional<RawJson> raw(String name) {
        return members.json(name).map(json -> RawJson.of(json.text()));
    }

    private <T> Optional<T> read(String name, KvType<T> type) {
        Optional<StoredValue.Json> json = members.json(name);
        try {
            return json.flatMap(value -> codec.decode(value, type));
        } catch (KvException e) {
            throw e.with(f -> f.backend("kuzzle").operation(operation));
        }
    }

    /** The status only. */
    @Override
    public String toString() {
        return "KuzzleResponse[" + operation + " " + status() + "]";
    }
}
