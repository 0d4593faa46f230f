package dev.kvclient;

import java.util.Objects;
import java.util.function.UnaryOperator;

/** One write of a batch: a key, its value and the options of this write. Immutable. */
public final class KvWrite {
    private final String key;
    private final Object value;
    private final SetOptions options;

    private KvWrite(String key, Object value, SetOptions options) {
        this.key = key;
        this.value = value;
        this.options = options;
    }

    /** A plain write. */
    public static KvWrite of(String key, Object value) {
        return new KvWrite(
                Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"), SetOptions.none());
    }

    /** The same write with these options. A timeout and {@code queuable} belong to the batch and are not looked at. */
    public KvWrite options(SetOptions value) {
        return new KvWrite(key, this.value, Objects.requireNonNull(value, "options"));
    }

    /** The same write with changed options. */
    public KvWrite options(UnaryOperator<SetOptions> with) {
        return options(with.apply(options));
    }

    /** The key. */
    public String key() {
        return key;
    }

    /** The value. */
    public Object value() {
        return value;
    }

    /** The options of this write. */
    public SetOptions options() {
        return options;
    }

    /** Names the key and the options, not the value. */
    @Override
    public String toString() {
        return "KvWrite[" + key + ", " + options + "]";
    }
}
