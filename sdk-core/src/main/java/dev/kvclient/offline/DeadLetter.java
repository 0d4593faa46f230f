package dev.kvclient.offline;

import dev.kvclient.Receipt;
import java.time.Instant;

/** An accepted write that the backend has refused for good, or that cannot be trusted any more. Immutable. */
public interface DeadLetter {
    /** The receipt that its caller got. */
    Receipt receipt();

    /** The operation: {@code set} or {@code delete}. */
    String operation();

    /** The key. */
    String key();

    /** When it was accepted. */
    Instant acceptedAt();

    /** When it was given up. */
    Instant since();

    /** Why: the class and the message of the failure. Holds no value. */
    String reason();
}
