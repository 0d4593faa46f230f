package dev.kvclient.versori;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which entries of a listing are wanted; all parts must hold. Immutable: each method gives a new one. */
public final class VersoriFilter {
    private static final VersoriFilter NONE = new VersoriFilter(null, null, Map.of());

    private final @Nullable Instant createdAfter;
    private final @Nullable Instant createdBefore;
    private final Map<String, Object> metadata;

    private VersoriFilter(
            @Nullable Instant createdAfter, @Nullable Instant createdBefore, Map<String, Object> metadata) {
        this.createdAfter = createdAfter;
        this.createdBefore = createdBefore;
        this.metadata = metadata;
    }

    /** Every entry. */
    public static VersoriFilter none() {
        return NONE;
    }

    /** Only entries that were written after that moment, by the server's clock. */
    public VersoriFilter createdAfter(Instant value) {
        return new VersoriFilter(Objects.requireNonNull(value, "createdAfter"), createdBefore, metadata);
    }

    /** Only entries that were written before that moment, by the server's clock. */
    public VersoriFilter createdBefore(Instant value) {
        return new VersoriFilter(createdAfter, Objects.requireNonNull(value, "createdBefore"), metadata);
    }

    /**
     * Only entries that were written with this metadata.
     *
     * @param required each of these must be there and equal; copied
     */
    public VersoriFilter metadata(Map<String, ?> required) {
        return new VersoriFilter(createdAfter, createdBefore, Map.copyOf(required));
    }

    /** The moment after which the entries were written, if given. */
    public Optional<Instant> createdAfter() {
        return Optional.ofNullable(createdAfter);
    }

    /** The moment before which the entries were written, if given. */
    public Optional<Instant> createdBefore() {
        return Optional.ofNullable(createdBefore);
    }

    /** The metadata that the entries must have; empty for any. Unmodifiable. */
    public Map<String, Object> metadata() {
        return metadata;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VersoriFilter that
                && Objects.equals(createdAfter, that.createdAfter)
                && Objects.equals(createdBefore, that.createdBefore)
                && metadata.equals(that.metadata);
    }

    @Override
    public int hashCode() {
        return Objects.hash(createdAfter, createdBefore, metadata);
    }

    /** Without the values of the metadata. */
    @Override
    public String toString() {
        return "VersoriFilter[createdAfter=" + createdAfter + ", createdBefore=" + createdBefore + ", metadata="
                + metadata.keySet() + "]";
    }
}
