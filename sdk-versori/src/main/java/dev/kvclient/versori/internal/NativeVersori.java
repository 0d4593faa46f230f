package dev.kvclient.versori.internal;

import dev.kvclient.CallOptions;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.versori.AsyncVersoriClient;
import dev.kvclient.versori.AsyncVersoriKv;
import dev.kvclient.versori.VersoriClient;
import dev.kvclient.versori.VersoriKv;
import dev.kvclient.versori.VersoriScope;
import dev.kvclient.versori.VersoriStore;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Versori's own API over the engine of a client.
 *
 * @param engine what its requests are sent through
 * @param own the store and the scope of the client itself
 */
record NativeVersori(Native engine, StoreActions own) implements VersoriClient {
    @Override
    public VersoriKv kv() {
        return new NativeKv(ownKv());
    }

    private KvRequests ownKv() {
        return new KvRequests(engine, own, "");
    }

    @Override
    public VersoriKv kv(String storeId) {
        return new NativeKv(of(new StoreHandle(Stores.requireUlid(storeId)), new KeySpace(List.of())));
    }

    @Override
    public VersoriKv kv(VersoriScope scope, CallOptions options) {
        return new NativeKv(engine.call(scoped(scope, options)));
    }

    @Override
    public VersoriStore createStore(String organization, String name, CallOptions options) {
        return engine.call(creating(organization, name, options));
    }

    @Override
    public List<VersoriStore> stores(String organization, CallOptions options) {
        return engine.call(listing(organization, options));
    }

    @Override
    public Optional<VersoriStore> findStore(String organization, String name, CallOptions options) {
        return engine.call(finding(organization, name, options));
    }

    @Override
    public AsyncVersoriClient async() {
        return new Async(this);
    }

    private KvRequests of(StoreHandle store, KeySpace keys) {
        StoreCalls calls = own.calls();
        return new KvRequests(
                engine,
                new StoreActions(
                        new StoreCalls(calls.http(), store, calls.values()),
                        keys,
                        own.batchSize(),
                        own.compareAndSetRounds()),
                store.id() + ":" + String.join("/", keys.prefix()) + ":");
    }

    private PlatformCalls platform() {
        return new PlatformCalls(own.calls().http());
    }

    private Native.Request<?, KvRequests> scoped(VersoriScope scope, CallOptions options) {
        Objects.requireNonNull(scope, "scope");
        return request(
                "resolveScope",
                scope.createsStore() ? Effect.WRITE : Effect.READ,
                options,
                x -> Stores.resolve(platform(), scope, x::send),
                id -> of(new StoreHandle(id), new KeySpace(scope.prefix())));
    }

    private Native.Request<?, VersoriStore> creating(String organization, String name, CallOptions options) {
        VersoriCall<VersoriStore> call = platform().createStore(organization, Objects.requireNonNull(name, "name"));
        return request(Operation.CREATE_STORE.id(), Effect.WRITE, options, x -> x.send(call), store -> store);
    }

    private Native.Request<?, List<VersoriStore>> listing(String organization, CallOptions options) {
        VersoriCall<List<VersoriStore>> call = platform().stores(organization);
        return request(Operation.LIST_STORES.id(), Effect.READ, options, x -> x.send(call), stores -> stores);
    }

    private Native.Request<?, Optional<VersoriStore>> finding(String organization, String name, CallOptions options) {
        Objects.requireNonNull(name, "name");
        VersoriCall<List<VersoriStore>> call = platform().stores(organization);
        return request(
                Operation.LIST_STORES.id(),
                Effect.READ,
                options,
                x -> x.send(call),
                stores -> stores.stream()
                        .filter(store -> store.name().equals(name))
                        .findFirst());
    }

    private static <R, T> Native.Request<R, T> request(
            String operation,
            Effect effect,
            CallOptions options,
            Function<Exchange, CompletionStage<R>> work,
            Function<R, T> read) {
        return new Native.Request<>(new Native.Command<>(operation, List.of(), effect, false, 0, work), options, read);
    }

    /** The same requests, submitted. */
    record Async(NativeVersori versori) implements AsyncVersoriClient {
        @Override
        public AsyncVersoriKv kv() {
            return versori.kv().async();
        }

        @Override
        public AsyncVersoriKv kv(String storeId) {
            return versori.kv(storeId).async();
        }

        @Override
        public CompletableFuture<AsyncVersoriKv> kv(VersoriScope scope, CallOptions options) {
            return versori.engine.submit(() -> {
                Native.Request<?, KvRequests> request = versori.scoped(scope, options);
                return asynchronous(request);
            });
        }

        private static <R> Native.Request<R, AsyncVersoriKv> asynchronous(Native.Request<R, KvRequests> request) {
            return new Native.Request<>(
                    request.command(), request.options(), request.read().andThen(NativeKv.Async::new));
        }

        @Override
        public CompletableFuture<VersoriStore> createStore(String organization, String name, CallOptions options) {
            return versori.engine.submit(() -> versori.creating(organization, name, options));
        }

        @Override
        public CompletableFuture<List<VersoriStore>> stores(String organization, CallOptions options) {
            return versori.engine.submit(() -> versori.listing(organization, options));
        }

        @Override
        public CompletableFuture<Optional<VersoriStore>> findStore(
                String organization, String name, CallOptions options) {
            return versori.engine.submit(() -> versori.finding(organization, name, options));
        }
    }
}
