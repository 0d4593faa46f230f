package dev.kvclient.testkit.versori;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What a request line asks for.
 *
 * @param operation the operation
 * @param owner the organisation, or the store's id in upper case
 * @param key the segments of the key in the path, each decoded by itself; empty when the path has none
 */
record Route(Operation operation, String owner, List<String> key) {

    /** What the production's paths begin with. */
    static final String BASE = "/api/v2";

    private static final Map<String, Operation> ON_STORES =
            Map.of("POST", Operation.CREATE_STORE, "GET", Operation.LIST_STORES);
    private static final Map<String, Operation> ON_KEYS =
            Map.of("GET", Operation.GET_KV, "PUT", Operation.SET_KV, "DELETE", Operation.DELETE_KV);
    private static final Map<String, Map<String, Operation>> ON_WORDS = Map.of(
            "batch",
            Map.of(
                    "POST", Operation.BATCH_GET_KV,
                    "PUT", Operation.BATCH_SET_KV,
                    "DELETE", Operation.BATCH_DELETE_KV),
            "list",
            Map.of("POST", Operation.LIST_KV),
            "count",
            Map.of("POST", Operation.COUNT_KV));

    Route {
        key = List.copyOf(key);
    }

    /**
     * Reads a request line. A key that a URL cannot carry is refused, also where a kinder server would guess it.
     *
     * @param target path and query, as sent
     */
    static Route of(String method, String target) throws Refused {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        if (!path.startsWith(BASE + "/")) {
            throw noRoute();
        }
        List<String> parts = new ArrayList<>();
        for (String part : path.substring(BASE.length() + 1).split("/", -1)) {
            parts.add(decoded(part));
        }
        if (parts.size() == 3 && parts.get(0).equals("o") && parts.get(2).equals("store")) {
            return new Route(operation(ON_STORES, method), parts.get(1), List.of());
        }
        if (parts.size() < 4 || !parts.get(0).equals("store") || !parts.get(2).equals("kv")) {
            throw noRoute();
        }
        return onStore(method, parts.get(1), parts.subList(3, parts.size()));
    }

    private static Route onStore(String method, String store, List<String> key) throws Refused {
        String id = Ulids.normal(store);
        if (!Ulids.isUlid(id)) {
            throw Refused.unreadable("store", "must be a ULID");
        }
        Map<String, Operation> word = key.size() == 1 ? ON_WORDS.get(key.get(0)) : null;
        if (word != null) {
            return new Route(operation(word, method), id, List.of());
        }
        for (String segment : key) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..") || segment.contains("/")) {
                throw Refused.unreadable("key", "this key cannot be in a path");
            }
        }
        return new Route(operation(ON_KEYS, method), id, key);
    }

    private static Operation operation(Map<String, Operation> byMethod, String method) throws Refused {
        Operation found = byMethod.get(method.toUpperCase(Locale.ROOT));
        if (found == null) {
            throw new Refused(405, "method_not_allowed", "method not allowed");
        }
        return Objects.requireNonNull(found);
    }

    private static Refused noRoute() {
        return new Refused(404, "route_not_found", "no such route");
    }

    /** Decodes percent signs; a plus is a plus. */
    private static String decoded(String part) throws Refused {
        if (part.indexOf('%') < 0) {
            return part;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(part.length());
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == '%') {
                bytes.write(escaped(part, i + 1));
                i += 2;
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw Refused.unreadable("path", "is not UTF-8");
        }
    }

    private static int escaped(String part, int at) throws Refused {
        int high = at + 1 < part.length() ? Character.digit(part.charAt(at), 16) : -1;
        int low = high < 0 ? -1 : Character.digit(part.charAt(at + 1), 16);
        if (low < 0) {
            throw Refused.unreadable("path", "has a percent sign without two digits");
        }
        return high * 16 + low;
    }
}
