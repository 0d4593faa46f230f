package dev.kvclient.benchmarks.server;

import static dev.kvclient.benchmarks.server.Output.ascii;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * NDB of v0.9 as far as keys go: the commands {@code KV_SET}, {@code KV_ADD}, {@code KV_GET}, {@code KV_RMV},
 * {@code KV_CONTAINS}, {@code KV_COUNT}, {@code KV_KEYS}, {@code KV_CLEAR} and {@code SV_INFO}, its refusals of others,
 * and no more. Keys are compared as they are written. For one thread.
 */
final class NdbStore {
    private static final byte[] KEYS = ascii("keys");
    private static final byte[] KV_SET = ascii("KV_SET");
    private static final byte[] KV_ADD = ascii("KV_ADD");
    private static final byte[] KV_GET = ascii("KV_GET");
    private static final byte[] KV_RMV = ascii("KV_RMV");
    private static final byte[] KV_CONTAINS = ascii("KV_CONTAINS");
    private static final byte[] KV_COUNT = ascii("KV_COUNT");
    private static final byte[] KV_KEYS = ascii("KV_KEYS");
    private static final byte[] KV_CLEAR = ascii("KV_CLEAR");
    private static final byte[] SV_INFO = ascii("SV_INFO");

    private static final byte[] SET_DONE = ascii("{\"KV_SET_RSP\":{\"st\":1}}");
    private static final byte[] ADD_DONE = ascii("{\"KV_ADD_RSP\":{\"st\":1}}");
    private static final byte[] RMV_DONE = ascii("{\"KV_RMV_RSP\":{\"st\":1}}");
    private static final byte[] GET_BEGIN = ascii("{\"KV_GET_RSP\":{\"keys\":{");
    private static final byte[] GET_END = ascii("},\"st\":1}}");
    private static final byte[] LIST_END = ascii("],\"st\":1}}");
    private static final byte[] INFO =
            ascii("{\"SV_INFO_RSP\":{\"persistEnabled\":false,\"serverVersion\":\"0.9\",\"st\":1}}");
    private static final byte[] MALFORMED = ascii("{\"ERR\":{\"st\":3}}");
    private static final byte[] UNKNOWN = ascii("{\"ERR\":{\"st\":10}}");
    private static final int SYNTAX = 13;
    private static final int MISSING = 26;

    private final Map<Bytes, byte[]> entries = new LinkedHashMap<>();
    private final Bytes probe = new Bytes();
    private final JsonScanner json = new JsonScanner();

    void answer(byte[] in, int from, int to, Output out) {
        int start = out.length();
        try {
            command(in, from, to, out);
        } catch (IOException e) {
            out.truncate(start);
            out.put(MALFORMED);
        }
    }

    private void command(byte[] in, int from, int to, Output out) throws IOException {
        json.over(in, from, to).expect('{');
        json.name();
        if (json.is(KV_GET)) {
            if (keys('[', KV_GET, out)) {
                get(in, out);
            }
        } else if (json.is(KV_SET)) {
            if (keys('{', KV_SET, out)) {
                set(in, false);
                out.put(SET_DONE);
            }
        } else if (json.is(KV_ADD)) {
            if (keys('{', KV_ADD, out)) {
                set(in, true);
                out.put(ADD_DONE);
            }
        } else if (json.is(KV_RMV)) {
            if (keys('[', KV_RMV, out)) {
                remove(in);
                out.put(RMV_DONE);
            }
        } else if (json.is(KV_CONTAINS)) {
            if (keys('[', KV_CONTAINS, out)) {
                contains(in, out);
            }
        } else {
            other(in, out);
        }
        json.expect('}');
        json.finish();
    }

    /** Goes to the parameter {@code keys}, which is all that these commands have. */
    private boolean keys(int opening, byte[] command, Output out) throws IOException {
        json.expect('{');
        if (json.take('}')) {
            refused(command, 0, command.length, MISSING, out);
            return false;
        }
        json.name();
        if (!json.is(KEYS) || json.peek() != opening) {
            throw JsonScanner.malformed();
        }
        json.expect(opening);
        return true;
    }

