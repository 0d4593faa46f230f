package dev.kvclient.testkit.history;

import java.util.Objects;
import java.util.Optional;

/**
 * What an {@link Operation} told its caller of the key: a read, what it found; an operation that changes the key, what
 * was there before; an addition, the sum. Immutable.
 */
public final class Seen {
    private static final Seen NOTHING = new Seen(What.NOTHING, "");
    private static final Seen ABSENT = new Seen(What.ABSENT, "");
    private static final Seen PRESENT = new Seen(What.PRESENT, "");

    /** The kinds of what is told. */
    public enum What {
        /** Nothing. */
        NOTHING,
        /** That the key was not there. */
        ABSENT,
        /** That the key was there. */
        PRESENT,
        /** The value, or the sum. */
        VALUE
    }

    private final What what;
    private final String text;

    private Seen(What what, String text) {
        this.what = what;
        this.text = text;
    }

    /** Nothing was told. */
    public static Seen nothing() {
        return NOTHING;
    }

    /** The key was not there. */
    public static Seen absent() {
        return ABSENT;
    }

    /** The key was there. */
    public static Seen present() {
        return PRESENT;
    }

    /** The key was there, or not. */
    public static Seen present(boolean there) {
        return there ? PRESENT : ABSENT;
    }

    /** The value of the key. */
    public static Seen value(String value) {
        return new Seen(What.VALUE, Objects.requireNonNull(value, "value"));
    }

    /** The value of the key, or that it is not there. */
    public static Seen value(Optional<String> value) {
        return value.map(Seen::value).orElse(ABSENT);
    }

    /** The value of a counter. */
    public static Seen sum(long sum) {
        return new Seen(What.VALUE, Long.toString(sum));
    }

    /** What is told. */
    public What what() {
        return what;
    }

    /**
     * The value.
     *
     * @throws IllegalStateException if no value was told
     */
    public String text() {
        if (what != What.VALUE) {
            throw new IllegalStateException("no value was seen: " + what);
        }
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Seen that && what == that.what && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(what, text);
    }

    /** The value in quotes, or what else was told. */
    @Override
    public String toString() {
        return what == What.VALUE ? "'" + text + "'" : what.name();
    }
}
