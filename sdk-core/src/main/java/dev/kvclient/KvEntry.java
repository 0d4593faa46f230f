package dev.kvclient;

import java.time.Instant;
import java.util.Optional;

/**
 * A value with what the backend tells about it. Immutable.
 *
 * @param <T> the type of the value
 */
public interface KvEntry<T> {
    /** The key. */
    String key();

    /** The value. */
    T value();

    /** The version of the entry, where the backend has versions ({@link Capability#SET_IF_VERSION}). */
    Optional<Version> version();

    /** When the entry was written, where the backend tells. */
    Optional<Instant> createdAt();

    /**
     * When the entry expires: empty if it does not, or if the backend does not tell ({@link Capability#READ_EXPIRY}).
     */
    Optional<Instant> expiresAt();
}
