package dev.kvclient.testkit.ndb.engine;

/** A frame that is not one JSON value as the servers understand it. */
final class MalformedJsonException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedJsonException(String message) {
        super(message, null, false, false);
    }
}
