package dev.kvclient.versori;

import dev.kvclient.CallOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * {@link VersoriClient} with futures, which are completed as {@link dev.kvclient.AsyncKvOperations} says. Methods throw
 * nothing themselves but for null arguments. Safe for use by many threads.
 */
public interface AsyncVersoriClient {
    /** See {@link VersoriClient#kv()}. */
    AsyncVersoriKv kv();

    /** See {@link VersoriClient#kv(String)}, whose exception this one throws. */
    AsyncVersoriKv kv(String storeId);

    /** See {@link VersoriClient#kv(VersoriStore)}. */
    default AsyncVersoriKv kv(VersoriStore store) {
        return kv(store.id());
    }

    /** See {@link VersoriClient#kv(VersoriScope)}. */
    default CompletableFuture<AsyncVersoriKv> kv(VersoriScope scope) {
        return kv(scope, CallOptions.none());
    }

    /** See {@link VersoriClient#kv(VersoriScope, CallOptions)}. */
    CompletableFuture<AsyncVersoriKv> kv(VersoriScope scope, CallOptions options);

    /** See {@link VersoriClient#createStore(String, String)}. */
    default CompletableFuture<VersoriStore> createStore(String organization, String name) {
        return createStore(organization, name, CallOptions.none());
    }

    /** See {@link VersoriClient#createStore(String, String, CallOptions)}. */
    CompletableFuture<VersoriStore> createStore(String organization, String name, CallOptions options);

    /** See {@link VersoriClient#stores(String)}. */
    default CompletableFuture<List<VersoriStore>> stores(String organization) {
        return stores(organization, CallOptions.none());
    }

    /** See {@link VersoriClient#stores(String, CallOptions)}. */
    CompletableFuture<List<VersoriStore>> stores(String organization, CallOptions options);

    /** See {@link VersoriClient#findStore(String, String)}. */
    default CompletableFuture<Optional<VersoriStore>> findStore(String organization, String name) {
        return findStore(organization, name, CallOptions.none());
    }

    /** See {@link VersoriClient#findStore(String, String, CallOptions)}. */
    CompletableFuture<Optional<VersoriStore>> findStore(String organization, String name, CallOptions options);
}
