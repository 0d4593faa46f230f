package dev.kvclient.kuzzle.auth;

import java.util.Objects;

/**
 * What a user may do, or may not. Each of the first four may be {@code *} for all.
 *
 * @param controller a controller
 * @param action an action
 * @param index an index, for documents
 * @param collection a collection, for documents
 * @param value {@code allowed}, {@code denied} or {@code conditional}
 */
public record KuzzleRight(String controller, String action, String index, String collection, String value) {
    /** Nothing of it may be null. */
    public KuzzleRight {
        Objects.requireNonNull(controller, "controller");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(index, "index");
        Objects.requireNonNull(collection, "collection");
        Objects.requireNonNull(value, "value");
    }

    /** Whether it is a right without conditions. */
    public boolean isAllowed() {
        return value.equals("allowed");
    }
}
