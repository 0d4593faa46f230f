package dev.kvclient.internal.memory;

import dev.kvclient.codec.StoredValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The entries, in the order of their keys, under one lock: each operation is atomic, and short. An expired entry is
 * absent for everyone from that moment on and is removed when it is met.
 */
public final class MemoryStore {
    private static final ConcurrentMap<String, MemoryStore> SHARED = new ConcurrentHashMap<>();

    private final NavigableMap<String, Cell> cells = new TreeMap<>();
    private int users;
    private long lastVersion;

    /** An empty store. */
    public MemoryStore() {}

    /** The store of that name; the caller is counted as one of its users. */
    public static MemoryStore shared(String name) {
        return SHARED.compute(name, (key, present) -> {
            MemoryStore store = present == null ? new MemoryStore() : present;
            store.users++;
            return store;
        });
    }

    /** One user less; without users the store is forgotten. */
    void release(String name) {
        SHARED.computeIfPresent(name, (key, store) -> --store.users > 0 ? store : null);
    }

    /** What is stored under a key. */
    record Cell(
            StoredValue.Json value,
            long version,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Duration refresh,
            Map<String, Object> metadata) {
        boolean expired(Instant now) {
            return expiresAt != null && !now.isBefore(expiresAt);
        }

        Cell expiring(@Nullable Instant at) {
            return new Cell(value, version, createdAt, at, at == null ? null : refresh, metadata);
        }
    }

    /** Runs something under the lock. */
    synchronized <R> R locked(Instant now, Function<View, R> action) {
        return action.apply(new View(now));
    }

    /** The entries as of one moment, while the lock is held. */
    final class View {
        private final Instant now;

        private View(Instant now) {
            this.now = now;
        }

        @Nullable
        Cell get(String key) {
            Cell cell = cells.get(key);
            if (cell != null && cell.expired(now)) {
                cells.remove(key);
                return null;
            }
            return cell;
        }

        /** As a read by an application, which makes the life of some entries begin anew. */
        @Nullable
        Cell read(String key) {
            Cell cell = get(key);
            if (cell != null && cell.refresh() != null) {
                cell = cell.expiring(now.plus(cell.refresh()));
                cells.put(key, cell);
            }
            return cell;
        }

        void put(String key, Cell cell) {
            cells.put(key, cell);
        }

        @Nullable
        Cell remove(String key) {
            Cell cell = get(key);
            cells.remove(key);
            return cell;
        }

        long nextVersion() {
            return ++lastVersion;
        }

        Instant now() {
            return now;
        }

        /** The live entries whose keys begin with the prefix and come after the given key. */
        NavigableMap<String, Cell> tail(String prefix, @Nullable String after) {
            NavigableMap<String, Cell> found = after == null || after.compareTo(prefix) < 0
                    ? cells.tailMap(prefix, true)
                    : cells.tailMap(after, false);
            return found;
        }

        /** How many live entries there are. Expired ones are removed on the way. */
        long size() {
            cells.values().removeIf(cell -> cell.expired(now));
            return cells.size();
        }

        void clear() {
            cells.clear();
        }
    }
}
