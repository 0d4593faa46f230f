package dev.kvclient.kuzzle.server;

import dev.kvclient.CallOptions;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * {@link KuzzleServerApi} with futures, which are completed as {@link dev.kvclient.AsyncKvOperations} says. Only null
 * arguments throw.
 */
public interface KuzzleAsyncServerApi {
    /** See {@link KuzzleServerApi#now()}. */
    CompletableFuture<Instant> now();

    /** See {@link KuzzleServerApi#info()}. */
    CompletableFuture<KuzzleServerInfo> info();

    /** See {@link KuzzleServerApi#adminExists()}. */
    CompletableFuture<Boolean> adminExists();

    /** See {@link KuzzleServerApi#healthCheck()}. */
    CompletableFuture<KuzzleHealth> healthCheck();

    /** See {@link KuzzleServerApi#with(CallOptions)}. */
    KuzzleAsyncServerApi with(CallOptions options);

    /** See {@link #with(CallOptions)}. */
    default KuzzleAsyncServerApi with(UnaryOperator<CallOptions> options) {
        return with(options.apply(CallOptions.none()));
    }
}
