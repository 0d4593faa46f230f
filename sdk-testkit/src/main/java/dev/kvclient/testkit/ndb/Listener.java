package dev.kvclient.testkit.ndb;

import dev.kvclient.testkit.ndb.engine.Engine;
import dev.kvclient.testkit.websocket.LoopbackConnection;
import dev.kvclient.testkit.websocket.LoopbackListener;
import dev.kvclient.testkit.websocket.LoopbackSockets;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshakeBuilder;

/** The process of a server, from one start to its stop: an engine and its connections. */
final class Listener extends LoopbackListener {

    private final Engine engine;
    private final boolean overtaking;
    private final Faults faults;
    private final Counters counters;
    private final Dispatcher dispatcher;

    Listener(
            NdbServerBuilder settings,
            int port,
            NdbVersion version,
            Engine engine,
            LoopbackSockets sockets,
            Faults faults,
            Counters counters,
            Dispatcher dispatcher) {
        super("ndb-server", port, new Draft_6455(List.of(), settings.maxPayload(version)), sockets);
        this.engine = engine;
        this.overtaking = version == NdbVersion.V0_4;
        this.faults = faults;
        this.counters = counters;
        this.dispatcher = dispatcher;
    }

    Engine engine() {
        return engine;
    }

    /** Whether some answers overtake others. */
    boolean isOvertaking() {
        return overtaking;
    }

    /** Sends what waits in the outboxes and may go. */
    void flushAll() {
        for (LoopbackConnection connection : all()) {
            ((Connection) connection).outbox().flush();
        }
    }

    /** Pings the clients that were silent for nine tenths of the time, and cuts them after all of it. */
    void sweepIdle(Duration idleTimeout) {
        long limit = idleTimeout.toNanos();
        for (LoopbackConnection connection : all()) {
            if (connection.idleNanos() > limit) {
                connection.cut();
            } else if (connection.idleNanos() > limit / 10 * 9) {
                ((Connection) connection).pingOnce();
            }
        }
    }

    @Override
    public ServerHandshakeBuilder onWebsocketHandshakeReceivedAsServer(
            WebSocket connection, Draft draft, ClientHandshake request) throws InvalidDataException {
        ServerHandshakeBuilder response = super.onWebsocketHandshakeReceivedAsServer(connection, draft, request);
        response.put("uwebsockets", "20");
        return response;
    }

    @Override
    public void onOpen(WebSocket connection, ClientHandshake handshake) {
        counters.connected();
    }

    @Override
    public void onMessage(WebSocket connection, String message) {
        dispatcher.text(this, (Connection) connection, message);
    }

    @Override
    public void onMessage(WebSocket connection, ByteBuffer message) {
        dispatcher.binary(this, (Connection) connection);
    }

    @Override
    public void onWebsocketPing(WebSocket connection, Framedata ping) {
        if (!faults.ignoresPings()) {
            super.onWebsocketPing(connection, ping);
        }
    }
}
