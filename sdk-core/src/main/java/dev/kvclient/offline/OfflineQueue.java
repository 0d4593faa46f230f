package dev.kvclient.offline;

import dev.kvclient.Receipt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where the requests of a client wait while it has no connection. A client has one, {@link
 * dev.kvclient.KvClient#offlineQueue()}, made as the {@link OfflineOptions} say that its builder was given.
 *
 * <p>Requests wait in memory, in the order of their keys' writes, and their callers with them. What was accepted by
 * {@link dev.kvclient.WhenOffline#ACCEPT} is on disk as well, and its caller has gone on. Whatever becomes of a request,
 * its caller is told: it is sent, or fails with the reason.
 *
 * <p>Safe for use by many threads.
 */
public interface OfflineQueue {
    /** No queue: without a connection every request fails at once. */
    static OfflineOptions none() {
        return OfflineOptions.NONE;
    }

    /** A queue in memory, the default. */
    static OfflineOptions inMemory() {
        return OfflineOptions.IN_MEMORY;
    }

    /**
     * A queue in memory that can also accept writes on disk, and finds there what an earlier process has left. Needs
     * {@code com.h2database:h2-mvstore} on the class path.
     *
     * @param file made, with its folder, if it is not there; readable by the owner alone; used by one process at a time
     */
    static OfflineOptions durable(Path file) {
        return OfflineOptions.durable(file);
    }

    /** How many requests wait. */
    int entries();

    /** About how many bytes their keys and values have. */
    long bytes();

    /** How long the oldest of them has waited; zero if there is none. */
    Duration oldestAge();

    /** Whether nothing is sent, by hand or because the backend refuses the credentials. */
    boolean isPaused();

    /** Those that wait, the oldest first. */
    List<QueuedRequest> peek();

    /**
     * Lets requests wait from now on, also with a connection; those that may not wait fail. Requests that were handed
     * to the connection before are not called back.
     */
    void pause();

    /** Ends {@link #pause()}; without effect if there was none. */
    void resume();

    /**
     * Sends what waits without further delay: ends {@link #pause()}, does not wait for the replay interval with what is
     * in the queue now, and tries to connect at once if there is no connection.
     */
    void replayNow();

    /**
     * Empties the queue: what waits fails with {@link dev.kvclient.error.KvOfflineException}, what was accepted is
     * taken from the disk.
     *
     * @return how many requests it were
     */
    int discard();

    /**
     * Takes a request out of the queue; its caller, if it has one, gets a {@link
     * dev.kvclient.error.KvOfflineException}.
     *
     * @return whether it was there; false if it is unknown, has been sent, or is a dead letter
     */
    boolean cancel(Receipt receipt);

    /**
     * What became of an accepted write.
     *
     * @return empty if this queue has never given that receipt, or has forgotten it: it remembers the last {@value
     *     OfflineOptions#KEPT_OUTCOMES}
     */
    Optional<Delivery> outcome(Receipt receipt);

    /** Accepted writes that were refused for good, the oldest first. They are on disk until they are removed. */
    List<DeadLetter> deadLetters();

    /**
     * Puts a dead letter back into the queue, behind what is there.
     *
     * @return whether it was a dead letter
     */
    boolean retryDeadLetter(Receipt receipt);

    /**
     * Removes a dead letter for good.
     *
     * @return whether it was one
     */
    boolean removeDeadLetter(Receipt receipt);

    /** What was found wrong with the file when it was opened, if anything was. */
    Optional<QueueDamage> damage();
}
