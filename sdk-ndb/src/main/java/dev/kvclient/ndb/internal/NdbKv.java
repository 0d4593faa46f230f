package dev.kvclient.ndb.internal;

import dev.kvclient.BackendProfile;
import dev.kvclient.Capabilities;
import dev.kvclient.ConnectionState;
import dev.kvclient.codec.Numbers;
import dev.kvclient.ndb.NdbGeneration;
import dev.kvclient.spi.BackendContext;
import dev.kvclient.spi.CommandHandler;
import dev.kvclient.spi.KvBackend;
import dev.kvclient.spi.Pipeline;
import dev.kvclient.spi.WriteOrdering;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** NDB as a backend of the common API. */
public final class NdbKv implements KvBackend {
    private final NdbSettings settings;
    private final NdbConnection connection;
    private final NdbCommands commands;
    private final Capabilities ofSession;
    private final Capabilities ofStatus;

    /** A backend that is not open yet. */
    public NdbKv(NdbSettings settings) {
        this.settings = settings;
        this.connection = new NdbConnection(settings);
        this.commands = new NdbCommands(connection);
        this.ofSession = capabilities(BackendProfile.NDB_SESSION, settings, NdbGeneration.SESSION);
        this.ofStatus = capabilities(BackendProfile.NDB_STATUS, settings, NdbGeneration.STATUS);
    }

    @Override
    public String name() {
        return "ndb";
    }

    @Override
    public String endpoint() {
        return settings.endpoint();
    }

    /** Until the generation is known, those that both have. The same object each time: they are asked for each call. */
    @Override
    public Capabilities capabilities() {
        return connection.generation().orElse(NdbGeneration.STATUS) == NdbGeneration.SESSION ? ofSession : ofStatus;
    }

    private static Capabilities capabilities(Capabilities profile, NdbSettings settings, NdbGeneration generation) {
        return profile.toBuilder()
                .limits(profile.limits().maxRequestBytes(settings.maxPayload(generation)))
                .build();
    }

    /** NDB carries out in order; but a write that is sent again would be out of order, so they go one by one. */
    @Override
    public WriteOrdering writeOrdering() {
        return WriteOrdering.ONE_AT_A_TIME;
    }

    @Override
    public Numbers numbers() {
        return Numbers.BITS_64;
    }

    @Override
    public CommandHandler commands() {
        return commands;
    }

    @Override
    public CompletionStage<Void> open(BackendContext context) {
        return connection.open(context);
    }

    @Override
    public ConnectionState state() {
        return connection.state();
    }

    @Override
    public void connectNow() {
        connection.tryNow();
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type, Pipeline pipeline) {
        NativeNdb api = new NativeNdb(connection, pipeline);
        return type.isInstance(api) ? Optional.of(type.cast(api)) : Optional.empty();
    }

    @Override
    public void close() {
        connection.close();
    }
}
