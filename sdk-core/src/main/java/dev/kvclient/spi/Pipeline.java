package dev.kvclient.spi;

import dev.kvclient.CallOptions;
import dev.kvclient.codec.KvCodec;
import java.util.concurrent.CompletableFuture;

/** The engine as native APIs see it: everything that a call gets, they get. Safe for use by many threads. */
public interface Pipeline {
    /**
     * Carries a command out and waits for its result.
     *
     * @throws dev.kvclient.error.KvException as {@link dev.kvclient.KvOperations} says
     */
    <R> R call(KvCommand<R> command, CallOptions options);

    /** Carries a command out. What goes wrong fails the future. */
    <R> CompletableFuture<R> submit(KvCommand<R> command, CallOptions options);

    /** The codec of the client. */
    KvCodec codec();

    /** The time source of the client. */
    TimeSource time();
}
