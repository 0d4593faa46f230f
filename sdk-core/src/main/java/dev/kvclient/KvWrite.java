package dev.kvclient;

import java.util.List;
import java.util.Map;
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

    /** Plain writes of all entries of a map, in its order. */
    public static List<KvWrite> all(Map<String, ?> values) {
        return values.entrySet().stream()
                .map(entry -> of(entry.getKey(), entry.getValue()))
                .toList();
    }

    /**
     * The same write with these options. Their common part - timeout, {@code queuable}, {@code idempotent}, attributes
     * - belongs to the batch: a write that brings one of its own is refused.
     */
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

    @Override
    public boolean equals(Object other) {
        return other instanceof KvWrite that
                && key.equals(that.key)
                && value.equals(that.value)
                && options.equals(that.options);
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, value, options);
    }

    /** Names the key and the options, not the value. */
    @Override
    public String toString() {
        return "KvWrite[" + key + ", " + options + "]";
    }
}
