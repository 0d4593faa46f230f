package dev.kvclient.spi;

import java.util.Set;

/**
 * Makes the backend of a URL. Found by {@link java.util.ServiceLoader}: an adapter names its provider both in its
 * {@code module-info} and in {@code META-INF/services}, since users of the class path find only the latter.
 */
public interface KvProvider {
    /** The URL schemes that it knows, in lower case. */
    Set<String> schemes();

    /**
     * Makes a backend, without connecting it.
     *
     * @throws dev.kvclient.error.KvRequestException if the URL or the settings make no sense to it
     */
    KvBackend create(BackendUrl url, BackendConfig config);
}
