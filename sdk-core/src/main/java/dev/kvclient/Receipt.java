package dev.kvclient;

import java.util.Objects;

/** Names a request that was accepted for later delivery. Printable, and made again from its text. Immutable. */
public final class Receipt {
    private final String text;

    private Receipt(String text) {
        this.text = text;
    }

    /**
     * The receipt of this text.
     *
     * @param text what {@link #toString()} gave
     */
    public static Receipt parse(String text) {
        return new Receipt(Objects.requireNonNull(text, "text"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Receipt that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The text from which {@link #parse} makes the same receipt again. */
    @Override
    public String toString() {
        return text;
    }
}
