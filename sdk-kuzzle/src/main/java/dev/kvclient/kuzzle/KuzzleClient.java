package dev.kvclient.kuzzle;

import dev.kvclient.CallOptions;
import dev.kvclient.KvType;
import dev.kvclient.kuzzle.ms.KuzzleMemoryStorage;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Kuzzle's own API, over the connection and with the guarantees of a {@link dev.kvclient.KvClient}:
 *
 * <pre>{@code
 * KuzzleClient kuzzle = kv.unwrap(KuzzleClient.class);
 * Optional<ServerTime> now = kuzzle.query(KuzzleRequest.of("server", "now").readOnly(), ServerTime.class);
 * }</pre>
 *
 * <p>Safe for use by many threads. It ends with the client that it came from.
 */
public interface KuzzleClient {
    /** See {@link #query(KuzzleRequest, KvType, CallOptions)}. */
    default <T> Optional<T> query(KuzzleRequest request, Class<T> type) {
        return query(request, KvType.of(type), CallOptions.none());
    }

    /**
     * Sends a request to any controller and action, and waits for its result.
     *
     * @param type what to read the result as
     * @return the result; empty if it is null
     * @throws dev.kvclient.error.KvException as {@link dev.kvclient.KvOperations} says
     */
    <T> Optional<T> query(KuzzleRequest request, KvType<T> type, CallOptions options);

    /** The same with a future, which is completed as {@link dev.kvclient.AsyncKvOperations} says. */
    <T> CompletableFuture<Optional<T>> queryAsync(KuzzleRequest request, KvType<T> type, CallOptions options);

    /**
     * The memory storage, action by action; {@link KuzzleMemoryStorage#async()} has it with futures. The same object
     * each time.
     */
    KuzzleMemoryStorage ms();
}
