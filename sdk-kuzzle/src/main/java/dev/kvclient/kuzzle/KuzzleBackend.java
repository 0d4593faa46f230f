package dev.kvclient.kuzzle;

import dev.kvclient.Credentials;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.kuzzle.internal.KuzzleKv;
import dev.kvclient.kuzzle.internal.KuzzleSettings;
import dev.kvclient.spi.KvBackend;
import dev.kvclient.transport.WebSocketBackendBuilder;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
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

    /** Over HTTP 64 requests, each of which has a connection and a thread: the server gives no more from 32 on. */
    public static final int DEFAULT_HTTP_WINDOW_REQUESTS = 64;

    /** 256 requests: the server gives no more from 32 on, and closes on a client with too many answers to take. */
    public static final int DEFAULT_WINDOW_REQUESTS = 256;

    /** 16 MiB of requests in flight. */
    public static final long DEFAULT_WINDOW_BYTES = 16L << 20;

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
    public static final class Builder extends WebSocketBackendBuilder<Builder> {
        private @Nullable Credentials credentials;
        private ValueFormat format = ValueFormat.NATURAL;
        private int maxFrameBytes = DEFAULT_MAX_FRAME_BYTES;
        private Duration answerTimeout = DEFAULT_ANSWER_TIMEOUT;
        private OptionalInt windowRequests = OptionalInt.empty();
        private long windowBytes = DEFAULT_WINDOW_BYTES;
        private boolean http;
        private boolean pings;

        private Builder() {
            super("kuzzle");
        }

        @Override
        protected Builder self() {
            return this;
        }

        /**
         * Speaks HTTP instead of WebSocket, with a connection for each request; all but notifications works over it.
         * It needs the library {@code com.squareup.okhttp3:okhttp-jvm}, which the application adds. {@link #path} is
         * what comes before {@code /_query}, {@link #header} is for each request, and {@link #reconnect} bounds the
         * waits between looks for a server that cannot be reached.
         */
        public Builder http() {
            this.http = true;
            return this;
        }

        /** How often to ping, and how long to wait for a sign of life. Not over HTTP, where no connection is kept. */
        @Override
        public Builder ping(Duration interval, Duration timeout) {
            this.pings = true;
            return super.ping(interval, timeout);
        }

        /**
         * Who the client is; the anonymous user unless given. A name and a password are those of the strategy local.
         */
        public Builder credentials(Credentials value) {
            this.credentials = Objects.requireNonNull(value, "credentials");
            return this;
        }

        /** How values are kept. {@link ValueFormat#NATURAL} unless given. */
        public Builder valueFormat(ValueFormat value) {
            this.format = Objects.requireNonNull(value, "valueFormat");
            return this;
        }

        /** The largest frame, or over HTTP body, that the server takes, for servers with another {@code server.maxRequestSize}. */
        public Builder maxFrameBytes(int value) {
            this.maxFrameBytes = positive(value, "maxFrameBytes");
            return this;
        }

        /**
         * How long the oldest request may go unanswered before the connection is dropped; over HTTP, how long each may
         * take, connecting included. 10 s unless given.
         */
        public Builder answerTimeout(Duration value) {
            this.answerTimeout = positive(value, "answerTimeout");
            return this;
        }

        /**
         * How much may be in flight: requests, and their bytes. {@value #DEFAULT_WINDOW_REQUESTS} requests unless
         * given, over HTTP {@value #DEFAULT_HTTP_WINDOW_REQUESTS}, and 16 MiB.
         */
        public Builder window(int requests, long bytes) {
            this.windowRequests = OptionalInt.of(positive(requests, "window"));
            this.windowBytes = positive(bytes, "window");
            return this;
        }

        /**
         * The backend, not connected yet.
         *
         * @throws KvRequestException if there is no endpoint, or one that is none; over HTTP also if its library is
         *     missing, or a setting was given that has no meaning there
         */
        public KvBackend build() {
            if (http && pings) {
                throw wrong("over HTTP there is no connection to ping");
            }
            return new KuzzleKv(new KuzzleSettings(
                    socket().maxFrameBytes(maxFrameBytes),
                    http,
                    http ? shownEndpoint().replaceFirst("^kuzzle(s?):", "kuzzle+http$1:") : shownEndpoint(),
                    Optional.ofNullable(credentials),
                    format,
                    maxFrameBytes,
                    answerTimeout,
                    windowRequests.orElse(http ? DEFAULT_HTTP_WINDOW_REQUESTS : DEFAULT_WINDOW_REQUESTS),
                    windowBytes));
        }
    }
}
