package dev.kvclient;

import java.util.Objects;

/**
 * JSON text that passes through untouched, for copying between backends and for values without a class of their own.
 *
 * <p>Given to a write it is stored as it is, after a check that it is one well-formed JSON value; asked for by a read
 * it is what the backend stores. {@link #toString()} does not show it: it is a value.
 */
public final class RawJson {
    private final String json;

    private RawJson(String json) {
        this.json = json;
    }

    /**
     * Wraps JSON text.
     *
     * @param json one JSON value
     */
    public static RawJson of(String json) {
        return new RawJson(Objects.requireNonNull(json, "json"));
    }

    /** The text. */
    public String json() {
        return json;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawJson that && json.equals(that.json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    @Override
    public String toString() {
        return "RawJson[" + json.length() + " characters]";
    }
}
