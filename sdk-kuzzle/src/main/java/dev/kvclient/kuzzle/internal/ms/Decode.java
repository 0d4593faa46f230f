package dev.kvclient.kuzzle.internal.ms;

import org.jspecify.annotations.Nullable;

/**
 * Makes the reply of an action of its result.
 *
 * @param <R> the reply
 */
@FunctionalInterface
interface Decode<R> {
    /**
     * Reads a result.
     *
     * @param tree the result, as {@link Tree} reads it
     * @throws dev.kvclient.error.KvException with outcome {@code APPLIED} if it makes no sense; no other exception
     */
    R of(@Nullable Object tree);
}
