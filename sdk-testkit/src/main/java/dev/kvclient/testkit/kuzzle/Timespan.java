package dev.kvclient.testkit.kuzzle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kvclient.testkit.kuzzle.ms.Refusal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code expiresIn} of a token: a number of milliseconds, or a text such as {@code "1h"}. */
final class Timespan {

    private static final Pattern FORM = Pattern.compile(
            "(-?\\d*\\.?\\d+) *(|ms|msecs?|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)");

    private Timespan() {}

    /**
     * Reads a time span.
     *
     * @param value what was sent
     * @return milliseconds, -1 for no end
     * @throws Refusal when it is none
     */
    static long millis(JsonNode value) {
        double millis = value.isNumber() ? value.doubleValue() : value.isTextual() ? parse(value.textValue()) : 0;
        if (millis == 0 || (millis < 0 && millis != -1)) {
            throw Refusal.invalidArgument("expiresIn", "a number of milliseconds, or a parsable timespan string");
        }
        return Math.round(millis);
    }

    private static double parse(String text) {
        Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        return form.matches() ? Double.parseDouble(form.group(1)) * unit(form.group(2)) : 0;
    }

    private static long unit(String name) {
        if (name.isEmpty() || name.startsWith("ms") || name.startsWith("milli")) {
            return 1;
        }
        return switch (name.charAt(0)) {
            case 's' -> 1000L;
            case 'm' -> 60_000L;
            case 'h' -> 3_600_000L;
            case 'd' -> 86_400_000L;
            default -> 7 * 86_400_000L;
        };
    }
}
