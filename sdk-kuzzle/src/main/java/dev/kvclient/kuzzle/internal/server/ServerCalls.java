package dev.kvclient.kuzzle.internal.server;

import dev.kvclient.CallOptions;
import dev.kvclient.kuzzle.internal.Members;
import dev.kvclient.kuzzle.server.KuzzleAsyncServerApi;
import dev.kvclient.kuzzle.server.KuzzleHealth;
import dev.kvclient.kuzzle.server.KuzzleServerApi;
import dev.kvclient.kuzzle.server.KuzzleServerInfo;
import dev.kvclient.spi.NativeCall;
import dev.kvclient.spi.NativeFaces;
import dev.kvclient.spi.Pipeline;
import java.lang.invoke.MethodHandles;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;

/**
 * The calls of {@link KuzzleServerApi} and {@link KuzzleAsyncServerApi}, whose methods the methods here are:
 * {@link NativeFaces} makes both of this.
 */
public final class ServerCalls {
    private final ServerWire wire;
    private final Pipeline pipeline;
    private final CallOptions options;
    private final boolean waiting;

    private ServerCalls(ServerWire wire, Pipeline pipeline, CallOptions options, boolean waiting) {
        this.wire = wire;
        this.pipeline = pipeline;
        this.options = options;
        this.waiting = waiting;
    }

    /** The face that waits. */
    public static KuzzleServerApi blocking(ServerWire wire, Pipeline pipeline) {
        return new ServerCalls(wire, pipeline, CallOptions.none(), true).blocking();
    }

    private KuzzleServerApi blocking() {
        return NativeFaces.blocking(MethodHandles.lookup(), KuzzleServerApi.class, this, pipeline);
    }

    KuzzleAsyncServerApi async() {
        ServerCalls promising = new ServerCalls(wire, pipeline, options, false);
        return NativeFaces.async(MethodHandles.lookup(), KuzzleAsyncServerApi.class, promising, pipeline);
    }

    /** Another face of the same kind. */
    Object with(CallOptions more) {
        ServerCalls other =
                new ServerCalls(wire, pipeline, Objects.requireNonNull(more).over(options), waiting);
        return waiting ? other.blocking() : other.async();
    }

    NativeCall<Instant, Instant> now() {
        return call("now", frame -> ServerAnswers.now(Members.ofAnswer(frame)));
    }

    NativeCall<Boolean, Boolean> adminExists() {
        return call("adminExists", frame -> ServerAnswers.adminExists(Members.ofAnswer(frame)));
    }

    NativeCall<KuzzleServerInfo, KuzzleServerInfo> info() {
        return call("info", frame -> ServerAnswers.info(Members.ofAnswer(frame), pipeline.codec()));
    }

    NativeCall<KuzzleHealth, KuzzleHealth> healthCheck() {
        return call("healthCheck", ServerAnswers::health);
    }

    private <R> NativeCall<R, R> call(String action, Function<byte[], R> reader) {
        return NativeCall.of(new ServerCall<>(wire, action, reader), options);
    }
}
