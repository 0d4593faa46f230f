package dev.kvclient.testkit.kuzzle.ms;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys, what they hold and when they end, by a given clock. Not safe for several threads: like Redis, its owner
 * runs one command at a time.
 */
final class Keyspace {

    /** The expiry of a key that does not expire. */
    static final long NEVER = -1;

    private static final class Entry {
        final long sequence;
        Value value;
        long expiresAt = NEVER;

        Entry(long sequence, Value value) {
            this.sequence = sequence;
            this.value = value;
        }
    }

    private final Clock clock;
    private final Map<String, Entry> entries = new HashMap<>();
    /** A scan walks the keys in the order in which they were made, so that it meets every key that stays. */
    private final NavigableMap<Long, String> bySequence = new TreeMap<>();

    private final Set<String> expiring = new HashSet<>();
    private long lastSequence;

    Keyspace(Clock clock) {
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    long nowMillis() {
        return clock.millis();
    }

    /** Returns what a key holds, or null. */
    @Nullable
    Value value(String key) {
        Entry entry = live(key);
        return entry == null ? null : entry.value;
    }

    boolean contains(String key) {
        return live(key) != null;
    }

    /**
     * Returns what a key holds, when it holds that type.
     *
     * @throws RedisException WRONGTYPE when it holds another
     */
    <T extends Value> @Nullable T find(String key, Class<T> type) {
        Value value = value(key);
        if (value == null) {
            return null;
        }
        if (!type.isInstance(value)) {
            throw new RedisException(RedisException.WRONG_TYPE);
        }
        return type.cast(value);
    }

    <T extends Value> T findOrMake(String key, Class<T> type, Supplier<T> maker) {
        T found = find(key, type);
        if (found != null) {
            return found;
        }
        T made = maker.get();
        put(key, made);
        return made;
    }

    byte @Nullable [] bytes(String key) {
        Value.Text text = find(key, Value.Text.class);
        return text == null ? null : text.bytes;
    }

    /** Writes a string, whatever was there; an expiry ends. */
    void putText(String key, String text) {
        put(key, new Value.Text(text.getBytes(StandardCharsets.UTF_8)));
    }

    void put(String key, Value value) {
        replace(key, value);
        expireAt(key, NEVER);
    }

    /** Writes a value and leaves the expiry of an existing key as it is. */
    void replace(String key, Value value) {
        Entry entry = live(key);
        if (entry != null) {
            entry.value = value;
            return;
        }
        Entry made = new Entry(++lastSequence, value);
        entries.put(key, made);
        bySequence.put(made.sequence, key);
    }

    boolean remove(String key) {
        boolean existed = live(key) != null;
        drop(key);
        return existed;
    }

    void removeIfEmpty(String key) {
        Value value = value(key);
        if (value != null && value.isEmpty()) {
            drop(key);
        }
    }

    /** Returns when a key ends, in epoch milliseconds, or {@link #NEVER}, also for a key that does not exist. */
    long expiresAt(String key) {
        Entry entry = live(key);
        return entry == null ? NEVER : entry.expiresAt;
    }

    /** Sets when an existing key ends; a time not after now ends it at once. */
    void expireAt(String key, long epochMillis) {
        Entry entry = live(key);
        if (entry == null) {
            return;
        }
        entry.expiresAt = epochMillis;
        if (epochMillis == NEVER) {
            expiring.remove(key);
        } else if (epochMillis <= nowMillis()) {
            drop(key);
        } else {
            expiring.add(key);
        }
    }

    int size() {
        dropExpired();
        return entries.size();
    }

    List<String> keys() {
        dropExpired();
        return new ArrayList<>(bySequence.values());
    }

    /** Returns up to {@code count} keys made after the given one, by their sequence. */
    NavigableMap<Long, String> after(long sequence, long count) {
        dropExpired();
        NavigableMap<Long, String> page = new TreeMap<>();
        for (Map.Entry<Long, String> key : bySequence.tailMap(sequence, false).entrySet()) {
            if (page.size() >= count) {
                break;
            }
            page.put(key.getKey(), key.getValue());
        }
        return page;
    }

    boolean hasAfter(long sequence) {
        return bySequence.higherKey(sequence) != null;
    }

    void clear() {
        entries.clear();
        bySequence.clear();
        expiring.clear();
    }

    private @Nullable Entry live(String key) {
        Entry entry = entries.get(key);
        if (entry != null && entry.expiresAt != NEVER && entry.expiresAt <= nowMillis()) {
            drop(key);
            return null;
        }
        return entry;
    }

    private void dropExpired() {
        long now = nowMillis();
        List<String> over = new ArrayList<>();
        for (String key : expiring) {
            Entry entry = entries.get(key);
            if (entry != null && entry.expiresAt <= now) {
                over.add(key);
            }
        }
        over.forEach(this::drop);
    }

    private void drop(String key) {
        Entry entry = entries.remove(key);
        if (entry != null) {
            bySequence.remove(entry.sequence);
            expiring.remove(key);
        }
    }
}
