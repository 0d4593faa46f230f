package dev.kvclient.testkit.versori;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key with what is stored under it.
 *
 * @param id what listings are ordered by; given when the key is made, kept when it is overwritten
 * @param key the segments
 * @param value the value, as JSON
 * @param versionstamp changes with each write
 * @param createdAt when the key was made
 * @param expiresAt when it ends, or null for never
 * @param life how long it lives from an access on, or null when accesses do not matter
 * @param metadata what filters see, or null for none
 */
record Entry(
        long id,
        List<String> key,
        JsonNode value,
        String versionstamp,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Duration life,
        @Nullable ObjectNode metadata) {

    Entry {
        key = List.copyOf(key);
    }

    boolean isOver(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    Entry accessed(Instant now) {
        return life == null ? this : new Entry(id, key, value, versionstamp, createdAt, now.plus(life), life, metadata);
    }
}
