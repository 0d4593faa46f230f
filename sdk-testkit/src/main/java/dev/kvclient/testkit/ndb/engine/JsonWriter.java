package dev.kvclient.testkit.ndb.engine;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;

/** Writes JSON as jsoncons does. */
final class JsonWriter {

    /** Numbers below 10^17 are written without an exponent. */
    private static final int MAX_PLAIN_DIGITS = 17;

    /** Numbers from 10^-4 on are written without an exponent. */
    private static final int MIN_PLAIN_EXPONENT = -4;

    private static final int DELETE = 0x7F;
    private static final int TWO_DIGITS = 10;

    private final StringBuilder out = new StringBuilder(128);

    private JsonWriter() {}

    static String write(Object value) {
        JsonWriter writer = new JsonWriter();
        writer.value(value);
        return writer.out.toString();
    }

    private void value(Object value) {
        if (value instanceof String text) {
            string(text);
        } else if (value instanceof JsonObject object) {
            object(object);
        } else if (value instanceof JsonArray array) {
            array(array);
        } else if (value instanceof Double number) {
            out.append(number(number));
        } else if (value instanceof JsonNull) {
            out.append("null");
        } else {
            // Integers and booleans.
            out.append(value);
        }
    }

    private void object(JsonObject object) {
        char before = '{';
        for (Map.Entry<String, Object> member : object.entries()) {
            out.append(before);
            before = ',';
            string(member.getKey());
            out.append(':');
            value(member.getValue());
        }
        out.append(before == '{' ? "{}" : "}");
    }

    private void array(JsonArray array) {
        char before = '[';
        for (Object item : array.items()) {
            out.append(before);
            before = ',';
            value(item);
        }
        out.append(before == '[' ? "[]" : "]");
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == DELETE) {
                        out.append(String.format(Locale.ROOT, "\\u%04X", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** The shortest digits that read back as the same double, laid out as jsoncons does. */
    static String number(double value) {
        if (Double.isInfinite(value) || Double.isNaN(value)) {
            return "null";
        }
        if (value == 0) {
            return "0.0";
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        int point = digits.length() - shortest.scale();
        String sign = value < 0 ? "-" : "";
        if (digits.length() <= point && point <= MAX_PLAIN_DIGITS) {
            return sign + digits + "0".repeat(point - digits.length()) + ".0";
        }
        if (0 < point && point <= MAX_PLAIN_DIGITS) {
            return sign + digits.substring(0, point) + "." + digits.substring(point);
        }
        if (MIN_PLAIN_EXPONENT < point && point <= 0) {
            return sign + "0." + "0".repeat(-point) + digits;
        }
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        int exponent = Math.abs(point - 1);
        return sign
                + digits.charAt(0)
                + fraction
                + (point > 0 ? "e+" : "e-")
                + (exponent < TWO_DIGITS ? "0" : "")
                + exponent;
    }

    /** Java 17 does not always print the shortest digits. */
    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        BigDecimal best = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        for (int precision = best.precision(); precision > 0; precision--) {
            BigDecimal rounded = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() != value) {
                break;
            }
            best = rounded.stripTrailingZeros();
        }
        return best;
    }
}
