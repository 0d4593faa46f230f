package dev.kvclient.kuzzle;

import dev.kvclient.KvType;
import dev.kvclient.RawJson;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the server sends by itself: to those who have subscribed to a room by {@code realtime:subscribe}, when the
 * token of the connection has reached its end, or to those who listen to its debugger. There is none for keys of the
 * memory storage. (Source: Kuzzle 2.56.)
 *
 * <p>To read a member as a type that it is not throws {@link dev.kvclient.error.KvSerializationException}. Immutable,
 * and safe for use by many threads. {@code toString} names type and room only.
 */
public interface KuzzleNotification {
    /** The type of what is told about documents: written, deleted, published. */
    String DOCUMENT = "document";

    /** The type of what is told about who enters and leaves a room. */
    String USER = "user";

    /** The type of what is told when the token of the connection has reached its end. */
    String TOKEN_EXPIRED = "TokenExpired";

    /** What it is: one of the constants here, or what a later server sends; empty for those of the debugger. */
    Optional<String> type();

    /**
     * Where it belongs: the channel that {@code realtime:subscribe} has given, {@code kuzzle:notification:server}, or
     * {@code kuzzle-debugger-event}.
     */
    Optional<String> room();

    /** The names of its members. */
    Set<String> names();

    /**
     * One of its members, such as {@code action}, {@code result}, {@code volatile} or {@code timestamp}; empty if it is
     * null, or missing.
     */
    default <T> Optional<T> get(String name, Class<T> type) {
        return get(name, KvType.of(type));
    }

    /** See {@link #get(String, Class)}. */
    <T> Optional<T> get(String name, KvType<T> type);

    /** All of it, read as a class. */
    default <T> T as(Class<T> type) {
        return as(KvType.of(type));
    }

    /** All of it, read as a type. */
    <T> T as(KvType<T> type);

    /** All of it as a map. */
    Map<String, @Nullable Object> map();

    /** All of it as it came. */
    RawJson json();
}
