package dev.kvclient.testkit.versori;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The keys of one store. Not safe for several threads; {@link Platform} locks. */
final class KvStore {

    private final String id;
    private final String name;
    private final AtomicLong stamps;
    private final Map<List<String>, Entry> byKey = new HashMap<>();
    private final NavigableMap<Long, Entry> byId = new TreeMap<>();
    private long ids;

    /**
     * Makes an empty store.
     *
     * @param stamps the counter that all stores take their versionstamps from
     */
    KvStore(String id, String name, AtomicLong stamps) {
        this.id = id;
        this.name = name;
        this.stamps = stamps;
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    /** Returns what is there, without counting as an access. */
    @Nullable
    Entry peek(List<String> key, Instant now) {
        Entry found = byKey.get(key);
        if (found != null && found.isOver(now)) {
            remove(found);
            return null;
        }
        return found;
    }

    /** Returns what is there, and begins its life anew if it was written so. */
    @Nullable
    Entry access(List<String> key, Instant now) {
        Entry found = peek(key, now);
        return found == null ? null : put(found.accessed(now));
    }

    /** Writes, if the conditions hold; null when they do not. */
    @Nullable
    Entry write(List<String> key, JsonNode value, WriteOptions options, Instant now) {
        Entry present = peek(key, now);
        if (!options.allows(present)) {
            return null;
        }
        Instant end = options.end(now);
        Duration life = options.refreshOnAccess() && end != null ? Duration.between(now, end) : null;
        return put(new Entry(
                present == null ? ids++ : present.id(),
                key,
                value,
                stamp(),
                present == null ? now : present.createdAt(),
                end,
                life,
                options.metadata()));
    }

    void delete(List<String> key, @Nullable String ifVersionstamp, Instant now) {
        Entry present = peek(key, now);
        if (present != null && (ifVersionstamp == null || ifVersionstamp.equals(present.versionstamp()))) {
            remove(present);
        }
    }

    /**
     * Deletes as the platform cascades: by the text of the key, its segments joined by slashes, so that {@code a} takes
     * {@code ab} with it; and everything, when a segment is empty or there is none.
     */
    void cascade(List<String> prefix, @Nullable String ifVersionstamp, Instant now) {
        String text = prefix.stream().anyMatch(String::isEmpty) ? "" : String.join("/", prefix);
        List<Entry> doomed = new ArrayList<>(byId.values());
        doomed.removeIf(entry -> !String.join("/", entry.key()).startsWith(text));
        doomed.forEach(entry -> delete(entry.key(), ifVersionstamp, now));
    }

    long count(Selection selection, Instant now) {
        return live(byId.values(), selection, now, Integer.MAX_VALUE).size();
    }

    /** What a page has, and whether there is more on either side of it. */
    record Page(List<Entry> entries, boolean more, boolean before) {}

    /**
     * Returns a page.
     *
     * @param after the id that it begins behind, or null
     * @param until the id that it ends before, or null
     * @param oldestFirst the order; newest first otherwise
     */
    Page page(
            Selection selection,
            @Nullable Long after,
            @Nullable Long until,
            int limit,
            boolean oldestFirst,
            Instant now) {
        NavigableMap<Long, Entry> order = oldestFirst ? byId : byId.descendingMap();
        List<Entry> entries;
        if (until == null) {
            NavigableMap<Long, Entry> rest = after == null ? order : order.tailMap(after, false);
            entries = live(rest.values(), selection, now, limit);
        } else {
            entries = live(order.headMap(until, false).descendingMap().values(), selection, now, limit);
            Collections.reverse(entries);
        }
        if (entries.isEmpty()) {
            return new Page(entries, false, false);
        }
        long first = entries.get(0).id();
        long last = entries.get(entries.size() - 1).id();
        boolean more =
                !live(order.tailMap(last, false).values(), selection, now, 1).isEmpty();
        boolean before =
                !live(order.headMap(first, false).values(), selection, now, 1).isEmpty();
        return new Page(entries, more, before);
    }

    void clear() {
        byKey.clear();
        byId.clear();
    }

    private static List<Entry> live(Collection<Entry> from, Selection selection, Instant now, int limit) {
        List<Entry> found = new ArrayList<>();
        for (Entry entry : from) {
            if (found.size() == limit) {
                break;
            }
            if (!entry.isOver(now) && selection.has(entry)) {
                found.add(entry);
            }
        }
        return found;
    }

    /** A counter behind a front: opaque, and in the order of the writes. */
    private String stamp() {
        String hex = Long.toHexString(stamps.incrementAndGet());
        return "0".repeat(20 - hex.length()) + hex;
    }

    private Entry put(Entry entry) {
        byKey.put(entry.key(), entry);
        byId.put(entry.id(), entry);
        return entry;
    }

    private void remove(Entry entry) {
        byKey.remove(entry.key());
        byId.remove(entry.id());
    }
}
