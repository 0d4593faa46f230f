package dev.kvclient.testkit.kuzzle.ms;

import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** How JavaScript turns values into text: Kuzzle's arguments reach Redis that way. */
final class JsText {

    private JsText() {}

    /** {@code String(value)}, except that null is empty, which is what ioredis sends for it. */
    static String argument(JsonNode value) {
        return value.isNull() ? "" : of(value);
    }

    private static String of(JsonNode value) {
        if (value.isTextual()) {
            return wellFormed(value.textValue());
        }
        if (value.isNumber()) {
            return number(value.doubleValue());
        }
        if (value.isBoolean()) {
            return value.booleanValue() ? "true" : "false";
        }
        if (value.isArray()) {
            StringJoiner joined = new StringJoiner(",");
            value.forEach(item -> joined.add(argument(item)));
            return joined.toString();
        }
        return value.isNull() ? "null" : "[object Object]";
    }

    /** {@code Number.prototype.toString}: the shortest digits, plain from 1e-6 to below 1e21. */
    static String number(double value) {
        if (value == 0) {
            return "0";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Infinity" : "-Infinity";
        }
        BigDecimal digits = new BigDecimal(NumberOutput.toString(value, true)).stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        if (exponent >= -6 && exponent <= 20) {
            return digits.toPlainString();
        }
        String text = digits.unscaledValue().abs().toString();
        String mantissa = text.length() == 1 ? text : text.charAt(0) + "." + text.substring(1);
        return (value < 0 ? "-" : "") + mantissa + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
    }

    /** {@code !!value}; a field that is not there is passed as a missing node. */
    static boolean truthy(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return false;
        }
        if (value.isTextual()) {
            return !value.textValue().isEmpty();
        }
        if (value.isNumber()) {
            return value.doubleValue() != 0;
        }
        return !value.isBoolean() || value.booleanValue();
    }

    /** {@code text.split(",")}. */
    static List<String> splitAtCommas(String text) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int comma = text.indexOf(','); comma >= 0; comma = text.indexOf(',', start)) {
            parts.add(wellFormed(text.substring(start, comma)));
            start = comma + 1;
        }
        parts.add(wellFormed(text.substring(start)));
        return parts;
    }

    /** What UTF-8 makes of a lone surrogate in Node: U+FFFD. */
    static String wellFormed(String text) {
        StringBuilder fixed = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else {
                if (fixed == null) {
                    fixed = new StringBuilder(text);
                }
                fixed.setCharAt(i, '\uFFFD');
            }
        }
        return fixed == null ? text : fixed.toString();
    }
}
