package dev.kvclient.testkit.kuzzle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Kuzzle's routes as a tree of the parts of their paths. A part that is written out wins over a placeholder, and is not
 * gone back on: {@code GET /ms/_nope} reads the key {@code _nope}, {@code GET /ms/_strlen} is no route. Immutable.
 */
final class HttpRoutes {

    /**
     * What a path asks for.
     *
     * @param controller the controller
     * @param action the action
     * @param arguments what stands in the path, by the names of the placeholders
     */
    record Found(String controller, String action, Map<String, String> arguments) {}

    private static final class Part {
        final Map<String, Part> next = new HashMap<>();
        final List<String> placeholders = new ArrayList<>();

        @Nullable
        Part any;

        String controller = "";
        String action = "";
    }

    private static final String TABLE = "http-routes.txt";

    private final Map<String, Part> byMethod = new HashMap<>();

    /** Reads the table of routes. */
    HttpRoutes() {
        try (InputStream stream = HttpRoutes.class.getResourceAsStream(TABLE)) {
            byte[] table = Objects.requireNonNull(stream, TABLE + " is missing").readAllBytes();
            for (String line : new String(table, StandardCharsets.UTF_8).split("\n", -1)) {
                if (!line.isEmpty() && !line.startsWith("#")) {
                    add(line.split(" ", -1));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(TABLE + " cannot be read", unreadable);
        }
    }

    private void add(String[] words) {
        Part part = byMethod.computeIfAbsent(words[0], method -> new Part());
        List<String> placeholders = new ArrayList<>();
        for (String name : parts(words[1])) {
            if (name.startsWith(":")) {
                placeholders.add(name.substring(1));
                part.any = part.any == null ? new Part() : part.any;
                part = part.any;
            } else {
                part = part.next.computeIfAbsent(name, any -> new Part());
            }
        }
        part.placeholders.addAll(placeholders);
        part.controller = words[2];
        part.action = words[3];
    }

    /**
     * Finds a route.
     *
     * @param method the HTTP method
     * @param path the path without the query, as sent
     * @return what it asks for, or null when there is no such route
     */
    @Nullable
    Found find(String method, String path) {
        Part part = byMethod.get(method);
        List<String> values = new ArrayList<>();
        for (String raw : parts(path)) {
            if (part == null) {
                return null;
            }
            String name = decoded(raw, false);
            Part exact = part.next.get(name);
            if (exact == null) {
                values.add(name);
            }
            part = exact == null ? part.any : exact;
        }
        if (part == null || part.action.isEmpty()) {
            return null;
        }
        Map<String, String> arguments = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            arguments.put(part.placeholders.get(i), values.get(i));
        }
        return new Found(part.controller, part.action, arguments);
    }

    private static List<String> parts(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        return parts;
    }

    /** Undoes percent encoding as Node does: what is none stays as it is. */
    static String decoded(String text, boolean plusIsSpace) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int high = c == '%' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
            if (low >= 0) {
                bytes.write(high * 16 + low);
                i += 2;
            } else {
                bytes.writeBytes(
                        String.valueOf(c == '+' && plusIsSpace ? ' ' : c).getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
