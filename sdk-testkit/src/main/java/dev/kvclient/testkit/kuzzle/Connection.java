package dev.kvclient.testkit.kuzzle;

import dev.kvclient.testkit.websocket.LoopbackConnection;
import java.util.List;
import org.java_websocket.WebSocketListener;
import org.java_websocket.drafts.Draft;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.LimitExceededException;

/** One connection of a client: what Java-WebSocket makes of it, and the ways in which Kuzzle ends it. */
final class Connection extends LoopbackConnection {

    private final RateLimit logins;

    Connection(WebSocketListener listener, List<Draft> drafts, boolean silent, RateLimit logins) {
        super(listener, drafts, silent);
        this.logins = logins;
    }

    RateLimit logins() {
        return logins;
    }

    /** Kuzzle cuts the connection under a frame that is too large; Java-WebSocket would send a close frame. */
    @Override
    public void close(InvalidDataException cause) {
        if (cause instanceof LimitExceededException) {
            cut();
        } else {
            super.close(cause);
        }
    }
}
