package dev.kvclient.versori;

import dev.kvclient.Credentials;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.KvBackend;
import dev.kvclient.transport.Window;
import dev.kvclient.versori.internal.CommonCredentials;
import dev.kvclient.versori.internal.VersoriKvBackend;
import dev.kvclient.versori.internal.VersoriSettings;
import java.net.Proxy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Makes a Versori backend with all its settings, to put a client over:
 *
 * <pre>{@code
 * KvClient kv = KvClient.builder(VersoriBackend.builder()
 *                 .scope(VersoriScope.project("acme", "orders", "production"))
 *                 .auth(VersoriAuth.apiKey(key))
 *                 .build())
 *         .connect();
 * }</pre>
 */
public final class VersoriBackend {
    /** The platform in production. */
    public static final String PRODUCTION = "https://platform.versori.com/api/v2";

    /** The platform that the vendor tries changes on. */
    public static final String STAGING = "https://platform-staging.versori.com/api/v2";

    /** The variable of the environment that holds an API key: {@value}. */
    public static final String TOKEN_VARIABLE = "VERSORI_TOKEN";

    /** 100 keys a request: as many as the server lists at once; for batches it names no limit. */
    public static final int DEFAULT_BATCH_SIZE = 100;

    /** 64 requests at a time, each on a connection of its own unless the server speaks HTTP/2. */
    public static final int DEFAULT_WINDOW_REQUESTS = 64;

    /** 16 MiB of requests at a time. */
    public static final long DEFAULT_WINDOW_BYTES = 16L << 20;

    /** 10 s from the first step towards a connection to the last byte of the answer. */
    public static final Duration DEFAULT_ANSWER_TIMEOUT = Duration.ofSeconds(10);

    /** 64 MiB: a page of 100 entries of half a megabyte each. */
    public static final int DEFAULT_MAX_ANSWER_BYTES = 64 << 20;

    /** 16 rounds: with that many writers at once, one of them still gets through in each round. */
    public static final int DEFAULT_COMPARE_AND_SET_ROUNDS = 16;

    /** Some room is left for the end of the largest array. */
    private static final int MOST_ANSWER_BYTES = Integer.MAX_VALUE - 64;

    private VersoriBackend() {}

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
        private final Map<String, String> headers = new LinkedHashMap<>();
        private HttpUrl base = HttpUrl.get(PRODUCTION);
        private @Nullable String store;
        private @Nullable VersoriScope scope;
        private @Nullable VersoriAuth auth;
        private ValueEncoding encoding = ValueEncoding.WORKFLOW;
        private int batchSize = DEFAULT_BATCH_SIZE;
        private int windowRequests = DEFAULT_WINDOW_REQUESTS;
        private long windowBytes = DEFAULT_WINDOW_BYTES;
        private Duration answerTimeout = DEFAULT_ANSWER_TIMEOUT;
        private int maxAnswerBytes = DEFAULT_MAX_ANSWER_BYTES;
        private int compareAndSetRounds = DEFAULT_COMPARE_AND_SET_ROUNDS;
        private @Nullable OkHttpClient client;
        private @Nullable SSLContext sslContext;
        private @Nullable Proxy proxy;

        private Builder() {}

        /**
         * Where the API is: everything before {@code /store} and {@code /o}. {@link #PRODUCTION} unless given.
         *
         * @param url begins with {@code https:} or {@code http:}, and carries neither user nor query
         */
        public Builder baseUrl(String url) {
            HttpUrl parsed = HttpUrl.parse(url);
            if (parsed == null) {
                throw wrong("the base URL is none that begins with https: or http:");
            }
            if (!parsed.username().isEmpty()
                    || !parsed.password().isEmpty()
                    || parsed.query() != null
                    || parsed.fragment() != null) {
                throw wrong("the base URL carries neither user nor query: credentials are given to auth(..)");
            }
            this.base = parsed;
            return this;
        }

        /**
         * The store, by its ULID. Without a scope, all of its keys are the client's. With a scope it is not looked up.
         */
        public Builder store(String ulid) {
            this.store = Objects.requireNonNull(ulid, "store");
            return this;
        }

        /** The scope whose keys are the client's. Its store is looked up by its name when the client connects. */
        public Builder scope(VersoriScope value) {
            this.scope = Objects.requireNonNull(value, "scope");
            return this;
        }

