package dev.kvclient.internal.offline;

import dev.kvclient.error.KvException;
import dev.kvclient.internal.offline.Journal.Synced;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records that are stored together or not at all.
 *
 * @param items what to store
 * @param then who waits until it is synced; null if nobody does
 * @param refusal why it cannot be stored, known before it was tried; null if it can
 */
record Work(
        List<Item> items, @Nullable Synced then, @Nullable KvException refusal) {
    boolean awaited() {
        return then != null;
    }

    long bytes() {
        long bytes = 0;
        for (Item item : items) {
            bytes += LogRecord.FRAME + item.body().length;
        }
        return bytes;
    }
}
