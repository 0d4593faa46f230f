package dev.kvclient.codec;

import dev.kvclient.KvType;
import java.util.Optional;

/** Turns values into JSON and back. Implementations are safe for use by many threads. */
public interface KvCodec {
    /**
     * Writes a value.
     *
     * @return one JSON value that comes back equal; not a JSON null
     * @throws dev.kvclient.error.KvSerializationException with outcome {@code NOT_SENT} if the value cannot be written,
     *     becomes a JSON null, or holds a NaN, an infinity or a lone surrogate
     */
    StoredValue.Json encode(Object value);

    /**
     * Reads a value.
     *
     * @return the value; empty for a JSON null
     * @throws dev.kvclient.error.KvSerializationException with outcome {@code APPLIED} if what is stored cannot be read
     *     as that type
     */
    <T> Optional<T> decode(StoredValue stored, KvType<T> type);

    /**
     * This codec, which then also refuses numbers that a backend would not give back equal. Called once for a client.
     *
     * @param numbers what the backend keeps
     * @return a codec whose {@link #encode} throws a {@link dev.kvclient.error.KvSerializationException} for other
     *     numbers. Unless it is overridden, by reading through what was written
     */
    default KvCodec limitedTo(Numbers numbers) {
        return numbers == Numbers.ANY ? this : new CheckedNumbers(this, numbers);
    }

    /** The codec that is used unless another is given. */
    static KvCodec standard() {
        return JacksonCodec.standard();
    }
}
