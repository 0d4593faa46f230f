package dev.kvclient.spi;

import dev.kvclient.Credentials;
import java.net.Proxy;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What the common builder was told and a provider needs. Immutable.
 */
public final class BackendConfig {
    private final @Nullable Credentials credentials;
    private final @Nullable SSLContext sslContext;
    private final @Nullable Proxy proxy;
    private final Map<String, String> headers;

    /**
     * Collects the settings.
     *
     * @param credentials who the client is, or null
     * @param sslContext for TLS, or null for the platform's
     * @param proxy what to connect through, or null
     * @param headers to send with each HTTP request or upgrade; copied
     */
    public BackendConfig(
            @Nullable Credentials credentials,
            @Nullable SSLContext sslContext,
            @Nullable Proxy proxy,
            Map<String, String> headers) {
        this.credentials = credentials;
        this.sslContext = sslContext;
        this.proxy = proxy;
        this.headers = Map.copyOf(headers);
    }

    /** Who the client is. */
    public Optional<Credentials> credentials() {
        return Optional.ofNullable(credentials);
    }

    /** For TLS; empty for the platform's. */
    public Optional<SSLContext> sslContext() {
        return Optional.ofNullable(sslContext);
    }

    /** What to connect through. */
    public Optional<Proxy> proxy() {
        return Optional.ofNullable(proxy);
    }

    /** To send with each HTTP request or upgrade. May hold secrets. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Whether nothing at all is set, for backends that need none of it. */
    public boolean isEmpty() {
        return credentials == null && sslContext == null && proxy == null && headers.isEmpty();
    }
}
