package dev.kvclient.benchmarks.server;

import static dev.kvclient.benchmarks.server.Output.ascii;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One Versori store as far as plain keys and values go: single and batch get, set and delete, lists by pages, counts.
 * Options of writes are refused. Every entry says that it was made when the server was started. For one thread.
 */
final class VersoriStore {
    private static final byte[] KEYS = ascii("keys");
    private static final byte[] ENTRIES = ascii("entries");
    private static final byte[] KEY = ascii("key");
    private static final byte[] VALUE = ascii("value");
    private static final byte[] SELECTOR = ascii("selector");
    private static final byte[] OPTIONS = ascii("options");
    private static final byte[] PREFIX = ascii("prefix");
    private static final byte[] AFTER = ascii("after");
    private static final byte[] LIMIT = ascii("limit");
    private static final byte[] STATUS = ascii("{\"status\":\"ok\"}");
    private static final byte[] ABSENT = ascii("{\"code\":\"not_found\",\"message\":\"no such key\"}");
    private static final String KV = "/kv/";
    private static final int LONGEST_ROUTE = 5;
    private static final int MOST_OF_PAGE = 100;

    private final Map<Bytes, Entry> entries = new HashMap<>();
    private final TreeMap<Long, Entry> newestLast = new TreeMap<>();
    private final Bytes probe = new Bytes();
    private final JsonScanner json = new JsonScanner();
    private final Output key = new Output();
    private final byte[] created = ascii("\",\"createdAt\":\"" + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\"");
    private long lastId;
    private long lastVersion;

    /** What stands in front of an answer. */
    enum Status {
        OK,
        NOT_FOUND,
        BAD
    }

    private static final class Entry {
        private final Bytes key;
        private final long id;
        private byte[] value;
        private long version;

        Entry(Bytes key, long id, byte[] value) {
            this.key = key;
            this.id = id;
            this.value = value;
        }
    }

    /**
     * Answers a request.
     *
     * @param verb the first letter of the method
     */
    Status answer(byte verb, byte[] in, int pathFrom, int pathTo, int from, int to, Output out) throws IOException {
        int keyFrom = keyBegins(in, pathFrom, pathTo);
        String route = pathTo - keyFrom <= LONGEST_ROUTE
                ? new String(in, keyFrom, pathTo - keyFrom, StandardCharsets.ISO_8859_1)
                : "";
        json.over(in, from, to);
        switch (route) {
            case "batch" -> batch(verb, in, out);
            case "list" -> list(in, out);
            case "count" -> count(in, out);
            default -> {
                return single(verb, in, keyFrom, pathTo, out);
            }
        }
        return Status.OK;
    }

    private static int keyBegins(byte[] in, int from, int to) throws IOException {
        for (int i = from; i + KV.length() <= to; i++) {
            boolean here = true;
            for (int k = 0; k < KV.length() && here; k++) {
                here = in[i + k] == KV.charAt(k);
            }
            if (here) {
                return i + KV.length();
            }
        }
        throw new IOException("no path of a key");
    }

    private Status single(byte verb, byte[] in, int keyFrom, int keyTo, Output out) throws IOException {
        pathKey(in, keyFrom, keyTo);
        probe.at(key.buffer().array(), 0, key.length());
        switch (verb) {
            case 'G' -> {
                Entry found = entries.get(probe);
                if (found == null) {
                    out.put(ABSENT);
                    return Status.NOT_FOUND;
                }
                out.put('{');
                members(found, out);
                out.put('}');
            }
            case 'P' -> {
                json.expect('{');
                json.name();
                if (!json.is(VALUE)) {
                    throw JsonScanner.malformed();
                }
                json.value();
                commit(store(in), out);
                json.expect('}');
                json.finish();
            }
            case 'D' -> {
                remove();
                out.put(STATUS);
            }
            default -> throw new IOException("no such method");
        }
        return Status.OK;
    }

    /** The segments of a path, as they stand in a JSON array. */
    private void pathKey(byte[] in, int from, int to) throws IOException {
        key.clear();
        key.put('"');
        for (int i = from; i < to; i++) {
            int b = in[i];
            if (b == '/') {
                key.put('"').put(',').put('"');
                continue;
            }
            if (b == '%') {
                if (i + 2 >= to) {
                    throw new IOException("half a character");
                }
                b = Character.digit(in[i + 1], 16) << 4 | Character.digit(in[i + 2], 16);
                i += 2;
            }
            if (b == '"' || b == '\\') {
                key.put('\\');
            }
            key.put(b);
        }
        key.put('"');
    }

    /** The last value of the scanner, for the key that the probe points at. */
    private Entry store(byte[] in) {
        byte[] value = Arrays.copyOfRange(in, json.from(), json.to());
        Entry entry = entries.get(probe);
        if (entry == null) {
            entry = new Entry(probe.copy(), ++lastId, value);
            entries.put(entry.key, entry);
            newestLast.put(entry.id, entry);
        }
        entry.value = value;
        entry.version = ++lastVersion;
        return entry;
    }

    private void remove() {
        Entry entry = entries.remove(probe);
        if (entry != null) {
            newestLast.remove(entry.id);
        }
    }

    private static void commit(Entry entry, Output out) {
        out.put(ascii("{\"ok\":true,\"committed\":true,\"versionstamp\":\"")).number(entry.version);
        out.put('"').put('}');
    }

