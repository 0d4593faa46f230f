package dev.kvclient.testkit.versori;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which keys a listing or a count is about.
 *
 * @param prefix the first segments, whole; empty for all keys
 * @param createdAfter keys made later than that, or null
 * @param createdBefore keys made earlier than that, or null
 * @param metadata what the metadata must contain, objects in it likewise by what they contain, or null
 */
record Selection(
        List<String> prefix,
        @Nullable Instant createdAfter,
        @Nullable Instant createdBefore,
        @Nullable ObjectNode metadata) {

    static Selection byPrefix(@Nullable Body selector) throws Refused {
        return new Selection(prefix(selector), null, null, null);
    }

    static Selection of(@Nullable Body selector) throws Refused {
        Body filter = selector == null ? null : selector.body("filter");
        if (filter == null) {
            return byPrefix(selector);
        }
        return new Selection(
                prefix(selector),
                filter.instant("createdAfter"),
                filter.instant("createdBefore"),
                filter.object("metadata"));
    }

    private static List<String> prefix(@Nullable Body selector) throws Refused {
        List<String> prefix = selector == null ? null : selector.key("prefix");
        return prefix == null ? List.of() : prefix;
    }

    boolean has(Entry entry) {
        List<String> key = entry.key();
        return key.size() >= prefix.size()
                && key.subList(0, prefix.size()).equals(prefix)
                && (createdAfter == null || entry.createdAt().isAfter(createdAfter))
                && (createdBefore == null || entry.createdAt().isBefore(createdBefore))
                && (metadata == null || contains(entry.metadata(), metadata));
    }

    private static boolean contains(@Nullable JsonNode whole, JsonNode part) {
        if (whole == null || !part.isObject()) {
            return part.equals(whole);
        }
        for (Map.Entry<String, JsonNode> field : part.properties()) {
            if (!contains(whole.get(field.getKey()), field.getValue())) {
                return false;
            }
        }
        return whole.isObject();
    }
}
