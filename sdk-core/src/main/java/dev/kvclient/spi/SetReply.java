package dev.kvclient.spi;

import dev.kvclient.Version;
import dev.kvclient.WriteEffect;
import org.jspecify.annotations.Nullable;

/**
 * What a backend says of a write.
 *
 * @param written false if the condition did not hold
 * @param version the version it gave to the entry, or null
 * @param effect what it did to the key
 */
public record SetReply(boolean written, @Nullable Version version, WriteEffect effect) {
    /** Written, and nothing more is known. */
    public static final SetReply WRITTEN = new SetReply(true, null, WriteEffect.NOT_TOLD);

    /** Not written, because the condition did not hold. */
    public static final SetReply NOT_WRITTEN = new SetReply(false, null, WriteEffect.NOT_TOLD);
}
