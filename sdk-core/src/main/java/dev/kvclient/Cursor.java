package dev.kvclient;

import java.util.Objects;

/** A place in a listing, to go on from later. Printable, and made again from its text; opaque otherwise. Immutable. */
public final class Cursor {
    private final String text;

    private Cursor(String text) {
        this.text = text;
    }

    /**
     * The cursor of this text.
     *
     * @param text what {@link #toString()} gave
     */
    public static Cursor parse(String text) {
        return new Cursor(Objects.requireNonNull(text, "text"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cursor that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The text from which {@link #parse} makes the same cursor again. */
    @Override
    public String toString() {
        return text;
    }
}
