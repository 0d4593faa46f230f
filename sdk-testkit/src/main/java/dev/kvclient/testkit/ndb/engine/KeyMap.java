package dev.kvclient.testkit.ndb.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Keys with their values, in the order of the servers: that of insertion, but the last key takes the place of one that
 * is removed. Not safe for several threads.
 */
final class KeyMap {

    private final Map<String, Integer> places = new HashMap<>();
    private final List<String> keys = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    int size() {
        return keys.size();
    }

    boolean contains(String key) {
        return places.containsKey(key);
    }

    @Nullable
    Object get(String key) {
        Integer place = places.get(key);
        return place == null ? null : values.get(place);
    }

    /** Stores a value; returns whether the key is new. */
    boolean put(String key, Object value) {
        Integer place = places.putIfAbsent(key, keys.size());
        if (place != null) {
            values.set(place, value);
            return false;
        }
        keys.add(key);
        values.add(value);
        return true;
    }

    /** Removes a key; returns whether it was there. */
    boolean remove(String key) {
        Integer place = places.remove(key);
        if (place == null) {
            return false;
        }
        int last = keys.size() - 1;
        String moved = keys.remove(last);
        Object value = values.remove(last);
        if (place != last) {
            keys.set(place, moved);
            values.set(place, value);
            places.put(moved, place);
        }
        return true;
    }

    /** Removes all keys; returns how many that were. */
    int clear() {
        int count = keys.size();
        places.clear();
        keys.clear();
        values.clear();
        return count;
    }

    List<String> keys() {
        return new ArrayList<>(keys);
    }

    void forEach(BiConsumer<String, Object> action) {
        for (int i = 0; i < keys.size(); i++) {
            action.accept(keys.get(i), values.get(i));
        }
    }

    void putAll(KeyMap other) {
        other.forEach(this::put);
    }

    KeyMap copy() {
        KeyMap copy = new KeyMap();
        copy.putAll(this);
        return copy;
    }
}
