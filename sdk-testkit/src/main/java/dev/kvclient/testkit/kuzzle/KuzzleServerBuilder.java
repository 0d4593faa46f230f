package dev.kvclient.testkit.kuzzle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The settings of a {@link KuzzleServer}. For one thread, and for one server. */
public final class KuzzleServerBuilder {

    private static final int MAX_PORT = 65_535;

    /** {@code server.maxRequestSize} of Kuzzle: a frame of so many bytes passes. */
    private static final int DEFAULT_MAX_REQUEST_SIZE = 1 << 20;

    /** {@code protocols.websocket.idleTimeout} of Kuzzle. */
    private static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofSeconds(60);

    /** {@code security.authToken.expiresIn} of Kuzzle. */
    private static final Duration DEFAULT_TOKEN_LIFE = Duration.ofHours(1);

    int port;
    Clock clock = Clock.systemUTC();
    boolean anonymousAllowed = true;
    int maxRequestSize = DEFAULT_MAX_REQUEST_SIZE;
    Duration idleTimeout = DEFAULT_IDLE_TIMEOUT;
    int loginsPerSecond;
    Duration tokenLife = DEFAULT_TOKEN_LIFE;
    boolean realtimeNotifications = true;
    boolean http;

    @Nullable
    SSLContext tls;

    final List<User> users = new ArrayList<>();

    KuzzleServerBuilder() {}

    /**
     * Sets the port.
     *
     * @param port 0, the default, for any that is free
     */
    public KuzzleServerBuilder port(int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("no such port: " + port);
        }
        this.port = port;
        return this;
    }

    /** Sets what the expiry of keys and tokens, and the time told, go by; the system's clock by default. */
    public KuzzleServerBuilder clock(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /**
     * Adds a user of the strategy {@code local} who may do everything.
     *
     * @param name the name, also the user's id
     * @param password the password
     */
    public KuzzleServerBuilder user(String name, String password) {
        return add(name, password, "admin", User.ALL);
    }

    /**
     * Adds a user of the strategy {@code local} with certain rights.
     *
     * @param name the name, also the user's id
     * @param password the password
     * @param rights each of the form {@code ms:get}, or {@code ms:*} for a whole controller; what is not among them is
     *     forbidden (403)
     */
    public KuzzleServerBuilder user(String name, String password, Set<String> rights) {
        return add(name, password, "custom", rights);
    }

    private KuzzleServerBuilder add(String name, String password, String profile, Set<String> rights) {
        ObjectNode source = JsonNodeFactory.instance.objectNode();
        source.putArray("profileIds").add(profile);
        users.add(new User(
                Objects.requireNonNull(name, "name"), Objects.requireNonNull(password, "password"), rights, source));
        return this;
    }

    /**
     * Sets whether one may use the memory storage without a token. True by default, as on a fresh Kuzzle.
     *
     * @param allowed false refuses (401) everything but {@code auth:login} and the like
     */
    public KuzzleServerBuilder anonymousAllowed(boolean allowed) {
        this.anonymousAllowed = allowed;
        return this;
    }

    /**
     * Sets the largest frame; under a larger one the TCP connection is cut. 1 MiB by default.
     *
     * @param bytes at least 1
     */
    public KuzzleServerBuilder maxRequestSize(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("maxRequestSize must be positive");
        }
        this.maxRequestSize = bytes;
        return this;
    }

    /**
     * Sets after which silence of the client its connection is cut, by the system's time. 60 s by default.
     *
     * @param timeout more than zero
     */
    public KuzzleServerBuilder idleTimeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("idleTimeout must be positive");
        }
        this.idleTimeout = timeout;
        return this;
    }

    /**
     * Sets how many logins a second one connection may try, failures included. A real Kuzzle allows 1; here there is no
     * limit by default.
     *
     * @param logins 0 for no limit
     */
    public KuzzleServerBuilder loginsPerSecond(int logins) {
        if (logins < 0) {
            throw new IllegalArgumentException("loginsPerSecond is negative");
        }
        this.loginsPerSecond = logins;
        return this;
    }

    /**
     * Sets how long the token of a login lives that does not ask for a time of its own; 1 h by default. At its end the
     * connections that used it last are told ({@code TokenExpired}), by the given clock, within some milliseconds.
     *
     * @param life at least a millisecond
     */
    public KuzzleServerBuilder tokenLife(Duration life) {
        if (life.toMillis() < 1) {
            throw new IllegalArgumentException("tokenLife must be a millisecond at least");
        }
        this.tokenLife = life;
        return this;
    }

    /**
     * Sets whether connections are told that their token has expired; true by default, as in Kuzzle
     * ({@code server.protocols.websocket.realtimeNotifications}).
     *
     * @param on false for a server that tells nothing, so that only a refused request shows it
     */
    public KuzzleServerBuilder realtimeNotifications(boolean on) {
        this.realtimeNotifications = on;
        return this;
    }

    /**
     * Listens for HTTP too, on a free port of its own (a real Kuzzle has one port for both). See
     * {@link KuzzleServer#httpUrl()}.
     */
    public KuzzleServerBuilder http() {
        this.http = true;
        return this;
    }

    /** Serves over TLS ({@code wss}, {@code https}), with the key of that context. */
    public KuzzleServerBuilder tls(SSLContext context) {
        this.tls = Objects.requireNonNull(context, "context");
        return this;
    }

    /**
     * Starts the server.
     *
     * @return the running server
     * @throws java.io.UncheckedIOException when the port could not be bound
     */
    public KuzzleServer start() {
        KuzzleServer server = new KuzzleServer(this);
        try {
            server.open();
        } catch (RuntimeException failed) {
            server.close();
            throw failed;
        }
        return server;
    }
}
