package dev.kvclient.kuzzle.server;

import dev.kvclient.CallOptions;
import java.time.Instant;
import java.util.function.UnaryOperator;

/**
 * What a Kuzzle tells of itself: actions of the controller {@code server}, each a method under its own name, over the
 * connection of a client and with its deadlines, retry and events. None changes anything, so that all are sent again if
 * their answer was lost.
 *
 * <pre>{@code
 * KuzzleServerApi server = kv.unwrap(KuzzleClient.class).server();
 * Duration ahead = Duration.between(Instant.now(), server.now());
 * }</pre>
 *
 * <p>Each method throws {@link dev.kvclient.error.KvException} as {@link dev.kvclient.KvOperations} says. The user
 * needs the right for the action.
 *
 * <p>Safe for use by many threads. It ends with the client that it came from.
 */
public interface KuzzleServerApi {
    /** What time it is where Kuzzle runs, in milliseconds. */
    Instant now();

    /** What runs there: versions, resources, services. */
    KuzzleServerInfo info();

    /** Whether there is an administrator; without one, the anonymous user may do everything. */
    boolean adminExists();

    /**
     * Whether Redis and the storage of documents are there behind Kuzzle. A server that is not well tells so in its
     * result and does not fail the call. One without its Redis fails every action instead, this one too, with a
     * {@link dev.kvclient.error.KvServerException} (seen at 2.56).
     */
    KuzzleHealth healthCheck();

    /**
     * The same, with these options for each request: how long it may take, whether it may wait while the client is
     * offline, and so on.
     */
    KuzzleServerApi with(CallOptions options);

    /** See {@link #with(CallOptions)}. */
    default KuzzleServerApi with(UnaryOperator<CallOptions> options) {
        return with(options.apply(CallOptions.none()));
    }

    /** The same with futures. */
    KuzzleAsyncServerApi async();
}
