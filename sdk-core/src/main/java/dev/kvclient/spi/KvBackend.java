package dev.kvclient.spi;

import dev.kvclient.Attribute;
import dev.kvclient.Capabilities;
import dev.kvclient.ConnectionState;
import dev.kvclient.Credentials;
import dev.kvclient.codec.Numbers;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A backend, as an adapter makes it and a {@link dev.kvclient.KvClient} is put over it. One backend serves one client.
 *
 * <p>Implementations are safe for use by many threads and never run application code.
 */
public interface KvBackend {
    /** The name of the kind of backend, such as {@code kuzzle}; used in messages and events. */
    String name();

    /** Where it is, as {@code scheme://host:port}, without anything secret. */
    String endpoint();

    /** What it can do. May become known in more detail once it is open; never less than before. */
    Capabilities capabilities();

    /** What it promises of the order of execution. */
    WriteOrdering writeOrdering();

    /** The attributes that it understands. Others are refused before anything is sent. */
    default Set<Attribute<?>> attributes() {
        return Set.of();
    }

    /** Which numbers come back equal; others are refused while a value is written. */
    default Numbers numbers() {
        return Numbers.ANY;
    }

    /** What carries the commands of the common API out. */
    CommandHandler commands();

    /**
     * Begins to connect. Called once.
     *
     * @return completed when the first connection is ready for requests; failed when it is given up, and then nothing
     *     is left behind
     */
    CompletionStage<Void> open(BackendContext context);

    /** Where the link stands. */
    ConnectionState state();

    /**
     * Tries to renew credentials that the backend has just refused. Calls at the same time are answered by one renewal.
     *
     * @param refused the refusal
     * @return whether there are new ones, so that the request is worth sending again
     */
    default CompletionStage<Boolean> renewCredentials(KvAuthException refused) {
        return CompletableFuture.completedFuture(false);
    }

    /**
     * Makes the next attempt to connect at once, if the backend waits for it; without effect otherwise. Returns at
     * once.
     */
    default void connectNow() {}

    /**
     * Takes new credentials while it runs: all that is sent from now on goes out with them, a link that is up is signed
     * in anew, and one that waits for its next attempt makes that attempt at once. Returns quickly.
     *
     * @throws KvRequestException if this backend takes none, or none of that kind
     */
    default void credentials(Credentials value) {
        throw new KvRequestException(Failure.of(Outcome.NOT_SENT, "the backend " + name() + " takes no credentials"));
    }

    /**
     * The native API.
     *
     * @param type the class of the native API
     * @param pipeline what it sends its requests through
     * @return the API, or empty if this backend has none of that class
     */
    <T> Optional<T> unwrap(Class<T> type, Pipeline pipeline);

    /** Closes the link and leaves no thread behind, in bounded time. Requests under way fail. Idempotent. */
    void close();
}
