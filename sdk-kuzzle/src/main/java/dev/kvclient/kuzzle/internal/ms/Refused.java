package dev.kvclient.kuzzle.internal.ms;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Objects;

/** What is refused before anything is sent. */
final class Refused {
    /** From here on a number of JavaScript stands for several integers. */
    private static final long INEXACT = 1L << 53;

    private Refused() {}

    static KvRequestException wrong(MsAction action, String problem) {
        return new KvRequestException(
                Failure.of(Outcome.NOT_SENT, problem).backend("kuzzle").operation("ms:" + action.wireName()));
    }

    /** A text as it can be sent: a lone surrogate would come back as U+FFFD. */
    static String text(MsAction action, String what, String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(Objects.requireNonNull(text, what))) {
            throw wrong(action, what + " holds a lone surrogate");
        }
        return text;
    }

    static String key(MsAction action, String key) {
        if (key.isEmpty()) {
            throw wrong(action, "a key is not empty");
        }
        return text(action, "the key", key);
    }

    static String notEmpty(MsAction action, String what, String text) {
        if (text.isEmpty()) {
            throw wrong(action, what + " is not empty: the server would take it for a missing one");
        }
        return text(action, what, text);
    }

    static <C extends Collection<?>> C some(MsAction action, String what, C all) {
        if (all.isEmpty()) {
            throw wrong(action, "there is at least one of the " + what);
        }
        return all;
    }

    /** An integer that arrives as it is. */
    static long exact(MsAction action, String what, long number) {
        if (number >= INEXACT || number <= -INEXACT) {
            throw wrong(action, what + " is below 2^53: the server would round it");
        }
        return number;
    }

    static long notNegative(MsAction action, String what, long number) {
        if (number < 0) {
            throw wrong(action, what + " is not negative");
        }
        return exact(action, what, number);
    }

    /** A number, perhaps infinite. */
    static double number(MsAction action, String what, double number) {
        if (Double.isNaN(number)) {
            throw wrong(action, what + " is a number");
        }
        return number;
    }

    static double finite(MsAction action, String what, double number) {
        if (!Double.isFinite(number)) {
            throw wrong(action, what + " is a finite number");
        }
        return number;
    }
}
