package dev.kvclient.internal.engine;

import dev.kvclient.CallOptions;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.KvCommand;
import java.util.function.BiFunction;

/**
 * A call that is ready to be made.
 *
 * @param command what to carry out
 * @param options how, with all defaults in it
 * @param read makes the result that the caller sees of the one that the backend gives, on the thread of the call
 * @param <R> what the backend gives
 * @param <T> what the caller sees
 */
public record Plan<R, T>(KvCommand<R> command, CallOptions options, BiFunction<R, Exchange, T> read) {}
