package dev.kvclient.benchmarks.jmh;

import dev.kvclient.BackendProfile;
import dev.kvclient.Capabilities;
import dev.kvclient.ConnectionState;
import dev.kvclient.spi.BackendContext;
import dev.kvclient.spi.CommandHandler;
import dev.kvclient.spi.KvBackend;
import dev.kvclient.spi.Pipeline;
import dev.kvclient.spi.WriteOrdering;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A backend that answers each get and set on the spot, so that what is around it is what is measured. */
final class InstantBackend implements KvBackend {
    private final CommandHandler commands = new InstantCommands();
    private volatile ConnectionState state = ConnectionState.DISCONNECTED;

    @Override
    public String name() {
        return "instant";
    }

    @Override
    public String endpoint() {
        return "instant:";
    }

    @Override
    public Capabilities capabilities() {
        return BackendProfile.NDB_STATUS;
    }

    @Override
    public WriteOrdering writeOrdering() {
        return WriteOrdering.IN_ORDER_OF_SENDING;
    }

    @Override
    public CommandHandler commands() {
        return commands;
    }

    @Override
    public CompletionStage<Void> open(BackendContext context) {
        state = ConnectionState.CONNECTED;
        context.stateChanged(ConnectionState.CONNECTED, null);
        return CompletableFuture.allOf();
    }

    @Override
    public ConnectionState state() {
        return state;
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type, Pipeline pipeline) {
        return Optional.empty();
    }

    @Override
    public void close() {
        state = ConnectionState.CLOSED;
    }
}
