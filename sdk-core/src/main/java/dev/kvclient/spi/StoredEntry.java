package dev.kvclient.spi;

import dev.kvclient.Version;
import dev.kvclient.codec.StoredValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A value with what the backend tells about it.
 *
 * @param key the key
 * @param value the value
 * @param version its version, or null
 * @param createdAt when it was written, or null
 * @param expiresAt when it expires, or null
 */
public record StoredEntry(
        String key,
        StoredValue value,
        @Nullable Version version,
        @Nullable Instant createdAt,
        @Nullable Instant expiresAt) {}
