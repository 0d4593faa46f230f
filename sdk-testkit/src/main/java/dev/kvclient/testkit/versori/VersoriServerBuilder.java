package dev.kvclient.testkit.versori;

import dev.kvclient.spi.TimeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The settings of a {@link VersoriServer}. For one thread, and for one server. */
public final class VersoriServerBuilder {

    private static final int MAX_PORT = 65_535;
    private static final long DEFAULT_SEED = 1;

    int port;
    Supplier<Instant> clock = Instant::now;
    Predicate<ShownCredentials> authorized = shown -> true;
    String organisation = "acme";
    long seed = DEFAULT_SEED;
    boolean omitCommitted;
    boolean decimalCount;
    boolean gzip;

    @Nullable
    String storeId;

    @Nullable
    String storeName;

    @Nullable
    SSLContext tls;

    final List<ExchangeListener> listeners = new ArrayList<>();

    VersoriServerBuilder() {}

    /**
     * Sets the port.
     *
     * @param port 0, the default, for any that is free
     */
    public VersoriServerBuilder port(int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("no such port: " + port);
        }
        this.port = port;
        return this;
    }

    /** Sets what the expiry of keys, and the times told, go by; the system's clock by default. */
    public VersoriServerBuilder timeSource(TimeSource timeSource) {
        this.clock = Objects.requireNonNull(timeSource, "timeSource")::now;
        return this;
    }

    /**
     * Demands a token, as {@code Authorization: Bearer} or {@code Authorization: JWT}; without it a request is answered
     * 401. Nothing is demanded by default.
     */
    public VersoriServerBuilder token(String token) {
        return authorize(byToken(token));
    }

    /**
     * Demands that requests pass a test, in place of a token.
     *
     * @param test called on the threads of the server, so it must be safe for several threads
     */
    public VersoriServerBuilder authorize(Predicate<ShownCredentials> test) {
        this.authorized = Objects.requireNonNull(test, "test");
        return this;
    }

    /** Sets the id of the one organisation; {@code acme} by default. */
    public VersoriServerBuilder organisation(String id) {
        this.organisation = Objects.requireNonNull(id, "id");
        return this;
    }

    /**
     * Sets the id of the first store; one is made by default.
     *
     * @param id a ULID
     * @throws IllegalArgumentException if it is none
     */
    public VersoriServerBuilder storeId(String id) {
        if (!Ulids.isUlid(Ulids.normal(id))) {
            throw new IllegalArgumentException("no ULID: " + id);
        }
        this.storeId = id;
        return this;
    }

    /** Sets the name of the first store; {@code ORG_} and the organisation's id by default. */
    public VersoriServerBuilder storeName(String name) {
        this.storeName = Objects.requireNonNull(name, "name");
        return this;
    }

    /** Sets what the chances of faults and the ids of stores begin with. */
    public VersoriServerBuilder seed(long seed) {
        this.seed = seed;
        return this;
    }

    /** Leaves {@code committed} out of the answers to writes that happened, which means the same as true. */
    public VersoriServerBuilder omitCommitted() {
        this.omitCommitted = true;
        return this;
    }

    /** Writes counts with a decimal point ({@code 3.0}), as a JSON number may be. */
    public VersoriServerBuilder decimalCount() {
        this.decimalCount = true;
        return this;
    }

    /** Compresses every answer whose client accepts gzip. */
    public VersoriServerBuilder gzip() {
        this.gzip = true;
        return this;
    }

    /** Serves over TLS ({@code https}), with the key of that context. */
    public VersoriServerBuilder tls(SSLContext context) {
        this.tls = Objects.requireNonNull(context, "context");
        return this;
    }

    /** Adds somebody to tell of every request. */
    public VersoriServerBuilder listener(ExchangeListener listener) {
        this.listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Starts the server.
     *
     * @return the running server
     * @throws java.io.UncheckedIOException when the port could not be bound
     */
    public VersoriServer start() {
        VersoriServer server = new VersoriServer(this);
        try {
            server.open();
        } catch (RuntimeException failed) {
            server.close();
            throw failed;
        }
        return server;
    }

    static Predicate<ShownCredentials> byToken(String token) {
        Objects.requireNonNull(token, "token");
        return shown -> shown.bearer().or(shown::jwt).filter(token::equals).isPresent();
    }
}
