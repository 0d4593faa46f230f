package dev.kvclient.transport;

import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** How a {@link WebSocketConnection} is made and kept. Immutable, safe for use by many threads. */
public final class WebSocketSettings {
    /** Bounds one attempt to connect: long enough for a far server under load, short enough to try the next one. */
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** Kuzzle cuts a socket on which the client sends nothing for 60 s: a third leaves room for two late pings. */
    public static final Duration DEFAULT_PING_INTERVAL = Duration.ofSeconds(20);

    /** Longer than a stop of a garbage collector or a burst of lost packets; a dead link is found within 30 s. */
    public static final Duration DEFAULT_PING_TIMEOUT = Duration.ofSeconds(10);

    /** The first reconnect is quick, for most losses are a server that restarts or a proxy that lets go. */
    public static final Duration DEFAULT_RECONNECT_MIN = Duration.ofMillis(100);

    /** A server that comes back is used again within half a minute. */
    public static final Duration DEFAULT_RECONNECT_MAX = Duration.ofSeconds(30);

    /** A million keys of 250 bytes in one answer; a length field that lies must not cost more memory than that. */
    public static final int DEFAULT_MAX_INCOMING_BYTES = 256 * 1024 * 1024;

    /** The beginning of the names of this connection's threads. */
    public static final String DEFAULT_THREAD_NAME = "kv-websocket";

    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private final List<URI> endpoints;
    private final Duration connectTimeout;
    private final @Nullable SSLContext sslContext;
    private final @Nullable Proxy proxy;
    private final Map<String, String> headers;
    private final Duration pingInterval;
    private final Duration pingTimeout;
    private final Duration reconnectMin;
    private final Duration reconnectMax;
    private final int maxFrameBytes;
    private final int maxIncomingBytes;
    private final String threadName;

