package dev.kvclient.kuzzle.internal.ms;

import dev.kvclient.Cursor;
import dev.kvclient.KvPage;
import dev.kvclient.error.KvException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A page of a scan. */
record MsPage<T>(List<T> items, Optional<Cursor> next) implements KvPage<T> {
    MsPage {
        items = List.copyOf(items);
    }

    @Override
    public Map<String, KvException> failures() {
        return Map.of();
    }

    /** Says how much there is: the items may be values. */
    @Override
    public String toString() {
        return "KvPage[" + items.size() + " items, next=" + next + "]";
    }
}
