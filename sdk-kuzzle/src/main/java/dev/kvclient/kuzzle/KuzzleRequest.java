package dev.kvclient.kuzzle;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to any controller and action of Kuzzle. Immutable: each method gives a new one.
 *
 * <p>It has no key for the order of requests unless it is given one, and counts as a write that must not be repeated
 * unless it is told otherwise. {@code toString} names controller and action only.
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

    /** A request without arguments, such as {@code of("server", "now")}. */
    public static KuzzleRequest of(String controller, String action) {
        return new KuzzleRequest(
                Objects.requireNonNull(controller, "controller"),
                Objects.requireNonNull(action, "action"),
                Map.of(),
                null,
                null,
                false);
    }

    /**
     * Adds an argument at the top level of the request.
     *
     * @param value anything that the client's codec can write
     * @throws KvRequestException for the names that the envelope has for itself
     */
    public KuzzleRequest with(String name, Object value) {
        switch (name) {
            case "requestId", "controller", "action", "jwt", "volatile", "body", "triggerEvents" ->
                throw new KvRequestException(
                        Failure.of(Outcome.NOT_SENT, "'" + name + "' is not an argument of an action"));
            default -> {
                Map<String, Object> more = new LinkedHashMap<>(arguments);
                more.put(name, Objects.requireNonNull(value, "value"));
                return new KuzzleRequest(controller, action, Map.copyOf(more), body, orderKey, readOnly);
            }
        }
    }

    /** Sets the body: a map or a record, as the client's codec writes it. */
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

    /** The arguments at the top level. Unmodifiable. */
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
