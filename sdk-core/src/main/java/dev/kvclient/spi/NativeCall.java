package dev.kvclient.spi;

import dev.kvclient.CallOptions;
import java.util.Objects;
import java.util.function.Function;

/**
 * A call of a native API that is ready to be made: see {@link NativeFaces}.
 *
 * @param command what to carry out
 * @param options its options
 * @param read makes what the caller sees of the reply, as part of the call
 * @param <R> the reply
 * @param <T> what the caller sees
 */
public record NativeCall<R, T>(KvCommand<R> command, CallOptions options, Function<R, T> read) {
    /** Nothing of it may be null. */
    public NativeCall {
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(read, "read");
    }

    /** A call whose caller sees the reply itself. */
    public static <R> NativeCall<R, R> of(KvCommand<R> command, CallOptions options) {
        return new NativeCall<>(command, options, Function.identity());
    }

    /** A call that tells its caller nothing but that it is done. */
    @SuppressWarnings("NullAway") // A Void has no other value.
    public static NativeCall<Ack, Void> done(KvCommand<Ack> command, CallOptions options) {
        return new NativeCall<>(command, options, ack -> null);
    }
}
