package dev.kvclient.versori.internal;

import dev.kvclient.versori.VersoriKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a scope: how they look to the caller, and on the wire, where they begin with the prefix of the scope.
 *
 * @param prefix the segments that are added and removed; empty for a whole store
 */
record KeySpace(List<String> prefix) {
    /** They collide with the routes of the batch endpoints. */
    private static final Set<String> ROUTES = Set.of("batch", "list", "count");

    /** 4,096 bytes: servers and gateways take 8 KB of URL and headers together, some of them. */
    private static final int MAX_PATH_BYTES = 4_096;

    private static final String UNRESERVED = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";

    private static final char SLASH = '/';
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    /** Copies the prefix. */
    KeySpace {
        prefix = List.copyOf(prefix);
    }

    /** The segments on the wire. */
    List<String> onWire(VersoriKey key) {
        return join(key.segments());
    }

    /** The segments on the wire of a key of the common API, which is split at every slash. */
    List<String> onWire(String key) {
        return onWire(VersoriKey.parse(key));
    }

    private List<String> join(List<String> rest) {
        if (prefix.isEmpty()) {
            return rest;
        }
        List<String> all = new ArrayList<>(prefix);
        all.addAll(rest);
        return List.copyOf(all);
    }

    /** The key as the caller knows it; empty if it is not of this scope, or no key that could be sent. */
    Optional<VersoriKey> key(List<String> onWire) {
        int own = prefix.size();
        boolean ofScope = onWire.size() > own && onWire.subList(0, own).equals(prefix);
        return ofScope && onWire.stream().allMatch(Texts::isWhole)
                ? Optional.of(VersoriKey.of(onWire.subList(own, onWire.size())))
                : Optional.empty();
    }

    /**
     * The key as the common API writes it.
     *
     * @return null if it is not of this scope, or if a segment holds a slash: such a key has no name there, for what
     *     its text says is another key
     */
    @Nullable
    String text(List<String> onWire) {
        Optional<VersoriKey> key = key(onWire);
        if (key.isEmpty()) {
            return null;
        }
        List<String> segments = key.get().segments();
        boolean nameless =
                segments.stream().anyMatch(segment -> segment.indexOf(SLASH) >= 0) || segments.equals(List.of(""));
        return nameless ? null : key.get().toString();
    }

    /** The whole segments of a prefix of the common API: for {@code a/b/c} they are those of {@code a/b}. */
    List<String> wholeSegments(String textPrefix) {
        int slash = textPrefix.lastIndexOf(SLASH);
        return slash < 0
                ? prefix
                : join(VersoriKey.parse(textPrefix.substring(0, slash)).segments());
    }

    /** Whether a prefix of the common API consists of whole segments, so that the server can count for itself. */
    static boolean isWhole(String textPrefix) {
        return textPrefix.isEmpty() || textPrefix.charAt(textPrefix.length() - 1) == SLASH;
    }

    /**
     * A key as it stands in a URL, each segment encoded by itself.
     *
     * @return null if a URL cannot carry it, so that it has to go through the batch endpoints
     */
    static @Nullable String path(List<String> onWire) {
        if (onWire.size() == 1
                && (ROUTES.contains(onWire.get(0)) || onWire.get(0).trim().isEmpty())) {
            // Nothing but blanks is a missing parameter to servers that trim, and to the library of our own tests.
            return null;
        }
        StringBuilder path = new StringBuilder();
        for (String segment : onWire) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..") || segment.indexOf(SLASH) >= 0) {
                return null;
            }
            if (path.length() > 0) {
                path.append(SLASH);
            }
            encode(segment, path);
        }
        return path.length() > MAX_PATH_BYTES ? null : path.toString();
    }

    /** Everything but the unreserved characters of RFC 3986, so that no server sees more in a segment than text. */
    private static void encode(String segment, StringBuilder into) {
        for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean unreserved = UNRESERVED.indexOf(c) >= 0;
            if (unreserved) {
                into.append(c);
            } else {
                into.append('%').append(HEX[c >> 4]).append(HEX[c & 0xf]);
            }
        }
    }
}
