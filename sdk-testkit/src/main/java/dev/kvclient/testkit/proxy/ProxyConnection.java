package dev.kvclient.testkit.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection through a {@link FaultProxy}. Safe for several threads. */
public final class ProxyConnection {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyConnection.class);

    /** A server on this machine takes microseconds. */
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);

    /** How long after a FIN what still comes is dropped, before the socket is closed. */
    private static final Duration DRAIN = Duration.ofSeconds(1);

    private enum State {
        WAITING,
        CONNECTING,
        OPEN,
        ENDING,
        CLOSED
    }

    private final Connections connections;
    private final long number;
    private final Side client;
    private final Side server;
    private final Pipe toServer;
    private final Pipe toClient;
    private volatile State state = State.WAITING;

    ProxyConnection(Connections connections, long number, SocketChannel client, SocketChannel server)
            throws IOException {
        this.connections = connections;
        this.number = number;
        this.client = new Side(connections.loop(), client, this);
        this.server = new Side(connections.loop(), server, this);
        toServer = new Pipe(connections, this, Direction.TO_SERVER, this.client, this.server);
        toClient = new Pipe(connections, this, Direction.TO_CLIENT, this.server, this.client);
    }

    /** Returns which one it was to be accepted, from 1. */
    public long number() {
        return number;
    }

    /** Returns whether it is connected to the server, and neither ended nor cut. */
    public boolean isOpen() {
        return state == State.OPEN;
    }

    /**
     * Ends this connection, and no other. Without effect if it has ended.
     *
     * @param how the end
     */
    public void cut(Cut how) {
        Objects.requireNonNull(how, "how");
        connections.loop().callUnlessClosed(() -> {
            cutNow(how);
            connections.loop().finishClosing();
        });
    }

    void connect(InetSocketAddress target) {
        if (state != State.WAITING) {
            return;
        }
        state = State.CONNECTING;
        try {
            if (server.channel().connect(target)) {
                open();
            } else {
                server.want(SelectionKey.OP_CONNECT, true);
                connections.loop().schedule(CONNECT_PATIENCE, this::giveUp);
            }
        } catch (IOException e) {
            LOG.debug("no connection to the server", e);
            reset();
        }
    }

    private void giveUp() {
        if (state == State.CONNECTING) {
            reset();
        }
    }

    private void open() {
        state = State.OPEN;
        server.want(SelectionKey.OP_CONNECT, false);
        toServer.flush();
        toClient.flush();
        reshape();
    }

    /** What is in force has changed. */
    void reshape() {
        if (isOpen()) {
            toServer.reshape(connections.shape(Direction.TO_SERVER, number));
        }
        if (isOpen()) {
            toClient.reshape(connections.shape(Direction.TO_CLIENT, number));
        }
    }

    void ready(Side side) {
        if (state == State.CONNECTING) {
            finishConnecting();
        } else if (state == State.ENDING) {
            side.drain(connections.buffer());
            if (!client.isOpen() && !server.isOpen()) {
                closed();
            }
        } else {
            Pipe out = side == client ? toServer : toClient;
            Pipe in = side == client ? toClient : toServer;
            if (isOpen() && side.isReady(SelectionKey.OP_READ)) {
                out.readable();
            }
            if (isOpen() && side.isReady(SelectionKey.OP_WRITE)) {
                in.flush();
            }
        }
    }

    private void finishConnecting() {
        try {
            if (server.channel().finishConnect()) {
                open();
            }
        } catch (IOException e) {
            LOG.debug("no connection to the server", e);
            reset();
        }
    }

    /** A socket was reset: so is the other one, unless nothing gets through to it. */
    void failed(Side side) {
        Pipe out = side == client ? toServer : toClient;
        Pipe in = side == client ? toClient : toServer;
        if (out.isBlocked()) {
            side.close();
            out.sourceFailed();
            in.discard();
        } else {
            reset();
        }
    }

    /** One direction has come to its end. */
    void endPassed() {
        if (toServer.isEndPassed() && toClient.isEndPassed()) {
            close();
        }
    }

    /** Ends it as a fault does. */
    void cutNow(Cut how) {
        if (state == State.ENDING || state == State.CLOSED) {
            return;
        }
        connections.tally().cut(how);
        if (how == Cut.RST) {
            reset();
            return;
        }
        boolean connected = isOpen();
        state = State.ENDING;
        connections.ended(this);
        client.endOutput();
        if (connected) {
            server.endOutput();
        } else {
            server.close();
        }
        connections.loop().schedule(DRAIN, this::close);
    }

    void reset() {
        client.reset();
        server.reset();
        closed();
    }

    void close() {
        client.close();
        server.close();
        closed();
    }

    private void closed() {
        state = State.CLOSED;
        connections.closed(this);
    }

    @Override
    public String toString() {
        return "ProxyConnection[" + number + ", " + state + "]";
    }
}
