package dev.kvclient.internal.engine;

import dev.kvclient.ConnectionState;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvOfflineException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.KvBackend;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Stands between the lanes and the adapter: the place at which a request waits while the client is offline. Without an
 * offline queue, none may.
 */
final class Gate {
    private final KvBackend backend;
    private final Supplier<Optional<KvException>> reason;

    /** The reason is that for which the connection was given up, once it was and that is known. */
    Gate(KvBackend backend, Supplier<Optional<KvException>> reason) {
        this.backend = backend;
        this.reason = reason;
    }

    /**
     * Lets a request pass.
     *
     * @throws KvOfflineException if there is no connection
     * @throws KvException with the reason, if the connection was given up for good
     */
    void check() {
        ConnectionState state = backend.state();
        if (state == ConnectionState.FAILED) {
            throw givenUp();
        }
        if (state != ConnectionState.CONNECTED) {
            throw new KvOfflineException(Failure.of(Outcome.NOT_SENT, "there is no connection (" + state + ")"));
        }
    }

    /** Why nothing can be sent any more: the connection was given up for good. */
    KvException givenUp() {
        return reason.get()
                .map(why -> why.with(f -> f.outcome(Outcome.NOT_SENT).retryable(false)))
                .orElseGet(() -> new KvConnectionException(
                        Failure.of(Outcome.NOT_SENT, "the connection was given up for good")));
    }
}
