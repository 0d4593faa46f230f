package dev.kvclient.spi;

import dev.kvclient.CallOptions;
import dev.kvclient.codec.KvCodec;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** The engine as native APIs see it: everything that a call gets, they get. Safe for use by many threads. */
public interface Pipeline {
    /**
     * Carries a command out and waits for its result.
     *
     * @param read makes what the caller sees of the result, as part of the call
     * @throws dev.kvclient.error.KvException as {@link dev.kvclient.KvOperations} says
     */
    <R, T> T call(KvCommand<R> command, CallOptions options, Function<R, T> read);

    /**
     * Carries a command out. What goes wrong fails the future.
     *
     * @param read makes what the caller sees of the result, as part of the call
     */
    <R, T> CompletableFuture<T> submit(KvCommand<R> command, CallOptions options, Function<R, T> read);

    /** The codec of the client. */
    KvCodec codec();

    /**
     * Where the client runs code of the application that nobody waits for: its own threads, or what the application has
     * given. It never refuses a task.
     */
    Executor callbacks();

    /** The time source of the client. */
    TimeSource time();
}
