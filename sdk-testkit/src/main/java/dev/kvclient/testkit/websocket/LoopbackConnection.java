package dev.kvclient.testkit.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.List;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.WebSocketListener;
import org.java_websocket.drafts.Draft;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of a client: what Java-WebSocket makes of it, and the ways in which a server ends it. */
public abstract class LoopbackConnection extends WebSocketImpl {

    private static final Logger LOG = LoggerFactory.getLogger(LoopbackConnection.class);

    private final boolean silent;
    private volatile long lastHeardNanos = System.nanoTime();
    private volatile boolean ended;

    /**
     * A connection.
     *
     * @param silent whether it does not even answer the upgrade
     */
    protected LoopbackConnection(WebSocketListener listener, List<Draft> drafts, boolean silent) {
        super(listener, drafts);
        this.silent = silent;
    }

    /** Returns whether the server has ended it; what still comes from the client is then no longer looked at. */
    public final boolean hasEnded() {
        return ended;
    }

    /** Returns how long nothing has come from the client, in nanoseconds. */
    public final long idleNanos() {
        return System.nanoTime() - lastHeardNanos;
    }

    /** Every frame counts as a sign of life, so the bytes do. */
    @Override
    public final void decode(ByteBuffer bytes) {
        lastHeardNanos = System.nanoTime();
        if (silent || ended) {
            bytes.position(bytes.limit());
        } else {
            read(bytes);
        }
    }

    /** Takes what one read has brought. */
    protected void read(ByteBuffer bytes) {
        super.decode(bytes);
    }

    /** Sends a text frame, unless the connection is gone by now. */
    public void answer(String text) {
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
    public final void closeWith(int code, String reason) {
        close(code, reason);
        ended = true;
    }

    /** Cuts the TCP connection: no close frame, no TLS farewell; the client sees 1006. */
    public final void cut() {
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
