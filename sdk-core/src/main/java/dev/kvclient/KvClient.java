package dev.kvclient;

import dev.kvclient.offline.OfflineQueue;
import dev.kvclient.spi.KvBackend;
import java.time.Duration;
import java.util.Optional;

/**
 * A connection to a backend, and the root of all views of it. Safe for use by many threads; an application needs one a
 * backend, for as long as it runs.
 *
 * <pre>{@code
 * try (KvClient kv = KvClient.connect("memory:")) {
 *     kv.set("user:1", new User("Ada", 36));
 *     Optional<User> ada = kv.get("user:1", User.class);
 * }
 * }</pre>
 */
public interface KvClient extends KvOperations, AutoCloseable {
    /**
     * Connects to the backend that the URL names.
     *
     * <p>Which schemes there are depends on the adapters that are found: {@code memory:} and {@code memory:name}
     * always, {@code kuzzle://host:port} with the Kuzzle adapter, and so on. Several endpoints, tried in turn, are
     * given as {@code kuzzle://a:7512,b:7512}. A URL carries no secret: credentials are given to {@link
     * #builder(String)}.
     *
     * @throws dev.kvclient.error.KvRequestException if the URL is not understood, or carries a secret
     * @throws dev.kvclient.error.KvException if there is no connection within the connect timeout (10 s); nothing is
     *     left behind then
     */
    static KvClient connect(String url) {
        return builder(url).connect();
    }

    /** A client for the backend that the URL names, with settings. */
    static KvClientBuilder builder(String url) {
        return new KvClientBuilder(KvClientBuilder.Source.url(url));
    }

    /** A client over a backend that an adapter's own builder has made. The client closes the backend. */
    static KvClientBuilder builder(KvBackend backend) {
        return new KvClientBuilder(KvClientBuilder.Source.backend(backend));
    }

    /**
     * A client as the environment describes it: {@code KV_URL}; {@code KV_TOKEN}, or {@code KV_USER} with
     * {@code KV_PASSWORD}; {@code KV_TIMEOUT} as an ISO 8601 duration such as {@code PT5S}.
     *
     * @throws dev.kvclient.error.KvRequestException if {@code KV_URL} is not set, or a variable is not understood
     */
    static KvClientBuilder fromEnv() {
        return KvClientBuilder.fromEnvironment(System.getenv());
    }

    /**
     * The native API of the backend, over the same connection and with the same guarantees.
     *
     * @param type the class of the native API, such as {@code KuzzleClient.class}
     * @throws dev.kvclient.error.KvRequestException if this backend has none of that class
     */
    <T> T unwrap(Class<T> type);

    /**
     * Gives other credentials to the running client. They are used from now on: a connection that waits for its next
     * attempt makes that attempt at once, and one that is up is signed in anew, which requests made from now on wait
     * for. If they are refused there is no connection ({@link #lastConnectionFailure()} says why) until an attempt
     * succeeds or others are given. Does not wait for the sign-in. Safe to call from any thread.
     *
     * @throws dev.kvclient.error.KvRequestException if the backend takes no credentials, or none of that kind
     * @throws dev.kvclient.error.KvClosedException if the client is closed
     */
    void credentials(Credentials value);

    /** The name of the kind of backend, such as {@code kuzzle}. */
    String backendName();

    /** Where the backend is, as {@code scheme://host:port}. */
    String endpoint();

    /**
     * Waits for a connection, for a client that was started offline; not for one that was given up for good.
     *
     * @return whether there is one
     * @throws dev.kvclient.error.KvInterruptedException if the thread is interrupted
     */
    boolean awaitConnected(Duration atMost);

    /** Where requests wait while there is no connection: to look at, and to have a hand in. */
    OfflineQueue offlineQueue();

    /** Why there is no connection, as of the last failed attempt. */
    Optional<dev.kvclient.error.KvException> lastConnectionFailure();

    /**
     * Ends the client: takes no more requests, waits for those under way for the close timeout (2 s), settles the rest
     * (sent ones as {@code UNKNOWN}, others as {@code NOT_SENT}) and leaves no thread behind. May be called by any
     * thread and more than once; called on a thread of the client it does not wait.
     */
    @Override
    void close();
}
