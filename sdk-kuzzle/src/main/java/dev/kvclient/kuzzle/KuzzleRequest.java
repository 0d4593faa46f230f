package dev.kvclient.kuzzle;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to any controller and action of Kuzzle. Immutable: each method gives a new one.
 *
 * <p>It has no key for the order of requests unless it is given one, and counts as a write that must not be repeated
 * unless it is told otherwise. How long it may take, whether it may wait while the client is offline, and what goes as
 * {@code volatile} are {@link dev.kvclient.CallOptions}, given with it. {@code toString} names controller and action
 * only.
 */
public final class KuzzleRequest {
    private final String controller;
    private final String action;
    private final Map<String, Object> arguments;
    private final @Nullable Object body;
    private final @Nullable String orderKey;
    private final boolean readOnly;

    private KuzzleRequest(
            String controller,
            String action,
            Map<String, Object> arguments,
            @Nullable Object body,
            @Nullable String orderKey,
            boolean readOnly) {
        this.controller = controller;
        this.action = action;
        this.arguments = arguments;
        this.body = body;
        this.orderKey = orderKey;
        this.readOnly = readOnly;
    }

    /**
     * A request without arguments, such as {@code of("server", "now")}.
     *
     * @throws KvRequestException if one is empty, which the server takes for missing, or holds a lone surrogate
     */
    public static KuzzleRequest of(String controller, String action) {
        return new KuzzleRequest(name("controller", controller), name("action", action), Map.of(), null, null, false);
    }

    /**
     * Adds an argument at the top level of the request, or replaces it.
     *
     * @param value anything that the client's codec can write
     * @throws KvRequestException for the names that the envelope has for itself, and for {@code cookieAuth}, with
     *     which the server looks for the token in a cookie of a browser; if the name is empty or holds a lone
     *     surrogate
     */
    public KuzzleRequest with(String name, Object value) {
        switch (name("the name of an argument", name)) {
            case "requestId", "controller", "action", "jwt", "volatile", "body", "triggerEvents", "cookieAuth" ->
                throw wrong("'" + name + "' is not an argument of an action" + instead(name));
            default -> {
                Map<String, Object> more = new LinkedHashMap<>(arguments);
                more.put(name, Objects.requireNonNull(value, "value"));
                return new KuzzleRequest(
                        controller, action, Collections.unmodifiableMap(more), body, orderKey, readOnly);
            }
        }
    }

    private static String instead(String name) {
        return switch (name) {
            case "volatile", "triggerEvents" -> ": it goes with the options, see KuzzleAttributes";
            case "body" -> ": there is a method of that name";
            case "jwt", "cookieAuth" -> ": who asks is told by the credentials of the client";
            default -> "";
        };
    }

    private static String name(String what, String name) {
        if (Objects.requireNonNull(name, what).isEmpty()) {
            throw wrong(what + " is empty");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw wrong(what + " holds a lone surrogate");
        }
        return name;
    }

    private static KvRequestException wrong(String problem) {
        return new KvRequestException(Failure.of(Outcome.NOT_SENT, problem).backend("kuzzle"));
    }

    /** The argument {@code _id}: the key of the memory storage, or the id of a document, user or profile. */
    public KuzzleRequest id(String value) {
        return with("_id", value);
    }

    /** The argument {@code index}. */
    public KuzzleRequest index(String value) {
        return with("index", value);
    }

    /** The argument {@code collection}. */
    public KuzzleRequest collection(String value) {
        return with("collection", value);
    }

    /**
     * Sets the body: a map, a record or a list, as the client's codec writes it. What becomes neither an object nor an
     * array is refused when the request is given to a client: the server would not take it.
     */
    public KuzzleRequest body(Object value) {
        return new KuzzleRequest(
                controller, action, arguments, Objects.requireNonNull(value, "body"), orderKey, readOnly);
    }

    /** Takes part in the order of the requests of this key. */
    public KuzzleRequest orderKey(String key) {
        return new KuzzleRequest(controller, action, arguments, body, Objects.requireNonNull(key, "key"), readOnly);
    }

    /** Says that it changes nothing, so that it may be sent again. */
    public KuzzleRequest readOnly() {
        return new KuzzleRequest(controller, action, arguments, body, orderKey, true);
    }

    /** The controller. */
    public String controller() {
        return controller;
    }

    /** The action. */
    public String action() {
        return action;
    }

    /** The arguments at the top level, in the order in which they were given. Unmodifiable. */
    public Map<String, Object> arguments() {
        return arguments;
    }

    /** The body. */
    public Optional<Object> body() {
        return Optional.ofNullable(body);
    }

    /** The key in whose order it takes part. */
    public Optional<String> orderKey() {
        return Optional.ofNullable(orderKey);
    }

    /** Whether it changes nothing. */
    public boolean isReadOnly() {
        return readOnly;
    }

    @Override
    public String toString() {
        return "KuzzleRequest[" + controller + ":" + action + "]";
    }
}
