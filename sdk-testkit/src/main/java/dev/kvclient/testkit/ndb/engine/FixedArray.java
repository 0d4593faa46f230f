package dev.kvclient.testkit.ndb.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An array of generation B: a fixed number of places, at first full of a default item, and a count of used ones that
 * does not always tell the truth. Not safe for several threads.
 */
final class FixedArray {

    private final Object[] places;
    private final Object blank;
    private final @Nullable Comparator<Object> order;
    private int used;

    FixedArray(int capacity, Object blank, @Nullable Comparator<Object> order) {
        places = new Object[capacity];
        Arrays.fill(places, blank);
        this.blank = blank;
        this.order = order;
    }

    int capacity() {
        return places.length;
    }

    int used() {
        return used;
    }

    /** How many places may be read as used. */
    private int readable() {
        return Math.min(used, places.length);
    }

    Object get(long place) throws Refusal {
        return places[within(place)];
    }

    private int within(long place) throws Refusal {
        if (place >= places.length) {
            throw Refusal.of(Status.BOUNDS);
        }
        return (int) place;
    }

    /** Overwrites a place, which does not count as used by that. */
    void set(long place, Object item) throws Refusal {
        places[within(place)] = item;
    }

    /** Overwrites from a place on; all of them count as used once more. */
    void setAll(long place, List<Object> items) throws Refusal {
        if (place > places.length - items.size()) {
            throw Refusal.of(Status.BOUNDS);
        }
        for (int i = 0; i < items.size(); i++) {
            places[(int) place + i] = items.get(i);
        }
        used += items.size();
    }

    boolean hasRoomFor(int count) {
        return count <= places.length - used;
    }

    /** Adds items behind the used ones, or where the order wants them. */
    void append(List<Object> items) throws Refusal {
        if (!hasRoomFor(items.size())) {
            throw Refusal.of(Status.BOUNDS);
        }
        for (Object item : items) {
            int place = used;
            if (order != null) {
                while (place > 0 && order.compare(places[place - 1], item) > 0) {
                    places[place] = places[place - 1];
                    place--;
                }
            }
            places[place] = item;
            used++;
        }
    }

    List<Object> range(Range range) throws Refusal {
        int start = within(range.start());
        if (start > readable()) {
            throw Refusal.anonymous(Status.UNKNOWN);
        }
        return new ArrayList<>(Arrays.asList(places).subList(start, Math.max(start, range.stop(readable()))));
    }

    /** Removes a range; what is behind it moves down. From beyond the used ones it only spoils the count. */
    void clear(Range range) throws Refusal {
        int start = within(range.start());
        int stop = range.stop(readable());
        if (start < stop) {
            int tail = places.length - stop;
            System.arraycopy(places, stop, places, start, tail);
            Arrays.fill(places, start + tail, places.length, blank);
        }
        used -= stop - start;
    }

    void swap(long a, long b) throws Refusal {
        int first = within(a);
        int second = within(b);
        Object kept = places[first];
        places[first] = places[second];
        places[second] = kept;
    }

    /** Returns the first items, ascending. */
    List<Object> smallest(long count) throws Refusal {
        return new ArrayList<>(Arrays.asList(places).subList(0, countOf(count)));
    }

    /** Returns items from the end of the capacity, used or not, descending. */
    List<Object> largest(long count) throws Refusal {
        List<Object> last =
                new ArrayList<>(Arrays.asList(places).subList(places.length - countOf(count), places.length));
        Collections.reverse(last);
        return last;
    }

    private int countOf(long asked) throws Refusal {
        if (used == 0) {
            throw Refusal.of(Status.BOUNDS);
        }
        return (int) Math.min(asked, readable());
    }

    /** Returns what both sorted arrays hold, ascending. */
    List<Object> intersect(FixedArray other) {
        List<Object> theirs = new ArrayList<>(Arrays.asList(other.places).subList(0, other.readable()));
        List<Object> both = new ArrayList<>();
        for (int i = 0; i < readable(); i++) {
            if (theirs.remove(places[i])) {
                both.add(places[i]);
            }
        }
        return both;
    }
}