    private static void refused(byte[] command, int from, int to, int status, Output out) {
        out.put(ascii("{\"")).put(command, from, to - from).put(ascii("_RSP\":{\"st\":"));
        out.number(status).put(ascii("}}"));
    }

    private void set(byte[] in, boolean absentOnly) throws IOException {
        if (!json.take('}')) {
            do {
                json.name();
                int keyFrom = json.from();
                int keyTo = json.to();
                json.value();
                byte[] value = Arrays.copyOfRange(in, json.from(), json.to());
                probe.at(in, keyFrom, keyTo);
                if (absentOnly) {
                    entries.computeIfAbsent(probe.copy(), key -> value);
                } else if (entries.replace(probe, value) == null) {
                    entries.put(probe.copy(), value);
                }
            } while (json.take(','));
            json.expect('}');
        }
        json.expect('}');
    }

    private void get(byte[] in, Output out) throws IOException {
        out.put(GET_BEGIN);
        boolean more = false;
        if (!json.take(']')) {
            do {
                byte[] value = lookUp(in);
                if (value != null) {
                    if (more) {
                        out.put(',');
                    }
                    more = true;
                    out.put('"')
                            .put(in, json.from(), json.to() - json.from())
                            .put('"')
                            .put(':')
                            .put(value);
                }
            } while (json.take(','));
            json.expect(']');
        }
        json.expect('}');
        out.put(GET_END);
    }

    private byte @Nullable [] lookUp(byte[] in) throws IOException {
        json.string();
        return entries.get(probe.at(in, json.from(), json.to()));
    }

    private void remove(byte[] in) throws IOException {
        do {
            json.string();
            entries.remove(probe.at(in, json.from(), json.to()));
        } while (json.take(','));
        json.expect(']');
        json.expect('}');
    }

    private void contains(byte[] in, Output out) throws IOException {
        out.put(ascii("{\"KV_CONTAINS_RSP\":{\"contains\":["));
        boolean more = false;
        if (!json.take(']')) {
            do {
                if (lookUp(in) != null) {
                    if (more) {
                        out.put(',');
                    }
                    more = true;
                    out.put('"').put(in, json.from(), json.to() - json.from()).put('"');
                }
            } while (json.take(','));
            json.expect(']');
        }
        json.expect('}');
        out.put(LIST_END);
    }

    private void other(byte[] in, Output out) throws IOException {
        int from = json.from();
        int to = json.to();
        if (json.is(SV_INFO)) {
            out.put(INFO);
        } else if (json.is(KV_COUNT)) {
            count(KV_COUNT, out);
        } else if (json.is(KV_CLEAR)) {
            count(KV_CLEAR, out);
            entries.clear();
        } else if (json.is(KV_KEYS)) {
            list(out);
        } else if (isFamily(in, from, to)) {
            out.put(UNKNOWN);
        } else {
            refused(in, from, to, SYNTAX, out);
        }
        json.value();
    }

    private void count(byte[] command, Output out) {
        out.put(ascii("{\"")).put(command).put(ascii("_RSP\":{\"cnt\":"));
        out.number(entries.size()).put(ascii(",\"st\":1}}"));
    }

    private void list(Output out) {
        out.put(ascii("{\"KV_KEYS_RSP\":{\"keys\":["));
        boolean more = false;
        for (Bytes key : entries.keySet()) {
            if (more) {
                out.put(',');
            }
            more = true;
            out.put('"');
            key.appendTo(out);
            out.put('"');
        }
        out.put(LIST_END);
    }

    /** The server refuses unknown commands of families that it knows in another way than names without one. */
    private static boolean isFamily(byte[] in, int from, int to) {
        for (int i = from; i < to; i++) {
            if (in[i] == '_') {
                return true;
            }
        }
        return false;
    }
}
