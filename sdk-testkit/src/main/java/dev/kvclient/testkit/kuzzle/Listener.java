package dev.kvclient.testkit.kuzzle;

import dev.kvclient.testkit.websocket.LoopbackConnection;
import dev.kvclient.testkit.websocket.LoopbackListener;
import dev.kvclient.testkit.websocket.LoopbackSockets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ClientHandshake;

/** The listening socket with its connections, from one start of the server to its stop. */
final class Listener extends LoopbackListener {

    private final Faults faults;
    private final Counters counters;
    private final Dispatcher dispatcher;
    private final Duration idleTimeout;

    Listener(
            int port,
            int maxRequestSize,
            Duration idleTimeout,
            LoopbackSockets sockets,
            Faults faults,
            Counters counters,
            Dispatcher dispatcher) {
        super("kuzzle-server", port, new Draft_6455(List.of(), maxRequestSize), sockets);
        this.faults = faults;
        this.counters = counters;
        this.dispatcher = dispatcher;
        this.idleTimeout = idleTimeout;
    }

    /** Cuts the connections whose client was silent for too long. */
    void cutIdle() {
        all().stream()
                .filter(connection -> connection.idleNanos() > idleTimeout.toNanos())
                .forEach(LoopbackConnection::cut);
    }

    /** Sends every open connection a frame; returns how many there are. */
    int push(String json) {
        List<LoopbackConnection> open =
                all().stream().filter(LoopbackConnection::isOpen).toList();
        open.forEach(connection -> connection.answer(json));
        return open.size();
    }

    @Override
    public void onOpen(WebSocket connection, ClientHandshake handshake) {
        counters.connected();
    }

    @Override
    public void onMessage(WebSocket connection, String message) {
        dispatcher.frame(this, (Connection) connection, message);
    }

    @Override
    public void onMessage(WebSocket connection, ByteBuffer message) {
        onMessage(connection, StandardCharsets.UTF_8.decode(message).toString());
    }

    @Override
    public void onWebsocketPing(WebSocket connection, Framedata ping) {
        if (!faults.ignoresPings()) {
            super.onWebsocketPing(connection, ping);
        }
    }
}
