package dev.kvclient.codec;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A value holds what must not be sent. Thrown through Jackson, which wraps it. */
final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    private final String what;

    /** For this reason, in words that fit behind "holds" and have nothing of the value. */
    Refused(String what) {
        super(what);
        this.what = what;
    }

    String what() {
        return what;
    }

    /** The refusal behind an exception, if there is one. */
    static @Nullable Refused in(@Nullable Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof Refused refused) {
                return refused;
            }
        }
        return null;
    }
}
