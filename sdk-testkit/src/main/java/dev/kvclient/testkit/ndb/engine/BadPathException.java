package dev.kvclient.testkit.ndb.engine;

/** A text that is no JSONPath, or one beyond what is understood here. */
final class BadPathException extends Exception {

    private static final long serialVersionUID = 1L;

    BadPathException(String why, int at) {
        super(why + " at " + at, null, false, false);
    }
}
