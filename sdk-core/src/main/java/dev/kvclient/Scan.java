package dev.kvclient;

import dev.kvclient.internal.engine.Failures;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Which keys to list, and in which portions. Immutable: each method gives a new one. */
public final class Scan {
    /** 100 keys a page: a few kilobytes, and the most that the smallest of the backends gives at once. */
    public static final int DEFAULT_PAGE_SIZE = 100;

    private static final Scan ALL = new Scan("", DEFAULT_PAGE_SIZE, -1, null, Map.of());

    private final String prefix;
    private final int pageSize;
    private final long limit;
    private final @Nullable Cursor from;
    private final Map<String, Object> metadata;

    private Scan(String prefix, int pageSize, long limit, @Nullable Cursor from, Map<String, Object> metadata) {
        this.prefix = prefix;
        this.pageSize = pageSize;
        this.limit = limit;
        this.from = from;
        this.metadata = metadata;
    }

    /** All keys. */
    public static Scan all() {
        return ALL;
    }

    /** The keys that begin with this text. The empty text means all. */
    public static Scan prefix(String prefix) {
        return new Scan(Objects.requireNonNull(prefix, "prefix"), DEFAULT_PAGE_SIZE, -1, null, Map.of());
    }

    /**
     * About how many keys to ask for at once. Backends treat it as a hint: a page may hold fewer or more.
     *
     * @param keys at least 1
     */
    public Scan pageSize(int keys) {
        if (keys < 1) {
            throw Failures.wrong("a page holds at least one key: " + keys);
        }
        return new Scan(prefix, keys, limit, from, metadata);
    }

    /**
     * The most keys that a stream over this scan gives. Single pages do not look at it.
     *
     * @param keys 0 or more
     */
    public Scan limit(long keys) {
        if (keys < 0) {
            throw Failures.wrong("a limit is not negative: " + keys);
        }
        return new Scan(prefix, pageSize, keys, from, metadata);
    }

    /** Goes on where an earlier page ended. The scan must be the same otherwise. */
    public Scan from(Cursor cursor) {
        return new Scan(prefix, pageSize, limit, Objects.requireNonNull(cursor, "cursor"), metadata);
    }

    /**
     * Only entries that were written with this metadata. Needs {@link Capability#METADATA}.
     *
     * @param required each of these must be there and equal; copied
     */
    public Scan metadata(Map<String, ?> required) {
        return new Scan(prefix, pageSize, limit, from, Map.copyOf(required));
    }

    /** The text with which the keys begin; empty for all. */
    public String prefix() {
        return prefix;
    }

    /** About how many keys a page holds. */
    public int pageSize() {
        return pageSize;
    }

    /** The most keys that a stream gives. */
    public OptionalLong limit() {
        return limit < 0 ? OptionalLong.empty() : OptionalLong.of(limit);
    }

    /** Where to go on. */
    public Optional<Cursor> from() {
        return Optional.ofNullable(from);
    }

    /** The metadata that entries must have; empty for any. Unmodifiable. */
    public Map<String, Object> metadata() {
        return metadata;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scan that
                && prefix.equals(that.prefix)
                && pageSize == that.pageSize
                && limit == that.limit
                && Objects.equals(from, that.from)
                && metadata.equals(that.metadata);
    }

    @Override
    public int hashCode() {
        return Objects.hash(prefix, pageSize, limit, from, metadata);
    }

    @Override
    public String toString() {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("prefix", prefix);
        parts.put("pageSize", pageSize);
        if (limit >= 0) {
            parts.put("limit", limit);
        }
        if (from != null) {
            parts.put("from", from);
        }
        return "Scan" + parts;
    }
}
