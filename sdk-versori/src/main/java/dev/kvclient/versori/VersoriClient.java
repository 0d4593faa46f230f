package dev.kvclient.versori;

import dev.kvclient.CallOptions;
import java.util.List;
import java.util.Optional;

/**
 * Versori's own API, over the connections and with the guarantees of a {@link dev.kvclient.KvClient}:
 *
 * <pre>{@code
 * VersoriClient versori = kv.unwrap(VersoriClient.class);
 * VersoriPage<Order> page = versori.kv().list(Order.class, VersoriListOptions.none().limit(20));
 * }</pre>
 *
 * <p>Safe for use by many threads. It ends with the client that it came from. All methods that ask the server throw
 * {@link dev.kvclient.error.KvException} as {@link dev.kvclient.KvOperations} says.
 */
public interface VersoriClient {
    /** The keys that the client itself is about: those of its store and, if it has one, its scope. */
    VersoriKv kv();

    /**
     * All keys of another store.
     *
     * @param storeId a ULID: 26 letters and digits
     * @throws dev.kvclient.error.KvRequestException if it is none
     */
    VersoriKv kv(String storeId);

    /** All keys of another store. */
    default VersoriKv kv(VersoriStore store) {
        return kv(store.id());
    }

    /** See {@link #kv(VersoriScope, CallOptions)}. */
    default VersoriKv kv(VersoriScope scope) {
        return kv(scope, CallOptions.none());
    }

    /**
     * The keys of a scope. Looks its store up by listing those of the organization.
     *
     * @throws dev.kvclient.error.KvNotFoundException if there is no store of that name and the scope does not
     *     {@linkplain VersoriScope#createStore() make it}: most likely nothing has been written in it yet
     */
    VersoriKv kv(VersoriScope scope, CallOptions options);

    /** See {@link #createStore(String, String, CallOptions)}. */
    default VersoriStore createStore(String organization, String name) {
        return createStore(organization, name, CallOptions.none());
    }

    /** Makes a store. */
    VersoriStore createStore(String organization, String name, CallOptions options);

    /** See {@link #stores(String, CallOptions)}. */
    default List<VersoriStore> stores(String organization) {
        return stores(organization, CallOptions.none());
    }

    /** The stores of an organization. */
    List<VersoriStore> stores(String organization, CallOptions options);

    /** See {@link #findStore(String, String, CallOptions)}. */
    default Optional<VersoriStore> findStore(String organization, String name) {
        return findStore(organization, name, CallOptions.none());
    }

    /** The store of that name; the first, should there be several. Lists all of the organization. */
    Optional<VersoriStore> findStore(String organization, String name, CallOptions options);

    /** The same, with futures. */
    AsyncVersoriClient async();
}
