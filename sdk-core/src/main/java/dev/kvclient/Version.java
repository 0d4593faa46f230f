package dev.kvclient;

import java.util.Objects;

/** The version of a stored entry, as the backend marks it: opaque, and comparable for equality only. Immutable. */
public final class Version {
    private final String text;

    private Version(String text) {
        this.text = text;
    }

    /**
     * The version of this text.
     *
     * @param text what {@link #toString()} gave
     */
    public static Version parse(String text) {
        return new Version(Objects.requireNonNull(text, "text"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Version that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The text from which {@link #parse} makes the same version again. */
    @Override
    public String toString() {
        return text;
    }
}
