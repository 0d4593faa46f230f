package dev.kvclient.kuzzle;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An error as Kuzzle gives it; reachable by {@link dev.kvclient.error.KvException#nativeError(Class)}. Immutable.
 *
 * <p>The message and the properties are the server's own words, which may name what the request held.
 */
public final class KuzzleError {
    private final int status;
    private final @Nullable String id;
    private final long code;
    private final String message;
    private final List<String> props;

    /**
     * Collects the parts.
     *
     * @param status the status, as in HTTP
     * @param id the dotted name, or null: errors found before the request was understood have none
     * @param code the number of the same, or 0
     * @param message the server's words
     * @param props what the server put into its message; copied
     */
    public KuzzleError(int status, @Nullable String id, long code, String message, List<String> props) {
        this.status = status;
        this.id = id;
        this.code = code;
        this.message = message;
        this.props = List.copyOf(props);
    }

    /** The status, as in HTTP. */
    public int status() {
        return status;
    }

    /** The dotted name, such as {@code security.token.invalid}. */
    public Optional<String> id() {
        return Optional.ofNullable(id);
    }

    /** The number of the same; 0 if there is none. */
    public long code() {
        return code;
    }

    /** The server's words. */
    public String message() {
        return message;
    }

    /** What the server put into its message. Of an error of Redis, the first is what Redis said. */
    public List<String> props() {
        return props;
    }

    /** Status and name only. */
    @Override
    public String toString() {
        return "KuzzleError[" + status + (id == null ? "" : " " + id) + "]";
    }
}
