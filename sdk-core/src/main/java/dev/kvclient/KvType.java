package dev.kvclient;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Objects;

/**
 * The type to read a value as. For a plain class use {@link #of}; for a generic type make an anonymous subclass:
 *
 * <pre>{@code
 * List<User> users = kv.get("users", new KvType<List<User>>() {}).orElseThrow();
 * }</pre>
 *
 * <p>Immutable; equal if the types are.
 *
 * @param <T> the type
 */
public abstract class KvType<T> {
    private final Type type;

    /** Captures the type argument of the anonymous subclass. */
    protected KvType() {
        if (!(getClass().getGenericSuperclass() instanceof ParameterizedType self)) {
            throw new IllegalStateException("make a KvType with its type argument: new KvType<List<User>>() {}");
        }
        this.type = self.getActualTypeArguments()[0];
    }

    private KvType(Type type) {
        this.type = Objects.requireNonNull(type, "type");
    }

    /** The type of a class. */
    public static <T> KvType<T> of(Class<T> type) {
        return new Plain<>(type);
    }

    /**
     * A type known only at run time.
     *
     * @param type the type, which must describe {@code T}; that is not checked
     */
    public static <T> KvType<T> of(Type type) {
        return new Plain<>(type);
    }

    /** The type as Java's reflection has it. */
    public final Type type() {
        return type;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof KvType<?> that && type.equals(that.type);
    }

    @Override
    public final int hashCode() {
        return type.hashCode();
    }

    @Override
    public final String toString() {
        return type.getTypeName();
    }

    /** A type that was given and not captured. */
    private static final class Plain<T> extends KvType<T> {
        Plain(Type type) {
            super(type);
        }
    }
}
