package dev.kvclient;

import dev.kvclient.codec.KvCodec;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.Backends;
import dev.kvclient.internal.ClientSettings;
import dev.kvclient.internal.Clients;
import dev.kvclient.offline.OfflineOptions;
import dev.kvclient.offline.OfflineQueue;
import dev.kvclient.spi.BackendConfig;
import dev.kvclient.spi.KvBackend;
import dev.kvclient.spi.TimeSource;
import dev.kvclient.transport.Window;
import java.net.Proxy;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Collects the settings of a {@link KvClient}. Not safe for use by several threads.
 *
 * <p>Each method throws {@link KvRequestException} for a value that makes no sense, such as a time that is not
 * positive, and {@link NullPointerException} for null.
 */
public final class KvClientBuilder {
    /** 10 s: long enough for a reconnect or a slow answer, short enough for a person who waits. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /** 10 s for one round over all endpoints. */
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** 2 s: what is still under way then has most likely lost its server. */
    public static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(2);

    /** 16,384 requests: some multiples of what fits into any connection's window. */
    public static final int DEFAULT_MAX_OUTSTANDING = 16_384;

    /** 64 MiB of values that wait or are under way. */
    public static final long DEFAULT_MAX_OUTSTANDING_BYTES = 64L << 20;

    private final Source source;
    private @Nullable Credentials credentials;
    private @Nullable SSLContext sslContext;
    private @Nullable Proxy proxy;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private Duration timeout = DEFAULT_TIMEOUT;
    private Duration connectTimeout = DEFAULT_CONNECT_TIMEOUT;
    private Duration closeTimeout = DEFAULT_CLOSE_TIMEOUT;
    private RetryPolicy retry = RetryPolicy.standard();
    private KvCodec codec = KvCodec.standard();
    private Ordering ordering = Ordering.PER_KEY;
    private Batching batching = Batching.none();
    private SetOptions defaults = SetOptions.none();
    private int maxOutstanding = DEFAULT_MAX_OUTSTANDING;
    private long maxOutstandingBytes = DEFAULT_MAX_OUTSTANDING_BYTES;
    private OfflineOptions offline = OfflineQueue.inMemory();
    private boolean startOffline;
    private @Nullable Executor callbackExecutor;
    private @Nullable TimeSource time;
    private final List<KvListener> listeners = new ArrayList<>();
    private final List<Capability> required = new ArrayList<>();

    KvClientBuilder(Source source) {
        this.source = source;
    }

    static KvClientBuilder fromEnvironment(Map<String, String> environment) {
        String url = environment.get("KV_URL");
        if (url == null || url.isEmpty()) {
            throw wrong("the environment variable KV_URL is not set");
        }
        KvClientBuilder builder = new KvClientBuilder(Source.url(url));
        builder.credentialsFrom(environment);
        String timeout = environment.get("KV_TIMEOUT");
        if (timeout != null) {
            try {
                builder.timeout(Duration.parse(timeout));
            } catch (DateTimeParseException e) {
                throw wrong("the environment variable KV_TIMEOUT is no ISO 8601 duration such as PT5S");
            }
        }
        return builder;
    }

    /** Who the client is. For a backend that was given ready-made this is set in its own builder. */
    public KvClientBuilder credentials(Credentials value) {
        this.credentials = Objects.requireNonNull(value, "credentials");
        return this;
    }

    /**
     * Who the client is, as the environment says: {@code KV_TOKEN}, or {@code KV_USER} with {@code KV_PASSWORD}; nobody
     * in particular if it says nothing.
     *
     * @throws KvRequestException if the environment contradicts itself
     */
    public KvClientBuilder credentialsFromEnv() {
        return credentialsFrom(System.getenv());
    }

    private KvClientBuilder credentialsFrom(Map<String, String> environment) {
        String token = environment.get("KV_TOKEN");
        String user = environment.get("KV_USER");
        String password = environment.get("KV_PASSWORD");
        if (token != null && user != null) {
            throw wrong("the environment sets both KV_TOKEN and KV_USER");
        }
        if (user != null && password == null) {
            throw wrong("the environment sets KV_USER without KV_PASSWORD");
        }
        if (token != null) {
            credentials(Credentials.token(token));
        } else if (user != null && password != null) {
            credentials(Credentials.userPassword(user, password));
        }
        return this;
    }

    /** For TLS; the platform's unless given. Host names are checked in any case. */
    public KvClientBuilder sslContext(SSLContext value) {
        this.sslContext = Objects.requireNonNull(value, "sslContext");
        return this;
    }

    /** What to connect through. */
    public KvClientBuilder proxy(Proxy value) {
        this.proxy = Objects.requireNonNull(value, "proxy");
        return this;
    }

    /** A header for each HTTP request or upgrade. */
    public KvClientBuilder header(String name, String value) {
        headers.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        return this;
    }

    /**
     * How long a request may take that is not told otherwise. 10 s unless given. An asynchronous one may wait longer in
     * the offline queue: as long as {@link OfflineOptions#ttl} says.
     */
    public KvClientBuilder timeout(Duration value) {
        CallOptions.none().timeout(value);
        this.timeout = value;
        return this;
    }

    /** How long connecting may take, sign-in included. 10 s unless given. */
    public KvClientBuilder connectTimeout(Duration value) {
        if (value.compareTo(Duration.ofMillis(1)) < 0) {
            throw wrong("connectTimeout is at least a millisecond");
        }
        this.connectTimeout = value;
        return this;
    }

