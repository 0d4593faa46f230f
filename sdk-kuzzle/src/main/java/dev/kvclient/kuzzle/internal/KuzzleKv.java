package dev.kvclient.kuzzle.internal;

import dev.kvclient.Attribute;
import dev.kvclient.BackendProfile;
import dev.kvclient.Capabilities;
import dev.kvclient.ConnectionState;
import dev.kvclient.Credentials;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.kuzzle.KuzzleAttributes;
import dev.kvclient.spi.BackendContext;
import dev.kvclient.spi.CommandHandler;
import dev.kvclient.spi.KvBackend;
import dev.kvclient.spi.Pipeline;
import dev.kvclient.spi.WriteOrdering;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Kuzzle as a backend of the common API. */
public final class KuzzleKv implements KvBackend {
    private final KuzzleSettings settings;
    private final KuzzleTransport transport;
    private final Capabilities capabilities;
    private final KuzzleCommands commands;

    /**
     * A backend that is not open yet.
     *
     * @throws dev.kvclient.error.KvRequestException if it goes over HTTP, and OkHttp is not there or the settings are
     *     not valid for HTTP
     */
    public KuzzleKv(KuzzleSettings settings) {
        this.settings = settings;
        this.transport = settings.http() ? KuzzleHttp.make(settings) : new KuzzleConnection(settings);
        this.capabilities = BackendProfile.KUZZLE.toBuilder()
                .limits(BackendProfile.KUZZLE.limits().maxRequestBytes(settings.maxFrameBytes()))
                .build();
        ValueWire values = new ValueWire(settings.format());
        this.commands = new KuzzleCommands(new MsActions(transport, values), values, settings.maxFrameBytes(), (int)
                capabilities.limits().maxBatchKeys().orElse(1));
    }

    @Override
    public String name() {
        return "kuzzle";
    }

    @Override
    public String endpoint() {
        return settings.endpoint();
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public WriteOrdering writeOrdering() {
        return WriteOrdering.ONE_AT_A_TIME;
    }

    @Override
    public Set<Attribute<?>> attributes() {
        return Set.of(KuzzleAttributes.VOLATILE, KuzzleAttributes.TRIGGER_EVENTS);
    }

    @Override
    public CommandHandler commands() {
        return commands;
    }

    @Override
    public CompletionStage<Void> open(BackendContext context) {
        return transport.open(context);
    }

    @Override
    public ConnectionState state() {
        return transport.state();
    }

    @Override
    public CompletionStage<Boolean> renewCredentials(KvAuthException refused) {
        return transport.renew(refused);
    }

    @Override
    public void connectNow() {
        transport.tryNow();
    }

    @Override
    public void credentials(Credentials value) {
        transport.credentials(value);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type, Pipeline pipeline) {
        NativeKuzzle api = new NativeKuzzle(transport, pipeline);
        return type.isInstance(api) ? Optional.of(type.cast(api)) : Optional.empty();
    }

    @Override
    public void close() {
        transport.close();
    }
}
