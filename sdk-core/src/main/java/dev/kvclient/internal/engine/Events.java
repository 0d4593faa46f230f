package dev.kvclient.internal.engine;

import dev.kvclient.ConnectionState;
import dev.kvclient.KvListener;
import dev.kvclient.error.KvException;
import dev.kvclient.offline.OfflineEvent;
import dev.kvclient.offline.QueueDamage;
import dev.kvclient.offline.QueuedRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listeners. What they throw is logged and goes no further. */
final class Events {
    private static final Logger LOG = LoggerFactory.getLogger(KvListener.class);

    private final List<KvListener> listeners;
    private final SerialExecutor inOrder;

    Events(List<KvListener> listeners, Executor callbacks) {
        this.listeners = listeners;
        this.inOrder = new SerialExecutor(callbacks);
    }

    /** Whether anybody listens: if not, no event need be made. */
    boolean wanted() {
        return !listeners.isEmpty();
    }

    /** Notes a change of state, to be told by {@link #flush()}: before what follows from it in the offline queue. */
    void stateChanged(ConnectionState from, ConnectionState to, @Nullable KvException cause) {
        if (wanted()) {
            StateChange event = new StateChange(from, to, Optional.ofNullable(cause));
            inOrder.add(() -> tell(l -> l.onStateChange(event)));
        }
    }

    void callEnded(
            String operation, List<String> keys, Duration duration, int attempts, @Nullable KvException failure) {
        CallEnd event = new CallEnd(operation, first(keys), duration, attempts, Optional.ofNullable(failure));
        tell(l -> l.onCallEnd(event));
    }

    void retry(String operation, List<String> keys, int attempts, Duration delay, KvException failure) {
        Retry event = new Retry(operation, first(keys), attempts, delay, failure);
        tell(l -> l.onRetry(event));
    }

    private static Optional<String> first(List<String> keys) {
        return keys.isEmpty() ? Optional.empty() : Optional.of(keys.get(0));
    }

    /**
     * Notes an event of the offline queue, in its place in their order; it is told when {@link #flush()} is called. Safe
     * under a lock.
     */
    void note(
            OfflineEvent.Kind kind,
            @Nullable QueuedRequest request,
            @Nullable KvException cause,
            int entries,
            long bytes) {
        note(new Offline(
                kind, Optional.ofNullable(request), Optional.ofNullable(cause), entries, bytes, Optional.empty()));
    }

    private void note(Offline event) {
        inOrder.add(() -> tell(l -> l.onOffline(event)));
    }

    /** The file of the queue is damaged. */
    void damaged(QueueDamage damage, int entries, long bytes) {
        if (wanted()) {
            note(new Offline(
                    OfflineEvent.Kind.DAMAGED,
                    Optional.empty(),
                    Optional.empty(),
                    entries,
                    bytes,
                    Optional.of(damage)));
            flush();
        }
    }

    /** Tells what was noted. */
    void flush() {
        inOrder.start();
    }

    private void tell(Consumer<KvListener> what) {
        for (KvListener listener : listeners) {
            try {
                what.accept(listener);
            } catch (RuntimeException | Error e) {
                LOG.warn("a KvListener has thrown", e);
            }
        }
    }

    private record StateChange(ConnectionState from, ConnectionState to, Optional<KvException> cause)
            implements KvListener.StateChange {}

    private record CallEnd(
            String operation, Optional<String> key, Duration duration, int attempts, Optional<KvException> failure)
            implements KvListener.CallEnd {}

    private record Retry(String operation, Optional<String> key, int attempts, Duration delay, KvException failure)
            implements KvListener.Retry {}

    private record Offline(
            Kind kind,
            Optional<QueuedRequest> request,
            Optional<KvException> cause,
            int entries,
            long bytes,
            Optional<QueueDamage> damage)
            implements OfflineEvent {}
}
