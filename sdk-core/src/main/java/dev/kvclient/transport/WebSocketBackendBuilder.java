package dev.kvclient.transport;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What the builders of all backends over WebSocket have in common: where to, through what, and how patiently. Not safe
 * for use by several threads.
 *
 * <p>Each method throws {@link KvRequestException} for a value that makes no sense, such as a time that is not
 * positive, and {@link NullPointerException} for null.
 *
 * @param <B> the builder itself
 */
public abstract class WebSocketBackendBuilder<B extends WebSocketBackendBuilder<B>> {
    private static final int MAX_PORT = 65_535;

    private final String scheme;
    private final List<String> hosts = new ArrayList<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private boolean tls;
    private String path = "/";
    private @Nullable SSLContext sslContext;
    private @Nullable Proxy proxy;
    private Duration pingInterval = WebSocketSettings.DEFAULT_PING_INTERVAL;
    private Duration pingTimeout = WebSocketSettings.DEFAULT_PING_TIMEOUT;
    private Duration reconnectMin = WebSocketSettings.DEFAULT_RECONNECT_MIN;
    private Duration reconnectMax = WebSocketSettings.DEFAULT_RECONNECT_MAX;

    /**
     * For a kind of backend.
     *
     * @param scheme of its URLs without TLS; with TLS an {@code s} is added
     */
    protected WebSocketBackendBuilder(String scheme) {
        this.scheme = scheme;
    }

    /** This builder, as what it is. */
    protected abstract B self();

    /** Adds a server; several are tried in turn. */
    public B endpoint(String host, int port) {
        if (port < 1 || port > MAX_PORT) {
            throw wrong("a port is a number from 1 to " + MAX_PORT);
        }
        boolean bareIpv6 = host.indexOf(':') >= 0 && !host.startsWith("[");
        hosts.add((bareIpv6 ? "[" + host + "]" : host) + ":" + port);
        return self();
    }

    /** Uses TLS, with the host name checked. */
    public B tls() {
        this.tls = true;
        return self();
    }

    /** The path of the upgrade, for proxies in front; the servers themselves take any. */
    public B path(String value) {
        this.path = value.startsWith("/") ? value : "/" + value;
        return self();
    }

    /** For TLS; the platform's unless given. */
    public B sslContext(SSLContext value) {
        this.sslContext = Objects.requireNonNull(value, "sslContext");
        return self();
    }

    /** What to connect through. */
    public B proxy(Proxy value) {
        this.proxy = Objects.requireNonNull(value, "proxy");
        return self();
    }

    /** A header for the upgrade. */
    public B header(String name, String value) {
        headers.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        return self();
    }

    /** How often to ping, and how long to wait for a sign of life. */
    public B ping(Duration interval, Duration timeout) {
        this.pingInterval = positive(interval, "ping interval");
        this.pingTimeout = positive(timeout, "ping timeout");
        return self();
    }

    /** The longest wait before the first attempt to connect again, and before any. */
    public B reconnect(Duration min, Duration max) {
        if (min.compareTo(max) > 0) {
            throw wrong("the first wait of reconnect is not longer than the longest");
        }
        this.reconnectMin = positive(min, "reconnect");
        this.reconnectMax = positive(max, "reconnect");
        return self();
    }

    /** Where to, as it is shown: scheme, hosts and ports. */
    protected final String shownEndpoint() {
        return scheme + (tls ? "s" : "") + "://" + String.join(",", hosts);
    }

    /**
     * The settings of the connection so far, without the connect timeout, which is the client's.
     *
     * @throws KvRequestException if there is no endpoint, or one that is none, or a header that cannot be sent
     */
    protected final WebSocketSettings.Builder socket() {
        if (hosts.isEmpty()) {
            throw wrong("a backend of " + scheme + " has at least one endpoint");
        }
        try {
            List<URI> endpoints = new ArrayList<>();
            for (String host : hosts) {
                URI endpoint = new URI((tls ? "wss://" : "ws://") + host + path);
                if (endpoint.getPort() < 0) {
                    // The host brought a path of its own.
                    throw new URISyntaxException(host, "not a host");
                }
                endpoints.add(endpoint);
            }
            WebSocketSettings.Builder socket = WebSocketSettings.builder(endpoints)
                    .pingInterval(pingInterval)
                    .pingTimeout(pingTimeout)
                    .reconnect(reconnectMin, reconnectMax)
                    .sslContext(sslContext)
                    .proxy(proxy)
                    .threadName("kvclient-" + scheme);
            headers.forEach(socket::header);
            return socket;
        } catch (URISyntaxException | IllegalArgumentException e) {
            // Without the cause: its message may repeat a header.
            throw wrong("a host name, the path or a header is not valid");
        }
    }

    /** A number that is more than zero. */
    protected static int positive(int value, String name) {
        if (value < 1) {
            throw wrong(name + " is more than zero");
        }
        return value;
    }

    /** A number that is more than zero. */
    protected static long positive(long value, String name) {
        if (value < 1) {
            throw wrong(name + " is more than zero");
        }
        return value;
    }

    /** A time that is more than zero. */
    protected static Duration positive(Duration value, String name) {
        if (value.isNegative() || value.isZero()) {
            throw wrong(name + " is more than zero");
        }
        return value;
    }

    /** The refusal of a setting. */
    protected static KvRequestException wrong(String problem) {
        return new KvRequestException(Failure.of(Outcome.NOT_SENT, problem));
    }
}
