package dev.kvclient.internal.engine;

import dev.kvclient.CallOptions;
import dev.kvclient.Receipt;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.KvCommand;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A call that is ready to be made.
 *
 * @param command what to carry out
 * @param options how, with all defaults in it
 * @param read makes the result that the caller sees of the one that the backend gives, on the thread of the call
 * @param accepts makes the result that the caller sees of the receipts by key, if the call is to be accepted on disk
 *     while there is no connection; null if it is not
 * @param <R> what the backend gives
 * @param <T> what the caller sees
 */
public record Plan<R, T>(
        KvCommand<R> command,
        CallOptions options,
        BiFunction<R, Exchange, T> read,
        @Nullable Function<Map<String, Receipt>, T> accepts) {
    /** One that is not accepted on disk. */
    public Plan(KvCommand<R> command, CallOptions options, BiFunction<R, Exchange, T> read) {
        this(command, options, read, null);
    }
}
