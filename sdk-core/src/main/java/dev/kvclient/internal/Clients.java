package dev.kvclient.internal;

import dev.kvclient.Capability;
import dev.kvclient.ConnectionState;
import dev.kvclient.Credentials;
import dev.kvclient.KvClient;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvInterruptedException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.engine.Engine;
import dev.kvclient.internal.engine.Failures;
import dev.kvclient.internal.view.BlockingView;
import dev.kvclient.offline.OfflineQueue;
import dev.kvclient.spi.KvBackend;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** Puts a client over a backend. */
public final class Clients {
    private Clients() {}

    /**
     * Opens a client.
     *
     * @throws KvException if there is no connection, or the backend lacks what is required; nothing is left behind
     */
    public static KvClient open(KvBackend backend, ClientSettings settings) {
        Engine engine = new Engine(backend, settings);
        engine.open();
        // What a backend can do may be known in full only now; a client that starts offline cannot wait for that.
        try {
            Client client = new Client(engine);
            client.require(settings.required().toArray(Capability[]::new));
            return client;
        } catch (RuntimeException | Error e) {
            engine.close();
            throw e;
        }
    }

    /** The view of everything, which alone can be closed. */
    private static final class Client extends BlockingView implements KvClient {
        Client(Engine engine) {
            super(engine);
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            return engine().backend()
                    .unwrap(type, engine())
                    .orElseThrow(() -> Failures.wrong(
                            "the backend " + backendName() + " has no native API of the class " + type.getName()));
        }

        @Override
        public void credentials(Credentials value) {
            Objects.requireNonNull(value, "credentials");
            if (engine().state() == ConnectionState.CLOSED) {
                throw new KvClosedException(Failure.of(Outcome.NOT_SENT, "the client is closed"));
            }
            engine().backend().credentials(value);
            engine().credentialsChanged();
        }

        @Override
        public String backendName() {
            return engine().backend().name();
        }

        @Override
        public String endpoint() {
            return engine().backend().endpoint();
        }

        @Override
        public boolean awaitConnected(Duration atMost) {
            try {
                return engine().awaitConnected(atMost);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KvInterruptedException(
                        Failure.of(Outcome.NOT_SENT, "interrupted while waiting for a connection"));
            }
        }

        @Override
        public OfflineQueue offlineQueue() {
            return engine().offlineQueue();
        }

        @Override
        public Optional<KvException> lastConnectionFailure() {
            return engine().lastConnectionFailure();
        }

        @Override
        public void close() {
            engine().close();
        }

        @Override
        public String toString() {
            return "KvClient[" + endpoint() + ", " + state() + "]";
        }
    }
}