    /** How long {@code close} waits for what is under way. 2 s unless given; zero for not at all. */
    public KvClientBuilder closeTimeout(Duration value) {
        if (value.isNegative()) {
            throw wrong("closeTimeout is not negative");
        }
        this.closeTimeout = value;
        return this;
    }

    /** How often and how patiently requests are sent again. */
    public KvClientBuilder retry(RetryPolicy value) {
        this.retry = Objects.requireNonNull(value, "retry");
        return this;
    }

    /** How values become JSON. */
    public KvClientBuilder codec(KvCodec value) {
        this.codec = Objects.requireNonNull(value, "codec");
        return this;
    }

    /** What is promised of the order of requests. */
    public KvClientBuilder ordering(Ordering value) {
        this.ordering = Objects.requireNonNull(value, "ordering");
        return this;
    }

    /** Whether single requests go to the backend in batches. Each by itself unless given. */
    public KvClientBuilder batching(Batching value) {
        this.batching = Objects.requireNonNull(value, "batching");
        return this;
    }

    /** What every write is told, and in its common part every request, that does not say otherwise. */
    public KvClientBuilder defaults(SetOptions value) {
        this.defaults = Objects.requireNonNull(value, "defaults");
        return this;
    }

    /** What every request is told that does not say otherwise. */
    public KvClientBuilder defaults(CallOptions value) {
        this.defaults = defaults.call(Objects.requireNonNull(value, "defaults"));
        return this;
    }

    /**
     * How much may wait or be under way at once. Beyond it a blocking call waits inside its deadline, and an
     * asynchronous one fails with {@link dev.kvclient.error.KvOverloadException}.
     *
     * @param requests at least 1
     * @param bytes of values, at least 1; a single request beyond it is taken when nothing else is under way
     */
    public KvClientBuilder maxOutstanding(int requests, long bytes) {
        if (requests < 1 || bytes < 1 || requests > Window.MOST_REQUESTS) {
            throw wrong("maxOutstanding is from 1 to " + Window.MOST_REQUESTS + " requests, and at least 1 byte");
        }
        this.maxOutstanding = requests;
        this.maxOutstandingBytes = bytes;
        return this;
    }

    /**
     * What requests do while there is no connection. They wait in memory, 500 at the most and for two minutes at the
     * most, unless told.
     */
    public KvClientBuilder offline(OfflineOptions value) {
        this.offline = Objects.requireNonNull(value, "offline");
        return this;
    }

    /**
     * {@link #connect()} returns at once, and connecting goes on in the background until it succeeds. Meanwhile
     * requests wait in the offline queue.
     */
    public KvClientBuilder startOffline() {
        this.startOffline = true;
        return this;
    }

    /**
     * Where answers are read, futures are completed and listeners run. A small pool of daemon threads of the client's
     * own unless given, in which another thread takes the place of one that waits for this client. One that is given
     * must not have all its threads waiting for this client, or nobody is left to read the answers; {@code close} does
     * not shut it down.
     */
    public KvClientBuilder callbackExecutor(Executor value) {
        this.callbackExecutor = Objects.requireNonNull(value, "callbackExecutor");
        return this;
    }

    /** Where the time comes from, for tests. */
    public KvClientBuilder timeSource(TimeSource value) {
        this.time = Objects.requireNonNull(value, "timeSource");
        return this;
    }

    /** Is told what happens. May be given more than once. */
    public KvClientBuilder listener(KvListener value) {
        listeners.add(Objects.requireNonNull(value, "listener"));
        return this;
    }

    /** What the application cannot do without: {@link #connect()} fails if the backend cannot do all of it. */
    public KvClientBuilder require(Capability... needed) {
        required.addAll(List.of(needed));
        return this;
    }

    /**
     * Makes the client and connects it.
     *
     * @return connected; or, after {@link #startOffline()}, at once
     * @throws KvRequestException if a setting makes no sense
     * @throws dev.kvclient.error.KvUnsupportedException if the backend lacks what is required
     * @throws dev.kvclient.error.KvException if there is no connection within the connect timeout; nothing is left
     *     behind
     */
    public KvClient connect() {
        BackendConfig config = new BackendConfig(credentials, sslContext, proxy, headers);
        ClientSettings settings = new ClientSettings(
                timeout,
                connectTimeout,
                closeTimeout,
                retry,
                codec,
                ordering,
                batching,
                defaults,
                maxOutstanding,
                maxOutstandingBytes,
                offline,
                startOffline,
                callbackExecutor,
                time,
                List.copyOf(listeners),
                List.copyOf(required));
        return Clients.open(source.make.apply(config), settings);
    }

    private static KvRequestException wrong(String problem) {
        return new KvRequestException(Failure.of(Outcome.NOT_SENT, problem));
    }

    /** Where the backend comes from. */
    static final class Source {
        private final Function<BackendConfig, KvBackend> make;

        private Source(Function<BackendConfig, KvBackend> make) {
            this.make = make;
        }

        static Source url(String url) {
            Objects.requireNonNull(url, "url");
            return new Source(config -> Backends.create(url, config));
        }

        static Source backend(KvBackend backend) {
            Objects.requireNonNull(backend, "backend");
            AtomicBoolean used = new AtomicBoolean();
            return new Source(config -> {
                if (!config.isEmpty()) {
                    throw wrong(
                            "credentials, TLS, proxy and headers of a ready-made backend belong into its own builder");
                }
                // A second client would close the backend of the first when it fails.
                if (used.getAndSet(true)) {
                    throw wrong("a ready-made backend serves one client: connect() was called before");
                }
                return backend;
            });
        }
    }
}
