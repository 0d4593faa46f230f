package dev.kvclient.spi;

import dev.kvclient.ConnectionState;
import dev.kvclient.error.KvException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a client gives to its backend when it opens it. */
public interface BackendContext {
    /** The time source of the client. */
    TimeSource time();

    /** How long one attempt to connect may take, sign-in included. */
    Duration connectTimeout();

    /** Whether the first connection is tried again and again, and not given up after one round. */
    boolean startOffline();

    /**
     * To be told of each change of state, in order, by any thread. Returns quickly.
     *
     * @param state the new state
     * @param cause why, or null
     */
    void stateChanged(ConnectionState state, @Nullable KvException cause);
}
