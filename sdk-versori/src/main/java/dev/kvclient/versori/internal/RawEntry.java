package dev.kvclient.versori.internal;

import dev.kvclient.Version;
import dev.kvclient.codec.StoredValue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry as it is stored.
 *
 * @param key all of its segments, with the prefix of the scope
 * @param value the value, out of its encoding
 * @param version its versionstamp
 * @param createdAt when it was written, or null
 * @param expiresAt when it expires, or null
 */
record RawEntry(
        List<String> key,
        StoredValue.Json value,
        Version version,
        @Nullable Instant createdAt,
        @Nullable Instant expiresAt) {}
