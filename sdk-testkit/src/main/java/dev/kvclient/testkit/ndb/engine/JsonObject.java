package dev.kvclient.testkit.ndb.engine;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object. Generation A keeps its members in the order in which they came, generation B sorted by name, in the
 * order of their UTF-8 bytes. A stored one is not changed any more.
 */
public final class JsonObject {

    /** The order of the UTF-8 bytes, which is that of the code points and not that of {@link String#compareTo}. */
    static final Comparator<String> BYTE_ORDER = JsonObject::compareBytes;

    private final Map<String, Object> members;

    private JsonObject(Map<String, Object> members) {
        this.members = members;
    }

    static JsonObject create(boolean sorted) {
        return sorted ? sorted() : inOrder();
    }

    /** Returns an empty object that keeps the order of insertion. */
    static JsonObject inOrder() {
        return new JsonObject(new LinkedHashMap<>());
    }

    /** Returns an empty object that sorts its members. */
    static JsonObject sorted() {
        return new JsonObject(new TreeMap<>(BYTE_ORDER));
    }

    /** Sets a member; one that is there keeps its place. Returns this. */
    JsonObject put(String name, Object value) {
        members.put(name, value);
        return this;
    }

    /** Sets a member unless it is there: of two with one name, the first counts. */
    void add(String name, Object value) {
        members.putIfAbsent(name, value);
    }

    @Nullable
    Object get(String name) {
        return members.get(name);
    }

    int size() {
        return members.size();
    }

    Set<Map.Entry<String, Object>> entries() {
        return members.entrySet();
    }

    /** Returns a shallow copy. */
    JsonObject copy() {
        return new JsonObject(
                members instanceof TreeMap<String, Object> sorted
                        ? new TreeMap<>(sorted)
                        : new LinkedHashMap<>(members));
    }

    private static int compareBytes(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char left = a.charAt(i);
            char right = b.charAt(i);
            if (left != right) {
                boolean oneIsSurrogate = Character.isSurrogate(left) != Character.isSurrogate(right);
                return oneIsSurrogate ? (Character.isSurrogate(left) ? 1 : -1) : left - right;
            }
        }
        return a.length() - b.length();
    }

    @Override
    public String toString() {
        return "JsonObject[" + members.size() + " members]";
    }
}
