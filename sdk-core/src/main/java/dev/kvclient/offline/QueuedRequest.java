package dev.kvclient.offline;

import dev.kvclient.Receipt;
import java.time.Instant;
import java.util.List;

/** A request in an offline queue, as it was when it was looked at. Shows no value. Immutable. */
public interface QueuedRequest {
    /** Names it: for {@link OfflineQueue#cancel} and, if it is {@linkplain #accepted() accepted}, for later. */
    Receipt receipt();

    /** The operation, such as {@code set}. */
    String operation();

    /** Its keys, each once; empty for a request that names none. */
    List<String> keys();

    /** About how many bytes its keys and values have. */
    long bytes();

    /** When it came into the queue, by the clock of the client. */
    Instant since();

    /** Whether it was sent before and waits to be sent again, since the connection broke before it was answered. */
    boolean sentBefore();

    /** Whether it is kept on disk and its caller has gone on. */
    boolean accepted();
}