    private void members(Entry entry, Output out) {
        out.put(ascii("\"value\":"))
                .put(entry.value)
                .put(ascii(",\"versionstamp\":\""))
                .number(entry.version);
        out.put(created);
    }

    private void keyed(Entry entry, Output out) {
        out.put(ascii("{\"key\":["));
        entry.key.appendTo(out);
        out.put(']').put(',');
        members(entry, out);
        out.put('}');
    }

    private void batch(byte verb, byte[] in, Output out) throws IOException {
        json.expect('{');
        json.name();
        boolean writes = json.is(ENTRIES);
        if (!writes && !json.is(KEYS)) {
            throw JsonScanner.malformed();
        }
        json.expect('[');
        if (writes) {
            batchSet(in, out);
        } else if (verb == 'D') {
            eachKey(in, this::remove);
            out.put(STATUS);
        } else {
            out.put(ascii("{\"entries\":["));
            int begin = out.length();
            eachKey(in, () -> {
                Entry found = entries.get(probe);
                if (found != null) {
                    comma(begin, out);
                    keyed(found, out);
                }
            });
            out.put(ascii("]}"));
        }
        if (json.take(',')) {
            json.name();
            json.value();
        }
        json.expect('}');
        json.finish();
    }

    private static void comma(int begin, Output out) {
        if (out.length() > begin) {
            out.put(',');
        }
    }

    /** What is done with the key that the probe points at. */
    private interface Each {
        void done() throws IOException;
    }

    private void eachKey(byte[] in, Each each) throws IOException {
        if (!json.take(']')) {
            do {
                arrayKey(in);
                each.done();
            } while (json.take(','));
            json.expect(']');
        }
    }

    /** The segments of an array, without blanks. */
    private void arrayKey(byte[] in) throws IOException {
        segments(in, key);
        probe.at(key.buffer().array(), 0, key.length());
    }

    private void segments(byte[] in, Output into) throws IOException {
        into.clear();
        json.expect('[');
        if (json.take(']')) {
            return;
        }
        do {
            json.string();
            if (into.length() > 0) {
                into.put(',');
            }
            into.put('"').put(in, json.from(), json.to() - json.from()).put('"');
        } while (json.take(','));
        json.expect(']');
    }

    private void batchSet(byte[] in, Output out) throws IOException {
        out.put(ascii("{\"successes\":["));
        int begin = out.length();
        if (!json.take(']')) {
            do {
                json.expect('{');
                json.name();
                if (!json.is(KEY)) {
                    throw JsonScanner.malformed();
                }
                arrayKey(in);
                json.expect(',');
                json.name();
                if (!json.is(VALUE)) {
                    throw JsonScanner.malformed();
                }
                json.value();
                comma(begin, out);
                commit(store(in), out);
                json.expect('}');
            } while (json.take(','));
            json.expect(']');
        }
        out.put(ascii("],\"failures\":[]}"));
    }

    /** What a list or a count is to be of. */
    private static final class Selection {
        private final Output prefix = new Output();
        private @Nullable Long after;
        private int limit = MOST_OF_PAGE;

        Bytes start() {
            return new Bytes().at(prefix.buffer().array(), 0, prefix.length());
        }
    }

    private Selection selection(byte[] in) throws IOException {
        Selection selection = new Selection();
        eachMember(() -> {
            if (json.is(SELECTOR) || json.is(OPTIONS)) {
                eachMember(() -> {
                    if (json.is(PREFIX)) {
                        segments(in, selection.prefix);
                    } else if (json.is(AFTER)) {
                        json.string();
                        selection.after = Long.valueOf(text(in));
                    } else if (json.is(LIMIT)) {
                        json.value();
                        selection.limit = Math.min(MOST_OF_PAGE, Integer.parseInt(text(in)));
                    } else {
                        throw new IOException("no such choice");
                    }
                });
            } else {
                json.value();
            }
        });
        return selection;
    }

    private void eachMember(Each each) throws IOException {
        json.expect('{');
        if (json.take('}')) {
            return;
        }
        do {
            json.name();
            each.done();
        } while (json.take(','));
        json.expect('}');
    }

    private String text(byte[] in) {
        return new String(in, json.from(), json.to() - json.from(), StandardCharsets.ISO_8859_1);
    }

    private void list(byte[] in, Output out) throws IOException {
        Selection selection = selection(in);
        Bytes start = selection.start();
        long before = selection.after == null ? Long.MAX_VALUE : selection.after;
        out.put(ascii("{\"data\":["));
        int begin = out.length();
        int listed = 0;
        long last = 0;
        boolean more = false;
        for (Entry entry : newestLast.headMap(before, false).descendingMap().values()) {
            if (entry.key.beginsWith(start, ',')) {
                if (listed == selection.limit) {
                    more = true;
                    break;
                }
                comma(begin, out);
                keyed(entry, out);
                last = entry.id;
                listed++;
            }
        }
        out.put(ascii("],\"pagination\":{\"nextCursor\":\""));
        if (more) {
            out.number(last);
        }
        out.put(ascii("\",\"prevCursor\":\"\"}}"));
    }

    private void count(byte[] in, Output out) throws IOException {
        Bytes start = selection(in).start();
        long count = start.equals(new Bytes().at(new byte[0], 0, 0))
                ? entries.size()
                : entries.keySet().stream()
                        .filter(each -> each.beginsWith(start, ','))
                        .count();
        out.put(ascii("{\"count\":")).number(count).put('}');
    }
}
