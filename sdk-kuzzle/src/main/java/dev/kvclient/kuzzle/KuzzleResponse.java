package dev.kvclient.kuzzle;

import dev.kvclient.KvType;
import dev.kvclient.RawJson;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request that went well: its result, and what the server says around it. An answer with an error is
 * never one of these; it is thrown.
 *
 * <p>The result is read when it is asked for, as often as it is. What cannot be read as the type throws
 * {@link dev.kvclient.error.KvSerializationException} with outcome {@code APPLIED}. Immutable, and safe for use by many
 * threads. {@code toString} names the status and no value.
 */
public interface KuzzleResponse {
    /** The status, as in HTTP: 200 as a rule. */
    int status();

    /** The id under which the client sent the request; with it the server's log can be searched. */
    String requestId();

    /** The result as it stands in the answer; empty if it is null, or if there is none. */
    Optional<RawJson> result();

    /** The result, read as a class; empty if it is null, or if there is none. */
    default <T> Optional<T> result(Class<T> type) {
        return result(KvType.of(type));
    }

    /** The result, read as a type; empty if it is null, or if there is none. */
    <T> Optional<T> result(KvType<T> type);

    /** The result, which is a JSON object, as a map; empty if it is null, or if there is none. */
    Map<String, @Nullable Object> resultMap();

    /** What the request had as {@link KuzzleAttributes#VOLATILE}, as the server gives it back. */
    Optional<RawJson> volatileData();

    /** The node of the cluster that has answered. A server without a cluster names none. */
    Optional<String> node();

    /** The headers that code inside the server has added, as a rule none. */
    Map<String, @Nullable Object> headers();

    /**
     * The whole answer as it came, for members that have no method here, such as {@code deprecations}.
     */
    RawJson json();
}
