package dev.kvclient.versori;

import dev.kvclient.Version;
import java.time.Instant;
import java.util.Optional;

/**
 * A stored value with what Versori tells about it. Immutable; {@code toString} does not show the value.
 *
 * @param <T> what the value was read as
 */
public interface VersoriEntry<T> {
    /** The key, without the prefix of a scope. */
    VersoriKey key();

    /** The value; empty for a stored JSON null. */
    Optional<T> value();

    /** The versionstamp, which changes with every write. */
    Version version();

    /** When the entry was written. */
    Optional<Instant> createdAt();

    /** When it expires; empty if it does not. By the clock of the server. */
    Optional<Instant> expiresAt();
}
