package dev.kvclient.testkit.ndb.engine;

import java.util.ArrayList;
import java.util.List;

/** A JSON array. A stored one is not changed any more. */
record JsonArray(List<Object> items) {

    static JsonArray empty() {
        return new JsonArray(new ArrayList<>());
    }

    static JsonArray of(List<?> items) {
        return new JsonArray(new ArrayList<>(items));
    }

    /** Returns the items that are strings. */
    List<String> strings() {
        List<String> strings = new ArrayList<>(items.size());
        for (Object item : items) {
            if (item instanceof String text) {
                strings.add(text);
            }
        }
        return strings;
    }

    @Override
    public String toString() {
        return "JsonArray[" + items.size() + " items]";
    }
}
