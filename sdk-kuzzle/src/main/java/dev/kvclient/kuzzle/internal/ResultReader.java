package dev.kvclient.kuzzle.internal;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

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
}