        /** Who the client is; nobody in particular unless given. */
        public Builder auth(VersoriAuth value) {
            this.auth = Objects.requireNonNull(value, "auth");
            return this;
        }

        /** Who the client is, in the words of the common API: a token is an API key. Others are refused. */
        public Builder credentials(Credentials value) {
            return auth(CommonCredentials.auth(value));
        }

        /** Who the client is, as the environment says: an API key in {@value #TOKEN_VARIABLE}, if that is set. */
        public Builder credentialsFromEnv() {
            String token = System.getenv(TOKEN_VARIABLE);
            return token == null || token.isEmpty() ? this : auth(VersoriAuth.apiKey(token));
        }

        /** How values are kept. {@link ValueEncoding#WORKFLOW} unless given. */
        public Builder valueEncoding(ValueEncoding value) {
            this.encoding = Objects.requireNonNull(value, "valueEncoding");
            return this;
        }

        /** The most keys of one request. {@value #DEFAULT_BATCH_SIZE} unless given. */
        public Builder batchSize(int keys) {
            this.batchSize = positive(keys, "batchSize");
            return this;
        }

        /** How much may be under way at a time: requests, and their bytes. */
        public Builder window(int requests, long bytes) {
            if (requests > Window.MOST_REQUESTS || bytes < 1) {
                throw wrong("window is from 1 to " + Window.MOST_REQUESTS + " requests, and at least 1 byte");
            }
            this.windowRequests = positive(requests, "window");
            this.windowBytes = bytes;
            return this;
        }

        /** How long one request may take, connecting included. 10 s unless given; 24 days at the most. */
        public Builder answerTimeout(Duration value) {
            if (value.compareTo(Duration.ofMillis(1)) < 0) {
                throw wrong("answerTimeout is at least a millisecond");
            }
            this.answerTimeout = value;
            return this;
        }

        /** The longest answer that is read, after decompression. 64 MiB unless given. */
        public Builder maxAnswerBytes(int value) {
            if (value > MOST_ANSWER_BYTES) {
                throw wrong("maxAnswerBytes is at most " + MOST_ANSWER_BYTES);
            }
            this.maxAnswerBytes = positive(value, "maxAnswerBytes");
            return this;
        }

        /** How often a compare and set begins anew when another writer came between. 16 rounds unless given. */
        public Builder compareAndSetRounds(int value) {
            this.compareAndSetRounds = positive(value, "compareAndSetRounds");
            return this;
        }

        /**
         * The application's own OkHttp client, of which another is derived: proxy, trust, DNS, interceptors, listeners
         * and connection pool are kept; retries, redirects, cache, timeouts and dispatcher are not. It is left open
         * when the client closes. A cookie jar is kept unless the credential is a cookie, whose place it would take. An
         * interceptor or authenticator that sends a request again does so behind the back of
         * this library, which then cannot keep its word on what is sent once.
         */
        public Builder httpClient(OkHttpClient value) {
            this.client = Objects.requireNonNull(value, "httpClient");
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

        /** A header for each request. May be a secret. */
        public Builder header(String name, String value) {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(value, "value");
            try {
                new Request.Builder().url(base).header(name, value);
            } catch (IllegalArgumentException e) {
                // Without the cause: its message may repeat the value.
                throw wrong("a header is not valid");
            }
            headers.put(name, value);
            return this;
        }

        /**
         * The backend, not connected yet.
         *
         * @throws KvRequestException if there is neither a store nor a scope, the store is no ULID, a signing key
         *     cannot be read, or the library for it is missing
         */
        public KvBackend build() {
            if (store == null && scope == null) {
                throw wrong("a Versori backend has a store or a scope");
            }
            return new VersoriKvBackend(new VersoriSettings(
                    base,
                    Optional.ofNullable(store),
                    Optional.ofNullable(scope),
                    Optional.ofNullable(auth),
                    encoding,
                    batchSize,
                    windowRequests,
                    windowBytes,
                    answerTimeout,
                    maxAnswerBytes,
                    compareAndSetRounds,
                    Optional.ofNullable(client),
                    Optional.ofNullable(sslContext),
                    Optional.ofNullable(proxy),
                    headers));
        }

        private static int positive(int value, String name) {
            if (value < 1) {
                throw wrong(name + " is more than zero");
            }
            return value;
        }

        private static KvRequestException wrong(String problem) {
            return new KvRequestException(Failure.of(Outcome.NOT_SENT, problem));
        }
    }
}
