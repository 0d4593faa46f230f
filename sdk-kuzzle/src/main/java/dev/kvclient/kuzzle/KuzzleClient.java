package dev.kvclient.kuzzle;

import dev.kvclient.CallOptions;
import dev.kvclient.KvType;
import dev.kvclient.kuzzle.auth.KuzzleAuth;
import dev.kvclient.kuzzle.ms.KuzzleMemoryStorage;
import dev.kvclient.kuzzle.server.KuzzleServerApi;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Kuzzle's own API, over the connection and with the guarantees of a {@link dev.kvclient.KvClient}:
 *
 * <pre>{@code
 * KuzzleClient kuzzle = kv.unwrap(KuzzleClient.class);
 * KuzzleRequest find = KuzzleRequest.of("document", "get").index("town").collection("streets").id("main").readOnly();
 * KuzzleResponse found = kuzzle.query(find);
 * Map<String, Object> street = found.resultMap();
 * }</pre>
 *
 * <p>Safe for use by many threads. It ends with the client that it came from.
 */
public interface KuzzleClient {
    /** See {@link #query(KuzzleRequest, CallOptions)}. */
    default KuzzleResponse query(KuzzleRequest request) {
        return query(request, CallOptions.none());
    }

    /**
     * Sends a request to any controller and action, and waits for its answer. What the server would refuse whatever the
     * action is - a body that is neither an object nor an array, names that are its own - is refused here and not sent.
     *
     * @return the answer, which is one without an error
     * @throws dev.kvclient.error.KvException the error in the answer, and as {@link dev.kvclient.KvOperations} says
     */
    KuzzleResponse query(KuzzleRequest request, CallOptions options);

    /** See {@link #query(KuzzleRequest, KvType, CallOptions)}. */
    default <T> Optional<T> query(KuzzleRequest request, Class<T> type) {
        return query(request, KvType.of(type), CallOptions.none());
    }

    /**
     * The same for those who want the result alone.
     *
     * @param type what to read the result as
     * @return the result; empty if it is null, or if there is none
     * @throws dev.kvclient.error.KvException as {@link #query(KuzzleRequest, CallOptions)}; with outcome
     *     {@code APPLIED} if the result cannot be read as the type
     */
    <T> Optional<T> query(KuzzleRequest request, KvType<T> type, CallOptions options);

    /** See {@link #queryAsync(KuzzleRequest, CallOptions)}. */
    default CompletableFuture<KuzzleResponse> queryAsync(KuzzleRequest request) {
        return queryAsync(request, CallOptions.none());
    }

    /**
     * {@link #query(KuzzleRequest, CallOptions)} with a future, which is completed as
     * {@link dev.kvclient.AsyncKvOperations} says.
     */
    CompletableFuture<KuzzleResponse> queryAsync(KuzzleRequest request, CallOptions options);

    /** See {@link #queryAsync(KuzzleRequest, KvType, CallOptions)}. */
    default <T> CompletableFuture<Optional<T>> queryAsync(KuzzleRequest request, Class<T> type) {
        return queryAsync(request, KvType.of(type), CallOptions.none());
    }

    /** {@link #query(KuzzleRequest, KvType, CallOptions)} with a future. */
    <T> CompletableFuture<Optional<T>> queryAsync(KuzzleRequest request, KvType<T> type, CallOptions options);

    /**
     * The memory storage, action by action; {@link KuzzleMemoryStorage#async()} has it with futures. The same object
     * each time.
     */
    KuzzleMemoryStorage ms();

    /**
     * Who the client is: logins, tokens, rights, API keys; {@link KuzzleAuth#async()} has it with futures. The same
     * object each time.
     */
    KuzzleAuth auth();

    /**
     * What the server tells of itself; {@link KuzzleServerApi#async()} has it with futures. The same object each time.
     */
    KuzzleServerApi server();

    /**
     * Has a listener told of all that the server sends by itself. It is told on the client's callback executor, of one
     * notification after the other, in the order in which they come; several listeners do not wait for each other, nor
     * does anything else of the client for them.
     *
     * <p>For a listener that is slower than they come, 1,000 notifications or 16 MiB of them wait; then the oldest are
     * dropped, which is logged, and counted by {@link KuzzleRegistration#dropped()}.
     *
     * <p>To be told of anything, subscribe by a request to {@code realtime:subscribe}, and do so again whenever the
     * client has reconnected ({@link dev.kvclient.KvListener#onStateChange}): the server forgets the subscriptions of a
     * connection with it, and what happens in between is not told. {@code TokenExpired} comes without, and the client
     * itself signs in anew at it.
     *
     * @return ends it when it is closed; the client's end ends it, too
     * @throws dev.kvclient.error.KvUnsupportedException over HTTP, where the server can send nothing by itself
     * @throws dev.kvclient.error.KvClosedException if the client is closed
     */
    KuzzleRegistration onNotification(KuzzleNotificationListener listener);
}
