package dev.kvclient.kuzzle;

import dev.kvclient.Credentials;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.internal.KuzzleKv;
import dev.kvclient.kuzzle.internal.KuzzleSettings;
import dev.kvclient.spi.KvBackend;
import dev.kvclient.transport.WebSocketSettings;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes a Kuzzle backend with all its settings, to put a client over:
 *
 * <pre>{@code
 * KvClient kv = KvClient.builder(KuzzleBackend.builder()
 *                 .endpoint("localhost", 7512)
 *                 .credentials(Credentials.userPassword("ada", password))
 *                 .build())
 *         .connect();
 * }</pre>
 */
public final class KuzzleBackend {
    /** Where Kuzzle listens unless it is told otherwise. */
    public static final int DEFAULT_PORT = 7_512;

    /** The server's {@code server.maxRequestSize}, 1 MiB: it cuts the connection at one byte more. */
    public static final int DEFAULT_MAX_FRAME_BYTES = 1 << 20;

    /** 10 s: Kuzzle answers in milliseconds; a server that does not in this time answers nothing any more. */
    public static final Duration DEFAULT_ANSWER_TIMEOUT = Duration.ofSeconds(10);

    /** 256 requests: the server gives no more from 32 on, and closes on a client with too many answers to take. */
    public static final int DEFAULT_WINDOW_REQUESTS = 256;

    /** 16 MiB of requests in flight. */
    public static final long DEFAULT_WINDOW_BYTES = 16L << 20;

    private static final int MAX_PORT = 65_535;

    private KuzzleBackend() {}

    /** A builder. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Collects settings. Not safe for use by several threads.
     *
     * <p>Each method throws {@link KvRequestException} for a value that makes no sense, such as a time that is not
     * positive, and {@link NullPointerException} for null.
     */
    public static final class Builder {
        private final List<String> hosts = new ArrayList<>();
        private final Map<String, String> headers = new LinkedHashMap<>();
        private boolean tls;
        private String path = "/";
        private @Nullable Credentials credentials;
        private @Nullable SSLContext sslContext;
        private @Nullable Proxy proxy;
        private ValueFormat format = ValueFormat.NATURAL;
        private int maxFrameBytes = DEFAULT_MAX_FRAME_BYTES;
        private Duration answerTimeout = DEFAULT_ANSWER_TIMEOUT;
        private int windowRequests = DEFAULT_WINDOW_REQUESTS;
        private long windowBytes = DEFAULT_WINDOW_BYTES;
        private Duration pingInterval = WebSocketSettings.DEFAULT_PING_INTERVAL;
        private Duration pingTimeout = WebSocketSettings.DEFAULT_PING_TIMEOUT;
        private Duration reconnectMin = WebSocketSettings.DEFAULT_RECONNECT_MIN;
        private Duration reconnectMax = WebSocketSettings.DEFAULT_RECONNECT_MAX;

        private Builder() {}

        /** Adds a server; several are tried in turn. */
        public Builder endpoint(String host, int port) {
            if (port < 1 || port > MAX_PORT) {
                throw wrong("a port is a number from 1 to " + MAX_PORT);
            }
            boolean bareIpv6 = host.indexOf(':') >= 0 && !host.startsWith("[");
            hosts.add((bareIpv6 ? "[" + host + "]" : host) + ":" + port);
            return this;
        }

        /** Uses TLS, with the host name checked. */
        public Builder tls() {
            this.tls = true;
            return this;
        }

        /** The path of the upgrade, for proxies in front; Kuzzle takes any. */
        public Builder path(String value) {
            this.path = value.startsWith("/") ? value : "/" + value;
            return this;
        }

        /**
         * Who the client is; the anonymous user unless given. A name and a password are those of the strategy local.
         */
        public Builder credentials(Credentials value) {
            this.credentials = Objects.requireNonNull(value, "credentials");
            return this;
        }

        /** For TLS; the platform's unless given. */
        public Builder sslContext(SSLContext value) {
            this.sslContext = Objects.requireNonNull(value, "sslContext");
            return this;
        }

        /** What to connect through. */
        public Builder proxy(Proxy value) {
            this.proxy = Objects.requireNonNull(value, "proxy");
            return this;
        }

        /** A header for the upgrade. */
        public Builder header(String name, String value) {
            headers.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /** How values are kept. {@link ValueFormat#NATURAL} unless given. */
        public Builder valueFormat(ValueFormat value) {
            this.format = Objects.requireNonNull(value, "valueFormat");
            return this;
        }

        /** The largest frame that the server takes, for servers with another {@code server.maxRequestSize}. */
        public Builder maxFrameBytes(int value) {
            this.maxFrameBytes = positive(value, "maxFrameBytes");
            return this;
        }

        /** How long the oldest request may go unanswered before the connection is dropped. 10 s unless given. */
        public Builder answerTimeout(Duration value) {
            this.answerTimeout = positive(value, "answerTimeout");
            return this;
        }

        /** How much may be in flight on the connection: requests, and their bytes. */
        public Builder window(int requests, long bytes) {
            this.windowRequests = positive(requests, "window");
            if (bytes < 1) {
                throw wrong("window is more than zero");
            }
            this.windowBytes = bytes;
            return this;
        }

        /** How often to ping, and how long to wait for a sign of life. The server cuts a client silent for 60 s. */
        public Builder ping(Duration interval, Duration timeout) {
            this.pingInterval = positive(interval, "ping interval");
            this.pingTimeout = positive(timeout, "ping timeout");
            return this;
        }

        /** The longest wait before the first attempt to connect again, and before any. */
        public Builder reconnect(Duration min, Duration max) {
            if (min.compareTo(max) > 0) {
                throw wrong("the first wait of reconnect is not longer than the longest");
            }
            this.reconnectMin = positive(min, "reconnect");
            this.reconnectMax = positive(max, "reconnect");
            return this;
        }

        /**
         * The backend, not connected yet.
         *
         * @throws KvRequestException if there is no endpoint, or one that is none
         */
        public KvBackend build() {
            if (hosts.isEmpty()) {
                throw wrong("a Kuzzle backend has at least one endpoint");
            }
            WebSocketSettings.Builder socket = socket();
            String shown = (tls ? "kuzzles://" : "kuzzle://") + String.join(",", hosts);
            return new KuzzleKv(new KuzzleSettings(
                    socket,
                    shown,
                    Optional.ofNullable(credentials),
                    format,
                    maxFrameBytes,
                    answerTimeout,
                    windowRequests,
                    windowBytes));
        }

        private WebSocketSettings.Builder socket() {
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
                        .maxFrameBytes(maxFrameBytes)
                        .sslContext(sslContext)
                        .proxy(proxy)
                        .threadName("kvclient-kuzzle");
                headers.forEach(socket::header);
                return socket;
            } catch (URISyntaxException | IllegalArgumentException e) {
                // Without the cause: its message may repeat a header.
                throw wrong("a host name, the path or a header is not valid");
            }
        }

        private static int positive(int value, String name) {
            if (value < 1) {
                throw wrong(name + " is more than zero");
            }
            return value;
        }

        private static Duration positive(Duration value, String name) {
            if (value.isNegative() || value.isZero()) {
                throw wrong(name + " is more than zero");
            }
            return value;
        }

        private static KvRequestException wrong(String problem) {
            return new KvRequestException(Failure.of(Outcome.NOT_SENT, problem));
        }
    }
}
