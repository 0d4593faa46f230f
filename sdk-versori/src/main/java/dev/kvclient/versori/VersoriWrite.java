package dev.kvclient.versori;

import dev.kvclient.CallOptions;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.util.Objects;

/** One write of a {@link VersoriKv#batchSet batch}. Immutable; {@code toString} does not show the value. */
public final class VersoriWrite {
    private final VersoriKey key;
    private final Object value;
    private final VersoriSetOptions options;

    private VersoriWrite(VersoriKey key, Object value, VersoriSetOptions options) {
        this.key = Objects.requireNonNull(key, "key");
        this.value = Objects.requireNonNull(value, "value");
        this.options = options;
    }

    /** A write without options. */
    public static VersoriWrite of(VersoriKey key, Object value) {
        return new VersoriWrite(key, value, VersoriSetOptions.none());
    }

    /**
     * This write with options.
     *
     * @throws KvRequestException if they hold more than the write, such as a timeout: that is the batch's
     */
    public VersoriWrite options(VersoriSetOptions given) {
        if (!given.call().equals(CallOptions.none())) {
            throw new KvRequestException(Failure.of(
                            Outcome.NOT_SENT,
                            "timeout, queuable, idempotent and attributes belong to the batch, not to one write of it")
                    .key(key.toString()));
        }
        return new VersoriWrite(key, value, given);
    }

    /** The key. */
    public VersoriKey key() {
        return key;
    }

    /** The value. */
    public Object value() {
        return value;
    }

    /** How it is written. */
    public VersoriSetOptions options() {
        return options;
    }

    @Override
    public String toString() {
        return "VersoriWrite[" + key + ", " + options + "]";
    }
}
