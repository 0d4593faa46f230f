package dev.kvclient.kuzzle.internal;

import dev.kvclient.codec.KvCodec;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.KuzzleNotificationListener;
import dev.kvclient.kuzzle.KuzzleRegistration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands what the server sends by itself to those who listen. */
final class Notifications {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);

    // Replaced and never changed, so that it is read without a lock.
    private volatile List<NotificationQueue> queues = List.of();
    private boolean closed;

    /**
     * Adds a listener.
     *
     * @param threads where it runs
     * @throws KvClosedException after {@link #close()}
     */
    synchronized KuzzleRegistration add(KuzzleNotificationListener listener, Executor threads, KvCodec codec) {
        if (closed) {
            throw new KvClosedException(
                    Failure.of(Outcome.NOT_SENT, "the client is closed").backend("kuzzle"));
        }
        NotificationQueue queue = new NotificationQueue(listener, threads, codec, this::remove);
        List<NotificationQueue> more = new ArrayList<>(queues);
        more.add(queue);
        queues = List.copyOf(more);
        return queue;
    }

    private synchronized void remove(NotificationQueue queue) {
        queues = queues.stream().filter(other -> other != queue).toList();
    }

    /** A notification has come, on the reading thread. */
    void received(byte[] utf8) {
        List<NotificationQueue> now = queues;
        LOG.debug("Kuzzle sent a notification, for {} listeners", now.size());
        now.forEach(queue -> queue.add(utf8));
    }

    /** Nobody is told of anything any more. */
    synchronized void close() {
        closed = true;
        queues.forEach(NotificationQueue::end);
        queues = List.of();
    }
}
