package dev.kvclient.testkit.contract;

import dev.kvclient.KvType;

/**
 * A value that a backend must keep.
 *
 * @param value the value
 * @param type what to read it as
 * @param <T> its type
 */
public record Sample<T>(T value, KvType<T> type) {
    /** A value of a plain class. */
    public static <T> Sample<T> of(T value, Class<T> type) {
        return new Sample<>(value, KvType.of(type));
    }
}
