package dev.kvclient.testkit.kuzzle.ms;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request refused the way Kuzzle refuses it: the {@code error} of an answer. Codes and words are those of Kuzzle
 * 2.56.
 */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String id;
    private final int code;
    private final transient List<String> props;

    /**
     * Makes a refusal.
     *
     * @param status the HTTP-like status
     * @param id the dotted id, or null for a refusal made before the request was understood, which has no code and no
     *     props either
     * @param code the numeric code, unused without an id
     * @param message the words
     * @param props the values put in the message
     */
    public Refusal(int status, @Nullable String id, int code, String message, List<String> props) {
        super(message, null, false, false);
        this.status = status;
        this.id = id;
        this.code = code;
        this.props = List.copyOf(props);
    }

    /** Returns the HTTP-like status. */
    public int status() {
        return status;
    }

    /** Returns the {@code error} member of the answer, its fields in the recorded order. */
    public ObjectNode toJson() {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        if (id != null) {
            error.put("code", code);
            error.put("id", id);
        }
        error.put("message", getMessage());
        if (id != null) {
            ArrayNode list = error.putArray("props");
            props.forEach(list::add);
        }
        error.put("status", status);
        return error;
    }

    /** An envelope field of the wrong JSON type: no id, no code. */
    public static Refusal wrongAttribute(String attribute, String type) {
        return new Refusal(
                400, null, 0, "Attribute %s must be of type %s".formatted(attribute, type), List.<String>of());
    }

    /** A frame that is JSON, but no object. */
    public static Refusal notAnObject() {
        return new Refusal(500, null, 0, "Input request data must be a non-null object", List.of());
    }

    /** {@code api.assert.invalid_type}. */
    public static Refusal invalidType(String argument, String expected) {
        return api(
                33619969,
                "invalid_type",
                "Wrong type for argument \"%s\" (expected: %s)".formatted(argument, expected),
                argument,
                expected);
    }

    /** {@code api.assert.invalid_argument}. */
    public static Refusal invalidArgument(String argument, String expected) {
        return api(
                33619970,
                "invalid_argument",
                "Invalid argument \"%s\". Expected: %s".formatted(argument, expected),
                argument,
                expected);
    }

    /** {@code api.assert.missing_argument}. */
    public static Refusal missingArgument(String argument) {
        return api(33619971, "missing_argument", "Missing argument \"%s\".".formatted(argument), argument);
    }

    /** {@code api.assert.empty_argument}. */
    public static Refusal emptyArgument(String argument) {
        return api(33619972, "empty_argument", "The argument \"%s\" is empty.".formatted(argument), argument);
    }

    /** {@code api.assert.too_many_arguments}. */
    public static Refusal tooManyArguments(String argument) {
        return api(
                33619974,
                "too_many_arguments",
                "Argument \"%s\" contains too many values".formatted(argument),
                argument);
    }

    /** {@code api.assert.mutually_exclusive}. */
    public static Refusal mutuallyExclusive(String one, String other) {
        return api(
                33619973,
                "mutually_exclusive",
                "Arguments \"%s\" and \"%s\" are mutually exclusive".formatted(one, other),
                one,
                other);
    }

    /** {@code api.assert.body_required}. */
    public static Refusal bodyRequired() {
        return api(33619976, "body_required", "The request must specify a body.");
    }

    /** {@code api.assert.forbidden_argument}. */
    public static Refusal forbiddenArgument(String argument) {
        return api(
                33619979,
                "forbidden_argument",
                "The argument \"%s\" is not allowed by this API action.".formatted(argument),
                argument);
    }

    /** What Redis refuses: Kuzzle takes it for the fault of a plugin, and answers 500. */
    public static Refusal redis(String words) {
        return new Refusal(
                500,
                "plugin.runtime.unexpected_error",
                67239938,
                "Caught an unexpected plugin error: " + words
                        + "\nThis is probably not a Kuzzle error, but a problem with a plugin implementation.",
                List.of(words));
    }

    private static Refusal api(int code, String name, String message, String... props) {
        return new Refusal(400, "api.assert." + name, code, message, List.of(props));
    }
}
