package dev.kvclient.testkit.ndb;

import dev.kvclient.testkit.websocket.LoopbackConnection;
import java.nio.ByteBuffer;
import java.util.List;
import org.java_websocket.WebSocketListener;
import org.java_websocket.drafts.Draft;
import org.java_websocket.exceptions.InvalidDataException;

/** One connection of a client. */
final class Connection extends LoopbackConnection {

    private final FrameCutter cutter = new FrameCutter();
    private final Outbox outbox;
    private volatile boolean pinged;

    Connection(WebSocketListener listener, List<Draft> drafts, Faults faults) {
        super(listener, drafts, faults.isSilent());
        outbox = new Outbox(faults, this::answer, this::hasBufferedData);
    }

    /** Executes the frames of one read, then sends the answers: they are lost together when one of them ends it. */
    @Override
    protected void read(ByteBuffer bytes) {
        pinged = false;
        if (!isOpen()) {
            super.read(bytes);
            return;
        }
        cutter.cut(bytes, piece -> {
            if (!hasEnded()) {
                super.read(piece);
            }
        });
        outbox.flush();
    }

    Outbox outbox() {
        return outbox;
    }

    /** What is no frame, too long, or no UTF-8 drops the connection without a close frame. */
    @Override
    public void close(InvalidDataException cause) {
        cut();
    }

    /** Sends one ping into a silence. */
    void pingOnce() {
        if (!pinged && isOpen()) {
            pinged = true;
            sendPing();
        }
    }
}
