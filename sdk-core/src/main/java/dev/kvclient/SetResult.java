package dev.kvclient;

import dev.kvclient.error.KvConflictException;
import java.util.Optional;
import java.util.function.Function;

/**
 * What became of a write: {@link Written}, {@link NotWritten} because its condition did not hold, or {@link Accepted}
 * for later delivery by the durable offline queue. Immutable.
 */
public sealed interface SetResult permits SetResult.Written, SetResult.NotWritten, SetResult.Accepted {
    /** Whether the value is stored now. */
    boolean written();

    /** The version that the write gave to the entry, where the backend has versions. */
    Optional<Version> version();

    /** What the write did to the key. */
    WriteEffect effect();

    /**
     * This result, if the condition held.
     *
     * @throws KvConflictException if this is {@link NotWritten}
     */
    SetResult orThrow();

    /**
     * Applies the function of the case that this is.
     *
     * @param written for a stored value
     * @param notWritten for a condition that did not hold
     * @param accepted for a write that is delivered later
     */
    <R> R match(
            Function<? super Written, ? extends R> written,
            Function<? super NotWritten, ? extends R> notWritten,
            Function<? super Accepted, ? extends R> accepted);

    /** The value is stored. */
    non-sealed interface Written extends SetResult {}

    /** The condition did not hold, and nothing has changed. */
    non-sealed interface NotWritten extends SetResult {}

    /** The write is on disk and is delivered when the backend can be reached. */
    non-sealed interface Accepted extends SetResult {
        /** Names the write, for asking later what became of it. */
        Receipt receipt();
    }
}
