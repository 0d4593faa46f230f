package dev.kvclient.testkit.kuzzle.ms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Replies of Redis as the JSON that Kuzzle makes of them. */
final class Replies {

    private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Replies() {}

    static JsonNode ok() {
        return TextNode.valueOf("OK");
    }

    static JsonNode nil() {
        return NullNode.getInstance();
    }

    static JsonNode flag(boolean yes) {
        return JSON.numberNode(yes ? 1L : 0L);
    }

    /**
     * An integer, as Kuzzle's Redis client reads it: digit by digit into a double, so that beyond 2^53 it is not even
     * the nearest double.
     */
    static JsonNode integer(long value) {
        if (Math.abs(value) <= MAX_SAFE_INTEGER && value != Long.MIN_VALUE) {
            return JSON.numberNode(value);
        }
        double read = 0;
        for (char digit : Long.toString(value).toCharArray()) {
            if (digit != '-') {
                read = read * 10 + (digit - '0');
            }
        }
        return JSON.numberNode(new BigInteger(JsText.number(value < 0 ? -read : read)));
    }

    static JsonNode text(@Nullable String value) {
        return value == null ? nil() : TextNode.valueOf(value);
    }

    static JsonNode text(byte @Nullable [] value) {
        return value == null ? nil() : TextNode.valueOf(new String(value, StandardCharsets.UTF_8));
    }

    static ArrayNode list() {
        return JSON.arrayNode();
    }

    static ArrayNode list(Collection<String> items) {
        ArrayNode list = JSON.arrayNode();
        items.forEach(list::add);
        return list;
    }
}
