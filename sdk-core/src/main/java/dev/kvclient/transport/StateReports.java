package dev.kvclient.transport;

import dev.kvclient.ConnectionState;
import dev.kvclient.error.KvException;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings changes of state to the listener in their order, one at a time, with no lock held. Safe for use by many
 * threads.
 */
final class StateReports {
    private static final Logger LOG = LoggerFactory.getLogger(StateReports.class);

    private final StateListener listener;
    private final Queue<Report> waiting = new ArrayDeque<>();
    private boolean delivering;

    private static final class Report {
        final ConnectionState state;
        final Optional<KvException> because;

        Report(ConnectionState state, Optional<KvException> because) {
            this.state = state;
            this.because = because;
        }
    }

    StateReports(StateListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    /** Notes a change; called in the order of the changes. */
    synchronized void add(ConnectionState state, Optional<KvException> because) {
        waiting.add(new Report(state, because));
    }

    /** Delivers what is noted, unless another thread, or a caller up the stack, is at it and will deliver this too. */
    void deliver() {
        for (Report next = take(); next != null; next = take()) {
            try {
                listener.changed(next.state, next.because);
            } catch (RuntimeException e) {
                LOG.error("A listener failed on state {}", next.state, e);
            } finally {
                done();
            }
        }
    }

    private synchronized @Nullable Report take() {
        if (delivering || waiting.isEmpty()) {
            return null;
        }
        delivering = true;
        return waiting.remove();
    }

    private synchronized void done() {
        delivering = false;
    }
}
