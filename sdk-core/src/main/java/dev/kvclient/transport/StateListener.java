package dev.kvclient.transport;

import dev.kvclient.ConnectionState;
import dev.kvclient.error.KvException;
import java.util.Optional;

/** Is told each change of state of a {@link WebSocketConnection}, or of a {@link Reachability}. */
@FunctionalInterface
public interface StateListener {
    /**
     * The state has changed. Called in the order of the changes, one call at a time, on whatever thread made the
     * change: the reading thread, one that completed the sign-in or a probe, one of the time source, one on which a
     * request found no way, or one that called {@code close}, {@code giveUp} or {@code tryNow}. It must not block and
     * must not run application code.
     *
     * @param state the new state
     * @param because what led to {@code DISCONNECTED} or {@code FAILED}, or to {@code CLOSED} when the connection gave
     *     up by itself; otherwise empty
     */
    void changed(ConnectionState state, Optional<KvException> because);
}