    private WebSocketSettings(Builder from) {
        this.endpoints = from.endpoints;
        this.connectTimeout = from.connectTimeout;
        this.sslContext = from.sslContext;
        this.proxy = from.proxy;
        this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(from.headers));
        this.pingInterval = from.pingInterval;
        this.pingTimeout = from.pingTimeout;
        this.reconnectMin = from.reconnectMin;
        this.reconnectMax = from.reconnectMax;
        this.maxFrameBytes = from.maxFrameBytes;
        this.maxIncomingBytes = from.maxIncomingBytes;
        this.threadName = from.threadName;
    }

    /**
     * Begins settings for one server.
     *
     * @param endpoint its URL, {@code ws} or {@code wss}
     * @throws IllegalArgumentException if it is not such a URL, or holds user information or a fragment
     */
    public static Builder builder(URI endpoint) {
        return builder(List.of(endpoint));
    }

    /**
     * Begins settings for several servers that are tried in turn.
     *
     * @param endpoints their URLs, {@code ws} or {@code wss}, at least one
     * @throws IllegalArgumentException if there is none, or one is not such a URL, or holds user information or a
     *     fragment
     */
    public static Builder builder(List<URI> endpoints) {
        return new Builder(endpoints);
    }

    /**
     * Begins settings like these for another server.
     *
     * @param endpoint its URL
     * @throws IllegalArgumentException as {@link #builder(URI)} says
     */
    public Builder toBuilder(URI endpoint) {
        Builder copy = new Builder(List.of(endpoint));
        copy.headers.putAll(headers);
        copy.connectTimeout = connectTimeout;
        copy.sslContext = sslContext;
        copy.proxy = proxy;
        copy.pingInterval = pingInterval;
        copy.pingTimeout = pingTimeout;
        copy.reconnectMin = reconnectMin;
        copy.reconnectMax = reconnectMax;
        copy.maxFrameBytes = maxFrameBytes;
        copy.maxIncomingBytes = maxIncomingBytes;
        copy.threadName = threadName;
        return copy;
    }

    /** The servers, in the order in which they are tried. */
    public List<URI> endpoints() {
        return endpoints;
    }

    /** The bound on one attempt: name look-up, TCP, TLS, upgrade and sign-in together. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** Where TLS takes its trust and keys from; empty: the default of the platform. */
    public Optional<SSLContext> sslContext() {
        return Optional.ofNullable(sslContext);
    }

    /** The SOCKS or HTTP proxy to go through; empty: that of the platform's settings for plain sockets. */
    public Optional<Proxy> proxy() {
        return Optional.ofNullable(proxy);
    }

    /** HTTP headers that are sent with the request for the upgrade. May hold secrets. */
    public Map<String, String> headers() {
        return headers;
    }

    /** How often a ping is sent. */
    public Duration pingInterval() {
        return pingInterval;
    }

    /** How long after a ping something must have come in. Any byte will do; the pong is but the usual one. */
    public Duration pingTimeout() {
        return pingTimeout;
    }

    /** The longest delay before the first reconnect. */
    public Duration reconnectMin() {
        return reconnectMin;
    }

    /** The longest delay before any reconnect. */
    public Duration reconnectMax() {
        return reconnectMax;
    }

    /** The longest message that may be sent, in bytes of UTF-8; empty: no bound. */
    public OptionalInt maxFrameBytes() {
        return maxFrameBytes == 0 ? OptionalInt.empty() : OptionalInt.of(maxFrameBytes);
    }

    /** The longest message that is accepted, in bytes; a longer one breaks the connection. */
    public int maxIncomingBytes() {
        return maxIncomingBytes;
    }

    /** The beginning of the names of the connection's threads. */
    public String threadName() {
        return threadName;
    }

    /** The endpoints as scheme, host and port, and the figures; never a header's value, a path or a query. */
    @Override
    public String toString() {
        return "WebSocketSettings"
                + endpoints.stream().map(Endpoints::show).collect(Collectors.toList())
                + "[connectTimeout=" + connectTimeout + ", pingInterval=" + pingInterval + ", pingTimeout="
                + pingTimeout + ", reconnect=" + reconnectMin + ".." + reconnectMax + ", headers=" + headers.keySet()
                + "]";
    }

    /** Collects settings. Not safe for use by many threads. Times of more than a year count as a year. */
    public static final class Builder {
        /** What is longer has no meaning here, and overflows when it is added to a time. */
        private static final Duration LONGEST = Duration.ofDays(365);

        private final List<URI> endpoints;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private Duration connectTimeout = DEFAULT_CONNECT_TIMEOUT;
        private @Nullable SSLContext sslContext;
        private @Nullable Proxy proxy;
        private Duration pingInterval = DEFAULT_PING_INTERVAL;
        private Duration pingTimeout = DEFAULT_PING_TIMEOUT;
        private Duration reconnectMin = DEFAULT_RECONNECT_MIN;
        private Duration reconnectMax = DEFAULT_RECONNECT_MAX;
        private int maxFrameBytes;
        private int maxIncomingBytes = DEFAULT_MAX_INCOMING_BYTES;
        private String threadName = DEFAULT_THREAD_NAME;

        private Builder(List<URI> endpoints) {
            if (endpoints.isEmpty()) {
                throw new IllegalArgumentException("at least one endpoint is needed");
            }
            this.endpoints = endpoints.stream().map(Endpoints::check).collect(Collectors.toUnmodifiableList());
        }

        /**
         * Sets {@link WebSocketSettings#connectTimeout()}.
         *
         * @throws IllegalArgumentException unless it is at least 1 ms
         */
        public Builder connectTimeout(Duration value) {
            this.connectTimeout = positive("connectTimeout", value);
            return this;
        }

        /** Sets {@link WebSocketSettings#sslContext()}; null for the platform's default. */
        public Builder sslContext(@Nullable SSLContext value) {
            this.sslContext = value;
            return this;
        }

        /**
         * Sets {@link WebSocketSettings#proxy()}; null for the platform's settings, {@link Proxy#NO_PROXY} for none.
         */
        public Builder proxy(@Nullable Proxy value) {
            this.proxy = value;
            return this;
        }

        /**
         * Adds a header to the request for the upgrade, or replaces the one of that name.
         *
         * @throws IllegalArgumentException if the name is no token, or the value holds a line break or another control
         *     character
         */
        public Builder header(String name, String value) {
            if (!HEADER_NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("a header's name is a token of RFC 9110");
            }
            if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
                throw new IllegalArgumentException("the value of header " + name + " holds a control character");
            }
            headers.keySet().removeIf(name::equalsIgnoreCase);
            headers.put(name, value);
            return this;
        }

        /** Adds all these headers, each as {@link #header(String, String)} does. */
        public Builder headers(Map<String, String> values) {
            values.forEach(this::header);
            return this;
        }

        /**
         * Sets {@link WebSocketSettings#pingInterval()}.
         *
         * @throws IllegalArgumentException unless it is at least 1 ms
         */
        public Builder pingInterval(Duration value) {
            this.pingInterval = positive("pingInterval", value);
            return this;
        }

        /**
         * Sets {@link WebSocketSettings#pingTimeout()}.
         *
         * @throws IllegalArgumentException unless it is at least 1 ms
         */
        public Builder pingTimeout(Duration value) {
            this.pingTimeout = positive("pingTimeout", value);
            return this;
        }

        /**
         * Sets {@link WebSocketSettings#reconnectMin()} and {@link WebSocketSettings#reconnectMax()}.
         *
         * @throws IllegalArgumentException unless {@code min} is at least 1 ms and {@code max} no less than {@code min}
         */
        public Builder reconnect(Duration min, Duration max) {
            if (max.compareTo(min) < 0) {
                throw new IllegalArgumentException("reconnectMax is less than reconnectMin");
            }
            this.reconnectMin = positive("reconnectMin", min);
            this.reconnectMax = positive("reconnectMax", max);
            return this;
        }

        /**
         * Sets {@link WebSocketSettings#maxFrameBytes()}.
         *
         * @throws IllegalArgumentException unless it is positive
         */
        public Builder maxFrameBytes(int value) {
            this.maxFrameBytes = positive("maxFrameBytes", value);
            return this;
        }

        /**
         * Sets {@link WebSocketSettings#maxIncomingBytes()}.
         *
         * @throws IllegalArgumentException unless it is positive
         */
        public Builder maxIncomingBytes(int value) {
            this.maxIncomingBytes = positive("maxIncomingBytes", value);
            return this;
        }

        /** Sets {@link WebSocketSettings#threadName()}. */
        public Builder threadName(String value) {
            this.threadName = Objects.requireNonNull(value, "threadName");
            return this;
        }

        /** The settings as they are now. */
        public WebSocketSettings build() {
            return new WebSocketSettings(this);
        }

        private static Duration positive(String name, Duration value) {
            if (value.compareTo(Duration.ofMillis(1)) < 0) {
                throw new IllegalArgumentException(name + " must be at least 1 ms, not " + value);
            }
            return value.compareTo(LONGEST) > 0 ? LONGEST : value;
        }

        private static int positive(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be positive, not " + value);
            }
            return value;
        }
    }
}
