package dev.kvclient.internal.engine;

import dev.kvclient.ConnectionState;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvOfflineException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.KvBackend;

/**
 * Stands between the lanes and the adapter: the place at which a request waits while the client is offline. Without an
 * offline queue, none may.
 */
final class Gate {
    private final KvBackend backend;

    Gate(KvBackend backend) {
        this.backend = backend;
    }

    /**
     * Lets a request pass.
     *
     * @throws KvOfflineException if there is no connection
     */
    void check() {
        ConnectionState state = backend.state();
        if (state != ConnectionState.CONNECTED) {
            throw new KvOfflineException(Failure.of(Outcome.NOT_SENT, "there is no connection (" + state + ")"));
        }
    }
}
