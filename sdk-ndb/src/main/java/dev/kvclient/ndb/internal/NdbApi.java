package dev.kvclient.ndb.internal;

import dev.kvclient.CallOptions;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.error.KvException;
import dev.kvclient.spi.Ack;
import dev.kvclient.spi.NativeCall;
import dev.kvclient.spi.NativeFaces;
import dev.kvclient.spi.Pipeline;
import java.lang.invoke.MethodHandles;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What all calls of the native API begin with.
 *
 * @param dialect what the server speaks; throws if there is no connection
 * @param options for each call
 */
record NdbApi(NdbConnection connection, Supplier<Dialect> dialect, Pipeline pipeline, CallOptions options) {
    NdbApi(NdbConnection connection, Pipeline pipeline) {
        this(connection, connection::dialect, pipeline, CallOptions.none());
    }

    /** With options over these. */
    NdbApi with(CallOptions more) {
        return new NdbApi(connection, dialect, pipeline, more.over(options));
    }

    <R, T> NativeCall<R, T> call(NdbCall<R> call, Function<R, T> read) {
        return new NativeCall<>(call, options, read);
    }

    <R> NativeCall<R, R> call(NdbCall<R> call) {
        return NativeCall.of(call, options);
    }

    NativeCall<Ack, Void> done(NdbCall<Ack> call) {
        return NativeCall.done(call, options);
    }

    <F> F blocking(Class<F> face, Object calls) {
        return NativeFaces.blocking(MethodHandles.lookup(), face, calls, pipeline);
    }

    <F> F async(Class<F> face, Object calls) {
        return NativeFaces.async(MethodHandles.lookup(), face, calls, pipeline);
    }

    /** A value as it is sent. */
    StoredValue.Json encode(String operation, Object value) {
        try {
            return pipeline.codec().encode(value);
        } catch (KvException e) {
            throw e.with(f -> f.backend("ndb").operation(operation));
        }
    }

    /** Keys with their values as they are sent. */
    Map<String, StoredValue.Json> encode(String operation, Map<String, ?> values) {
        Map<String, StoredValue.Json> encoded = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            Refused.text(operation, "the key", key);
            try {
                encoded.put(key, encode(operation, value));
            } catch (KvException e) {
                throw e.with(f -> f.key(key));
            }
        });
        return encoded;
    }
}
