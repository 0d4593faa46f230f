package dev.kvclient.internal.memory;

import dev.kvclient.Capabilities;
import dev.kvclient.ConnectionState;
import dev.kvclient.internal.engine.Failures;
import dev.kvclient.spi.BackendContext;
import dev.kvclient.spi.CommandHandler;
import dev.kvclient.spi.KvBackend;
import dev.kvclient.spi.Pipeline;
import dev.kvclient.spi.WriteOrdering;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The backend in memory: connected from its opening to its closing. */
public final class MemoryKv implements KvBackend {
    private final MemoryStore store;
    private final @Nullable String name;
    private final Capabilities profile;
    private final long maxEntries;
    private final @Nullable Supplier<Instant> clock;
    private volatile ConnectionState state = ConnectionState.DISCONNECTED;
    private @Nullable CommandHandler commands;

    /**
     * Puts a backend over a store.
     *
     * @param name the name under which the store is shared, or null
     */
    public MemoryKv(
            MemoryStore store,
            @Nullable String name,
            Capabilities profile,
            long maxEntries,
            @Nullable Supplier<Instant> clock) {
        this.store = store;
        this.name = name;
        this.profile = profile;
        this.maxEntries = maxEntries;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String endpoint() {
        return "memory:" + (name == null ? "" : name);
    }

    @Override
    public Capabilities capabilities() {
        return profile;
    }

    @Override
    public WriteOrdering writeOrdering() {
        return WriteOrdering.IN_ORDER_OF_SENDING;
    }

    @Override
    public CommandHandler commands() {
        CommandHandler made = commands;
        if (made == null) {
            throw new IllegalStateException("not open");
        }
        return made;
    }

    @Override
    public CompletionStage<Void> open(BackendContext context) {
        if (commands != null) {
            throw Failures.wrong("a backend serves one client");
        }
        commands = new MemoryCommands(store, profile, maxEntries, clock == null ? context.time()::now : clock);
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
        boolean first = state != ConnectionState.CLOSED;
        state = ConnectionState.CLOSED;
        if (first && name != null) {
            store.release(name);
        }
    }
}
