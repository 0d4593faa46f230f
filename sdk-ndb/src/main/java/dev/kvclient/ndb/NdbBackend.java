package dev.kvclient.ndb;

import dev.kvclient.error.KvRequestException;
import dev.kvclient.ndb.internal.NdbKv;
import dev.kvclient.ndb.internal.NdbSettings;
import dev.kvclient.spi.KvBackend;
import dev.kvclient.transport.WebSocketBackendBuilder;
import dev.kvclient.transport.WebSocketSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Makes an NDB backend with all its settings, to put a client over:
 *
 * <pre>{@code
 * KvClient kv = KvClient.builder(NdbBackend.builder()
 *                 .endpoint("localhost", 1987)
 *                 .generation(NdbGeneration.STATUS)
 *                 .maxPayload(32_768)
 *                 .build())
 *         .connect();
 * }</pre>
 */
public final class NdbBackend {
    /** Where NDB listens unless it is told otherwise. */
    public static final int DEFAULT_PORT = 1_987;

    /** The server's own default of {@code maxPayload} in v0.4 and v0.5, 1 KiB; it takes up to 2 MiB. */
    public static final int DEFAULT_MAX_PAYLOAD_SESSION = 1_024;

    /** The server's own default of {@code maxPayload} in v0.9, 8 KiB, which is the most there; later up to 32 KiB. */
    public static final int DEFAULT_MAX_PAYLOAD_STATUS = 8_192;

    /** The name of the session that generation A's clients share unless they are given another. */
    public static final String DEFAULT_SESSION = "kvclient";

    /** 10 s: NDB answers in microseconds; a server that does not in this time answers nothing any more. */
    public static final Duration DEFAULT_ANSWER_TIMEOUT = Duration.ofSeconds(10);

    /** 5 min: a save took 38 s for 200,000 keys of one session on v0.5, and grows with the square of the keys. */
    public static final Duration DEFAULT_SAVE_TIMEOUT = Duration.ofMinutes(5);

    /** 60 s: a v0.5 that saves stands still for 38 s and answers no ping. */
    public static final Duration DEFAULT_PING_TIMEOUT = Duration.ofSeconds(60);

    /** 64 requests: more gain little, and the server has room for 128 KiB of answers that wait for the network. */
    public static final int DEFAULT_WINDOW_REQUESTS = 64;

    /** 1 MiB of requests in flight. */
    public static final long DEFAULT_WINDOW_BYTES = 1L << 20;

    /** 1,000,000 keys: they come in one answer, some tens of megabytes. */
    public static final long DEFAULT_MAX_LISTED_KEYS = 1_000_000;

    /** The smallest and the largest {@code maxPayload} that any server can be set to. */
    private static final int MIN_PAYLOAD = 64;

    private static final int MAX_PAYLOAD = 2 << 20;

    private NdbBackend() {}

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
        private @Nullable NdbGeneration generation;
        private @Nullable NdbOrdering ordering;
        private OptionalInt maxPayload = OptionalInt.empty();
        private String session = DEFAULT_SESSION;
        private int windowRequests = DEFAULT_WINDOW_REQUESTS;
        private long windowBytes = DEFAULT_WINDOW_BYTES;
        private Duration answerTimeout = DEFAULT_ANSWER_TIMEOUT;
        private Duration saveTimeout = DEFAULT_SAVE_TIMEOUT;
        private long maxListedKeys = DEFAULT_MAX_LISTED_KEYS;
        private boolean savableKeysOnly;
        private boolean allowSavePaths;

        private Builder() {
            super("ndb");
            ping(WebSocketSettings.DEFAULT_PING_INTERVAL, DEFAULT_PING_TIMEOUT);
        }

        @Override
        protected Builder self() {
            return this;
        }

        /**
         * Which protocol the server speaks. Found out on connecting unless given; needed by a client that starts
         * offline. A server that speaks the other one is refused.
         */
        public Builder generation(NdbGeneration value) {
            this.generation = Objects.requireNonNull(value, "generation");
            return this;
        }

        /**
         * How many requests may be on their way. Unless given {@link NdbOrdering#PIPELINED} for servers that answer in
         * order (v0.5, v0.9), and {@link NdbOrdering#STRICT} for v0.4, which does not.
         */
        public Builder ordering(NdbOrdering value) {
            this.ordering = Objects.requireNonNull(value, "ordering");
            return this;
        }

        /**
         * The most bytes of a request, which the server does not tell: its setting {@code maxPayload}, from 64 to
         * 2,097,152. {@value NdbBackend#DEFAULT_MAX_PAYLOAD_SESSION} for generation A and
         * {@value NdbBackend#DEFAULT_MAX_PAYLOAD_STATUS} for B unless given. At one byte more than its own the server
         * cuts the connection.
         */
        public Builder maxPayload(int bytes) {
            if (bytes < MIN_PAYLOAD || bytes > MAX_PAYLOAD) {
                throw wrong("maxPayload is a number of bytes from " + MIN_PAYLOAD + " to " + MAX_PAYLOAD);
            }
            this.maxPayload = OptionalInt.of(bytes);
            return this;
        }

        /**
         * The name of the shared session that the common API and {@link NdbClient#keys()} work in, of generation A. It
         * is made when it is first needed. {@value NdbBackend#DEFAULT_SESSION} unless given; without effect on
         * generation B.
         */
        public Builder session(String name) {
            if (name.isEmpty()) {
                throw wrong("the name of a session is not empty");
            }
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
                throw wrong("the name of the session is not valid Unicode");
            }
            this.session = name;
            return this;
        }

        /** How long the oldest request may go unanswered before the connection is dropped. 10 s unless given. */
        public Builder answerTimeout(Duration value) {
            this.answerTimeout = positive(value, "answerTimeout");
            return this;
        }

        /** The same for saves and loads. 5 min unless given. */
        public Builder saveTimeout(Duration value) {
            this.saveTimeout = positive(value, "saveTimeout");
            return this;
        }

        /**
         * Above how many keys of a session or server the client refuses to list them, for they come in one answer.
         * 1,000,000 unless given.
         */
        public Builder maxListedKeys(long value) {
            this.maxListedKeys = positive(value, "maxListedKeys");
            return this;
        }

        /**
         * Refuses to write keys with a quote, a backslash or a control character: v0.9 writes them into a save in a way
         * that makes the whole save unreadable.
         */
        public Builder savableKeysOnly() {
            this.savableKeysOnly = true;
            return this;
        }

        /**
         * Takes names of saves that are paths, such as {@code ../x}, which the server follows. Refused unless asked
         * for.
         */
        public Builder allowSavePaths() {
            this.allowSavePaths = true;
            return this;
        }

        /** How much may be in flight on the connection: requests, and their bytes. */
        public Builder window(int requests, long bytes) {
            this.windowRequests = positive(requests, "window");
            this.windowBytes = positive(bytes, "window");
            return this;
        }

        /**
         * The backend, not connected yet.
         *
         * @throws KvRequestException if there is no endpoint, or one that is none
         */
        public KvBackend build() {
            return new NdbKv(new NdbSettings(
                    socket(),
                    shownEndpoint(),
                    Optional.ofNullable(generation),
                    Optional.ofNullable(ordering),
                    maxPayload,
                    session,
                    windowRequests,
                    windowBytes,
                    answerTimeout,
                    saveTimeout,
                    maxListedKeys,
                    savableKeysOnly,
                    allowSavePaths));
        }
    }
}
