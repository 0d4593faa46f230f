package dev.kvclient.testkit.history;

import java.io.IOException;

/** A file is not a history, or has been damaged. */
public final class MalformedHistoryException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedHistoryException(int line, String problem) {
        super("line " + line + ": " + problem);
    }
}
