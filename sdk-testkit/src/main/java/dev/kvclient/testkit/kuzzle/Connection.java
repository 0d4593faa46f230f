package dev.kvclient.testkit.kuzzle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.List;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.WebSocketListener;
import org.java_websocket.drafts.Draft;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.LimitExceededException;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of a client: what Java-WebSocket makes of it, and the ways in which Kuzzle ends it. */
final class Connection extends WebSocketImpl {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final boolean silent;
    private final LoginLimit logins;
    private volatile long lastHeardNanos = System.nanoTime();
    private volatile boolean ended;

    Connection(WebSocketListener listener, List<Draft> drafts, boolean silent, LoginLimit logins) {
        super(listener, drafts);
        this.silent = silent;
        this.logins = logins;
    }

    LoginLimit logins() {
        return logins;
    }

    /** Returns whether the server has ended it; what still comes from the client is then no longer looked at. */
    boolean hasEnded() {
        return ended;
    }

    long idleNanos() {
        return System.nanoTime() - lastHeardNanos;
    }

    /** Every frame counts as a sign of life, so the bytes do. */
    @Override
    public void decode(ByteBuffer bytes) {
        lastHeardNanos = System.nanoTime();
        if (silent || ended) {
            bytes.position(bytes.limit());
        } else {
            super.decode(bytes);
        }
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

    /** Sends a text frame, unless the connection is gone by now. */
    void answer(String text) {
        if (ended) {
            return;
        }
        try {
            send(text);
        } catch (WebsocketNotConnectedException gone) {
            LOG.debug("an answer came too late for its connection");
        }
    }

    /** Ends the connection with a close frame. */
    void closeWith(int code, String reason) {
        close(code, reason);
        ended = true;
    }

    /** Cuts the TCP connection: no close frame, no TLS farewell; the client sees 1006. */
    void cut() {
        ended = true;
        SelectionKey key = getSelectionKey();
        if (key != null) {
            try {
                // The raw channel first: closing a TLS channel would write.
                key.channel().close();
            } catch (IOException e) {
                LOG.debug("closing a cut connection failed", e);
            }
        }
        closeConnection(CloseFrame.ABNORMAL_CLOSE, "");
        if (key != null && key.selector().isOpen()) {
            // The descriptor is freed by the selector's next turn.
            key.selector().wakeup();
        }
    }
}
