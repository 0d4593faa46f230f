package dev.kvclient.kuzzle.internal;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads the result of an answer.
 *
 * @param <T> what it gives
 */
@FunctionalInterface
public interface ResultReader<T> {
    /**
     * Reads one value.
     *
     * @param parser at the first token of the value; to be left at its last
     */
    T read(JsonParser parser) throws IOException;

    /**
     * What an answer without any result means; empty if it makes no sense. Some actions, such as index:create, give
     * none.
     */
    default Optional<T> absent() {
        return Optional.empty();
    }
}
