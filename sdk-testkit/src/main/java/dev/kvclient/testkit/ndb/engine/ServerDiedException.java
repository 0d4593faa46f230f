package dev.kvclient.testkit.ndb.engine;

/** The command is one of those that end the process of a real server. */
public final class ServerDiedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ServerDiedException(String command) {
        super(command + " has killed the server", null, false, false);
    }
}
