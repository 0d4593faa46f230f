package dev.kvclient.testkit.kuzzle.ms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * The answers of {@code hscan}, {@code sscan} and {@code zscan}. What is small comes in one page, whatever the count;
 * of what is large each page has so many items, in the order of a hash of their names, so that one who stays while
 * others come and go is met once.
 */
final class Pages {

    /** How much Redis looks at when no count is given. */
    private static final long DEFAULT_COUNT = 10;

    private final List<String> options;
    private final long cursor;
    private Glob glob = new Glob("*");
    private long count = DEFAULT_COUNT;

    private Pages(long cursor, List<String> options) {
        this.cursor = cursor;
        this.options = options;
    }

    /**
     * Reads the cursor of the arguments {@code key cursor [MATCH pattern] [COUNT count]}. Redis looks at the others
     * only when there is such a key.
     */
    static Pages of(List<String> args) {
        return new Pages(KeyCommands.cursor(args.get(1)), args.subList(2, args.size()));
    }

    private void readOptions() {
        for (int i = 0; i + 1 < options.size(); i += 2) {
            if (options.get(i).equals("MATCH")) {
                glob = new Glob(options.get(i + 1));
            } else {
                count = RedisNumbers.integer(options.get(i + 1));
                if (count < 1) {
                    throw new RedisException(RedisException.SYNTAX);
                }
            }
        }
    }

    /**
     * Makes the page.
     *
     * @param all the items
     * @param small whether Redis keeps them in one piece
     * @param name what an item is called
     * @param shown what is answered of an item
     */
    <T> JsonNode page(Collection<T> all, boolean small, Function<T, String> name, Function<T, List<String>> shown) {
        if (!all.isEmpty()) {
            readOptions();
        }
        ArrayNode reply = Replies.list();
        if (small || (cursor == 0 && all.size() <= count)) {
            reply.add("0");
            add(reply.addArray(), all, name, shown);
            return reply;
        }
        List<T> rest = all.stream()
                .filter(item -> place(name.apply(item)) >= cursor)
                .sorted(Comparator.comparingLong(item -> place(name.apply(item))))
                .toList();
        int end = (int) Math.min(count, rest.size());
        // Those of one hash must come together: the cursor cannot tell them apart.
        while (end > 0 && end < rest.size() && placeOf(rest, end, name) == placeOf(rest, end - 1, name)) {
            end++;
        }
        reply.add(end == rest.size() ? "0" : Long.toString(placeOf(rest, end, name)));
        add(reply.addArray(), rest.subList(0, end), name, shown);
        return reply;
    }

    private <T> void add(
            ArrayNode found, Collection<T> items, Function<T, String> name, Function<T, List<String>> shown) {
        for (T item : items) {
            if (glob.matches(name.apply(item))) {
                shown.apply(item).forEach(found::add);
            }
        }
    }

    private static <T> long placeOf(List<T> items, int index, Function<T, String> name) {
        return place(name.apply(items.get(index)));
    }

    /** A 63-bit hash, never 0, which as a cursor would mean the beginning. */
    private static long place(String name) {
        return (MurmurHash.of(name.getBytes(StandardCharsets.UTF_8)) >>> 1) | 1;
    }
}
