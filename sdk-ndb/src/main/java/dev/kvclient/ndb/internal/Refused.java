package dev.kvclient.ndb.internal;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvUnsupportedException;
import dev.kvclient.error.Outcome;
import dev.kvclient.ndb.NdbGeneration;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What the native API refuses by itself. */
final class Refused {
    private Refused() {}

    /** What makes no sense whatever the server holds. Nothing was sent. */
    static KvRequestException wrong(String operation, String problem) {
        return of(Outcome.NOT_SENT, operation, problem);
    }

    /** What does not fit what the server holds: it was asked first, and nothing has changed. */
    static KvRequestException unfit(String operation, String problem) {
        return of(Outcome.REJECTED, operation, problem);
    }

    /** What the server at hand lacks. Nothing was sent. */
    static KvUnsupportedException lacking(String operation, NdbGeneration having) {
        String where = having == NdbGeneration.SESSION
                ? "the generation session (v0.4, v0.5) has it"
                : "the generation status (v0.9) has it";
        return unsupported(operation, "this NDB server has no " + operation + ": " + where);
    }

    /** What the server at hand cannot do. Nothing was sent. */
    static KvUnsupportedException unsupported(String operation, String problem) {
        return new KvUnsupportedException(failure(Outcome.NOT_SENT, operation, problem));
    }

    private static KvRequestException of(Outcome outcome, String operation, String problem) {
        return new KvRequestException(failure(outcome, operation, problem));
    }

    private static Failure failure(Outcome outcome, String operation, String problem) {
        return Failure.of(outcome, problem).backend("ndb").operation(operation);
    }

    /** A name or a key as it can be sent: a lone surrogate cannot be written in UTF-8. */
    static String text(String operation, String what, String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(Objects.requireNonNull(text, what))) {
            throw wrong(operation, what + " holds a lone surrogate");
        }
        return text;
    }

    /** A place, or a count, as it can be sent. */
    static long notNegative(String operation, String what, long number) {
        if (number < 0) {
            throw wrong(operation, what + " is not negative");
        }
        return number;
    }

    /** A number of things, of which there must be some. */
    static long positive(String operation, String what, long number) {
        if (number < 1) {
            throw wrong(operation, what + " is at least 1");
        }
        return number;
    }

    /**
     * The name of a save, which the server takes for a part of a path.
     *
     * @param paths whether paths were asked for
     */
    static String saveName(String operation, String name, boolean paths) {
        text(operation, "the name", name);
        if (name.isEmpty()) {
            // v0.9 saves under it and cannot load it; the others fail.
            throw wrong(operation, "the name of a save is not empty");
        }
        boolean path = name.equals(".") || name.equals("..") || name.indexOf('/') >= 0 || name.indexOf('\\') >= 0;
        if (path && !paths) {
            throw wrong(
                    operation,
                    "the name of a save is no path: the server would follow it, also out of its folder"
                            + " (allowSavePaths allows it)");
        }
        if (name.indexOf('\0') >= 0) {
            throw wrong(operation, "the name of a save holds no zero character, which would end it");
        }
        return name;
    }
}
