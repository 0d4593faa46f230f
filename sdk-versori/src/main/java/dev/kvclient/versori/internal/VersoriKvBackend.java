package dev.kvclient.versori.internal;

import dev.kvclient.BackendProfile;
import dev.kvclient.Capabilities;
import dev.kvclient.ConnectionState;
import dev.kvclient.Credentials;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.spi.BackendContext;
import dev.kvclient.spi.CommandHandler;
import dev.kvclient.spi.KvBackend;
import dev.kvclient.spi.Pipeline;
import dev.kvclient.spi.WriteOrdering;
import dev.kvclient.versori.VersoriClient;
import dev.kvclient.versori.VersoriScope;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Versori as a backend of the common API. */
public final class VersoriKvBackend implements KvBackend {
    private final VersoriSettings settings;
    private final VersoriHttp http;
    private final Link link;
    private final StoreActions actions;
    private final VersoriCommands commands;
    private final Capabilities capabilities;

    /**
     * A backend that is not open yet.
     *
     * @throws dev.kvclient.error.KvRequestException if a setting makes no sense
     */
    public VersoriKvBackend(VersoriSettings settings) {
        this.settings = settings;
        this.http = new VersoriHttp(settings);
        KeySpace keys = new KeySpace(settings.scope.map(VersoriScope::prefix).orElse(List.of()));
        StoreHandle store =
                settings.store.map(Stores::requireUlid).map(StoreHandle::new).orElseGet(StoreHandle::new);
        StoreCalls calls = new StoreCalls(http, store, new ValueWire(settings.encoding));
        this.actions = new StoreActions(calls, keys, settings.batchSize, settings.compareAndSetRounds);
        this.commands = new VersoriCommands(actions);
        this.link = new Link(http, settings.scope, calls, keys);
        this.capabilities = BackendProfile.VERSORI.toBuilder()
                .limits(BackendProfile.VERSORI.limits().maxBatchKeys(settings.batchSize))
                .build();
    }

    @Override
    public String name() {
        return "versori";
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
    public CommandHandler commands() {
        return commands;
    }

    @Override
    public CompletionStage<Void> open(BackendContext context) {
        return link.open(context);
    }

    @Override
    public ConnectionState state() {
        return link.state();
    }

    @Override
    public CompletionStage<Boolean> renewCredentials(KvAuthException refused) {
        return http.renewCredential();
    }

    @Override
    public void connectNow() {
        link.tryNow();
    }

    @Override
    public void credentials(Credentials value) {
        http.credentials(CommonCredentials.auth(value));
        link.tryNow();
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type, Pipeline pipeline) {
        VersoriClient api = NativeVersori.blocking(new Native(pipeline), actions);
        return type.isInstance(api) ? Optional.of(type.cast(api)) : Optional.empty();
    }

    @Override
    public void close() {
        link.close();
    }
}
