package dev.kvclient.kuzzle.auth;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which API keys are looked for. Immutable: each method gives a new one. */
public final class ApiKeySearch {
    /** The server's own size of a page: {@code limits.documentsFetchCount} bounds what may be asked for. */
    public static final int DEFAULT_SIZE = 10;

    private static final ApiKeySearch ALL = new ApiKeySearch(null, false, 0, DEFAULT_SIZE);

    private final @Nullable Object query;
    private final boolean koncorde;
    private final int from;
    private final int size;

    private ApiKeySearch(@Nullable Object query, boolean koncorde, int from, int size) {
        this.query = query;
        this.koncorde = koncorde;
        this.from = from;
        this.size = size;
    }

    /** All of the user's keys, the first {@value #DEFAULT_SIZE} of them. */
    public static ApiKeySearch all() {
        return ALL;
    }

    /**
     * Only what a query of Elasticsearch finds, such as {@code Map.of("match", Map.of("description", "backup"))}.
     *
     * @param value a map or a record, as the client's codec writes it
     */
    public ApiKeySearch elasticsearch(Object value) {
        return new ApiKeySearch(Objects.requireNonNull(value, "query"), false, from, size);
    }

    /**
     * Only what a filter of Koncorde finds, such as {@code Map.of("equals", Map.of("ttl", -1))}.
     *
     * @param value a map or a record, as the client's codec writes it
     */
    public ApiKeySearch koncorde(Object value) {
        return new ApiKeySearch(Objects.requireNonNull(value, "query"), true, from, size);
    }

    /**
     * Leaves out so many of the first ones.
     *
     * @param value zero or more
     * @throws KvRequestException if it is less
     */
    public ApiKeySearch from(int value) {
        if (value < 0) {
            throw new KvRequestException(Failure.of(Outcome.NOT_SENT, "a search begins at 0 or later"));
        }
        return new ApiKeySearch(query, koncorde, value, size);
    }

    /**
     * Finds so many at the most.
     *
     * @param value at least 1
     * @throws KvRequestException if it is less
     */
    public ApiKeySearch size(int value) {
        if (value < 1) {
            throw new KvRequestException(Failure.of(Outcome.NOT_SENT, "a search is for one key at least"));
        }
        return new ApiKeySearch(query, koncorde, from, value);
    }

    /** The query, or filter; empty for all keys. */
    public Optional<Object> query() {
        return Optional.ofNullable(query);
    }

    /** Whether the query is a filter of Koncorde. */
    public boolean isKoncorde() {
        return koncorde;
    }

    /** How many of the first ones are left out. */
    public int from() {
        return from;
    }

    /** How many are found at the most. */
    public int size() {
        return size;
    }

    /** Names no value of the query. */
    @Override
    public String toString() {
        return "ApiKeySearch[from=" + from + ", size=" + size + (query == null ? "" : ", query") + "]";
    }
}
