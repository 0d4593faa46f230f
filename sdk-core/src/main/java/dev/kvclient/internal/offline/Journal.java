package dev.kvclient.internal.offline;

import dev.kvclient.Receipt;
import dev.kvclient.error.KvException;
import dev.kvclient.offline.DeadLetter;
import dev.kvclient.offline.Delivery;
import dev.kvclient.offline.DeliveryStatus;
import dev.kvclient.offline.QueueDamage;
import dev.kvclient.spi.KvCommand;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The accepted writes of a durable queue, on disk. Only unconditional {@link KvCommand.Set} and {@link
 * KvCommand.Delete}; a batch is stored as its members.
 *
 * <p>Safe for use by many threads. Nothing but opening and closing waits for the disk.
 */
public interface Journal extends AutoCloseable {
    /** What stands in front of each receipt of this file. */
    String id();

    /** The receipt of a request: the id, a hyphen and the sequence number. */
    default Receipt receipt(long sequence) {
        return Receipt.parse(id() + "-" + sequence);
    }

    /** The sequence number in a receipt; empty if it is no receipt of this file. */
    default OptionalLong sequence(Receipt receipt) {
        String text = receipt.toString();
        String prefix = id() + "-";
        if (!text.startsWith(prefix)) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text.substring(prefix.length())));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * A number for the place of a request in the order of calls: higher than all given before in this process, and than
     * those of all requests stored in the processes before it.
     */
    long nextOrder();

    /** What the file held when it was opened, and still waits, by {@link Stored#order()}. To be asked for once. */
    List<Stored> recovered();

    /** What was wrong with the file when it was opened. */
    Optional<QueueDamage> damage();

    /**
     * Stores commands, all of them or none. The sequence numbers are given at once, one for each in order, rising; the
     * storing happens in groups.
     *
     * @param order from {@link #nextOrder()}
     * @param then called once, on the thread of the journal: with null when all of them are synced to the disk, or with
     *     the failure, {@code NOT_SENT}, when none of them is stored. Must not block. On a closed journal it is called
     *     by the calling thread
     * @return the first sequence number; the others follow without a gap
     */
    long append(long order, Instant acceptedAt, List<? extends KvCommand<?>> commands, Synced then);

    /**
     * The request has left the queue for good. Known to {@link #outcome} at once; written soon, without a sync of its
     * own: a crash may bring it back, and it is then delivered once more.
     */
    void settle(long sequence, DeliveryStatus status, Instant at, @Nullable String reason);

    /** Makes a dead letter of the request. Known at once, written soon. */
    void bury(long sequence, Instant at, String reason);

    /** What is known of it; empty if it never was one of this file's, or is forgotten. */
    Optional<Delivery> outcome(long sequence);

    /** The dead letters by sequence. */
    List<DeadLetter> deadLetters();

    /** Takes a dead letter back among the waiting, with its sequence, behind all others in the order of calls. */
    Optional<Stored> revive(long sequence);

    /** Removes a dead letter. False if it is none. */
    boolean remove(long sequence, Instant at);

    /** Writes what is left to be written, and lets the file go. Idempotent. */
    @Override
    void close();

    /** A request on disk. */
    record Stored(long sequence, long order, Instant acceptedAt, KvCommand<?> command) {}

    /** Told once what became of an {@link #append}. */
    interface Synced {
        /** Null if it is on the disk. */
        void done(@Nullable KvException failure);
    }
}
