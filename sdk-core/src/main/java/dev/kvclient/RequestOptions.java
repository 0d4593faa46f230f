package dev.kvclient;

import java.time.Duration;

/**
 * What the options of all kinds of request have in common: everything in {@link CallOptions}.
 *
 * @param <S> the kind of options
 */
public abstract sealed class RequestOptions<S extends RequestOptions<S>>
        permits SetOptions, DeleteOptions, ClearOptions {
    private final CallOptions call;

    RequestOptions(CallOptions call) {
        this.call = call;
    }

    /** The part that every request has. */
    public final CallOptions call() {
        return call;
    }

    /** These options with another common part. */
    public abstract S call(CallOptions value);

    /** See {@link CallOptions#timeout(Duration)}. */
    public final S timeout(Duration value) {
        return call(call.timeout(value));
    }

    /** See {@link CallOptions#noTimeout()}. */
    public final S noTimeout() {
        return call(call.noTimeout());
    }

    /** See {@link CallOptions#queuable(boolean)}. */
    public final S queuable(boolean value) {
        return call(call.queuable(value));
    }

    /** See {@link CallOptions#idempotent()}. */
    public final S idempotent() {
        return call(call.idempotent());
    }

    /** See {@link CallOptions#attribute(Attribute, Object)}. */
    public final <T> S attribute(Attribute<T> attribute, T value) {
        return call(call.attribute(attribute, value));
    }
}
