package dev.kvclient;

import java.util.Objects;

/**
 * The name and type of an option that one backend knows, such as Kuzzle's {@code volatile}. Adapters declare theirs as
 * constants; other backends refuse what they do not know.
 *
 * <p>Two attributes are the same only if they are the same object.
 *
 * @param <T> the type of the option's value
 */
public final class Attribute<T> {
    private final String backend;
    private final String name;
    private final Class<T> type;

    private Attribute(String backend, String name, Class<T> type) {
        this.backend = Objects.requireNonNull(backend, "backend");
        this.name = Objects.requireNonNull(name, "name");
        this.type = Objects.requireNonNull(type, "type");
    }

    /**
     * Declares an attribute.
     *
     * @param backend the name of the backend that knows it
     * @param name the name of the option
     * @param type the type of its value
     */
    public static <T> Attribute<T> of(String backend, String name, Class<T> type) {
        return new Attribute<>(backend, name, type);
    }

    /** The name of the backend that knows it. */
    public String backend() {
        return backend;
    }

    /** The name of the option. */
    public String name() {
        return name;
    }

    /** The type of its value. */
    public Class<T> type() {
        return type;
    }

    @Override
    public String toString() {
        return backend + "." + name;
    }
}
