package dev.kvclient.spi;

import dev.kvclient.Cursor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page.
 *
 * @param items what it holds
 * @param next where the next begins, or null if this is the last
 * @param <T> what is listed
 */
public record ScanReply<T>(List<T> items, @Nullable Cursor next) {
    /** Copies the items. */
    public ScanReply {
        items = List.copyOf(items);
    }
}
