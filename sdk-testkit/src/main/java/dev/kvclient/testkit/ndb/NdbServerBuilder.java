package dev.kvclient.testkit.ndb;

import dev.kvclient.spi.TimeSource;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The settings of an {@link NdbServer}. For one thread, and for one server. */
public final class NdbServerBuilder {

    private static final int MAX_PORT = 65_535;

    /** The least that a server allows. */
    private static final int MIN_PAYLOAD = 64;

    /** Seen on all versions. */
    private static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofMinutes(3);

    int port;
    NdbVersion version = NdbVersion.V0_9;
    boolean persistence = true;
    LongSupplier nanoTime = System::nanoTime;
    Duration idleTimeout = DEFAULT_IDLE_TIMEOUT;
    long tokenSeed = System.nanoTime();

    @Nullable
    SSLContext tls;

    private int maxPayload;

    NdbServerBuilder() {}

    /** Sets which server it is; {@link NdbVersion#V0_9} by default. */
    public NdbServerBuilder version(NdbVersion version) {
        this.version = Objects.requireNonNull(version, "version");
        return this;
    }

    /**
     * Sets the port.
     *
     * @param port 0, the default, for any that is free
     */
    public NdbServerBuilder port(int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("no such port: " + port);
        }
        this.port = port;
        return this;
    }

    /**
     * Sets the largest request; under a larger one the TCP connection is cut. By default that of the version: 1024 for
     * generation A, 8192 for B. Also more than a real server allows.
     *
     * @param bytes of UTF-8, at least 64
     */
    public NdbServerBuilder maxPayload(int bytes) {
        if (bytes < MIN_PAYLOAD) {
            throw new IllegalArgumentException("maxPayload is below " + MIN_PAYLOAD);
        }
        this.maxPayload = bytes;
        return this;
    }

    /** Sets whether saving is enabled; it is by default. Loading works in any case. */
    public NdbServerBuilder persistence(boolean enabled) {
        this.persistence = enabled;
        return this;
    }

    /** Sets what the expiry of sessions goes by; the system's time by default. Faults always go by the system's. */
    public NdbServerBuilder timeSource(TimeSource time) {
        this.nanoTime = Objects.requireNonNull(time, "time")::nanoTime;
        return this;
    }

    /**
     * Sets after which silence of the client its connection is cut, by the system's time; a ping is sent after nine
     * tenths of it. 180 s by default.
     *
     * @param timeout more than zero
     */
    public NdbServerBuilder idleTimeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("idleTimeout must be positive");
        }
        this.idleTimeout = timeout;
        return this;
    }

    /** Makes the tokens of unshared sessions the same in each run; they differ by default. */
    public NdbServerBuilder tokenSeed(long seed) {
        this.tokenSeed = seed;
        return this;
    }

    /** Serves over TLS ({@code wss}), with the key of that context; a real server has no TLS, a proxy before it may. */
    public NdbServerBuilder tls(SSLContext context) {
        this.tls = Objects.requireNonNull(context, "context");
        return this;
    }

    int maxPayload(NdbVersion of) {
        return maxPayload == 0 ? of.defaultMaxPayload() : maxPayload;
    }

    /**
     * Starts the server.
     *
     * @return the running server
     * @throws java.io.UncheckedIOException when the port could not be bound
     */
    public NdbServer start() {
        NdbServer server = new NdbServer(this);
        try {
            server.open();
        } catch (RuntimeException failed) {
            server.close();
            throw failed;
        }
        return server;
    }
}
