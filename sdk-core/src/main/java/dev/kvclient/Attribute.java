package dev.kvclient;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.util.Objects;
import java.util.function.Predicate;

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
    private final Predicate<T> takes;

    private Attribute(String backend, String name, Class<T> type, Predicate<T> takes) {
        this.backend = Objects.requireNonNull(backend, "backend");
        this.name = Objects.requireNonNull(name, "name");
        this.type = Objects.requireNonNull(type, "type");
        this.takes = Objects.requireNonNull(takes, "takes");
    }

    /**
     * Declares an attribute.
     *
     * @param backend the name of the backend that knows it
     * @param name the name of the option
     * @param type the type of its value
     */
    public static <T> Attribute<T> of(String backend, String name, Class<T> type) {
        return of(backend, name, type, value -> true);
    }

    /**
     * Declares an attribute that does not take every value of its type.
     *
     * @param takes whether it takes a value
     */
    public static <T> Attribute<T> of(String backend, String name, Class<T> type, Predicate<T> takes) {
        return new Attribute<>(backend, name, type, takes);
    }

    void check(T value) {
        if (!takes.test(type.cast(value))) {
            throw new KvRequestException(
                    Failure.of(Outcome.NOT_SENT, "the option " + this + " does not take that value"));
        }
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
