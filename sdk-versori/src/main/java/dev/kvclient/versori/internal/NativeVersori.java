package dev.kvclient.versori.internal;

import dev.kvclient.CallOptions;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.NativeCall;
import dev.kvclient.versori.AsyncVersoriClient;
import dev.kvclient.versori.VersoriClient;
import dev.kvclient.versori.VersoriScope;
import dev.kvclient.versori.VersoriStore;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The calls of {@link VersoriClient} and {@link AsyncVersoriClient}, whose methods the methods here are.
 *
 * @param engine what they are carried out by
 * @param own the store and the scope of the client itself
 * @param face what makes a store of its calls: one that waits, or one with futures
 * @param <K> that store
 */
record NativeVersori<K>(Native engine, StoreActions own, Function<KvRequests, K> face) {
    static VersoriClient blocking(Native engine, StoreActions own) {
        return engine.blocking(VersoriClient.class, new NativeVersori<>(engine, own, KvRequests::blocking));
    }

    AsyncVersoriClient async() {
        return engine.async(AsyncVersoriClient.class, new NativeVersori<>(engine, own, KvRequests::async));
    }

    K kv() {
        return face.apply(new KvRequests(engine, own, ""));
    }

    K kv(String storeId) {
        return face.apply(of(new StoreHandle(Stores.requireUlid(storeId)), new KeySpace(List.of())));
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

    NativeCall<?, K> kv(VersoriScope scope, CallOptions options) {
        Objects.requireNonNull(scope, "scope");
        return request(
                "resolveScope",
                scope.createsStore() ? Effect.WRITE : Effect.READ,
                options,
                x -> Stores.resolve(platform(), scope, x::send),
                id -> face.apply(of(new StoreHandle(id), new KeySpace(scope.prefix()))));
    }

    NativeCall<?, VersoriStore> createStore(String organization, String name, CallOptions options) {
        VersoriCall<VersoriStore> call = platform().createStore(organization, Objects.requireNonNull(name, "name"));
        return request(Operation.CREATE_STORE.id(), Effect.WRITE, options, x -> x.send(call), store -> store);
    }

    NativeCall<?, List<VersoriStore>> stores(String organization, CallOptions options) {
        VersoriCall<List<VersoriStore>> call = platform().stores(organization);
        return request(Operation.LIST_STORES.id(), Effect.READ, options, x -> x.send(call), stores -> stores);
    }

    NativeCall<?, Optional<VersoriStore>> findStore(String organization, String name, CallOptions options) {
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

    private static <R, T> NativeCall<R, T> request(
            String operation,
            Effect effect,
            CallOptions options,
            Function<Exchange, CompletionStage<R>> work,
            Function<R, T> read) {
        return new NativeCall<>(new Native.Command<>(operation, List.of(), effect, false, 0, work), options, read);
    }
}
