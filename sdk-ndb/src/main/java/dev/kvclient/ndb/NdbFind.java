package dev.kvclient.ndb;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What to look for in the values of generation A: a path, and in which keys. Immutable. */
public final class NdbFind {
    private final String path;
    private final @Nullable List<String> keys;

    private NdbFind(String path, @Nullable List<String> keys) {
        this.path = path;
        this.keys = keys;
    }

    /**
     * Looks in all keys.
     *
     * @param path a JSONPath in the dialect of jsoncons, such as {@code $.pets[?(@.kind == 'dog')]}. It is the server
     *     that reads it
     */
    public static NdbFind path(String path) {
        return new NdbFind(Objects.requireNonNull(path, "path"), null);
    }

    /** Looks in these keys only; in none, if there are none. */
    public NdbFind in(Collection<String> only) {
        return new NdbFind(path, List.copyOf(only));
    }

    /** Looks in these keys only. */
    public NdbFind in(String... only) {
        return in(List.of(only));
    }

    /** The path. */
    public String path() {
        return path;
    }

    /** The keys to look in; empty for all. */
    public Optional<List<String>> keys() {
        return Optional.ofNullable(keys);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NdbFind that && path.equals(that.path) && Objects.equals(keys, that.keys);
    }

    @Override
    public int hashCode() {
        return Objects.hash(path, keys);
    }

    /** The path and the keys. */
    @Override
    public String toString() {
        return "NdbFind[" + path + (keys == null ? "" : " in " + keys) + "]";
    }
}
