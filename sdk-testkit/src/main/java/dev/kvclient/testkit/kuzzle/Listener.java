package dev.kvclient.testkit.kuzzle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening socket with its connections, from one start of the server to its stop. The frames of one connection
 * come in order, on one thread.
 */
final class Listener extends WebSocketServer {

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    /** Threads that read frames and execute requests. */
    private static final int WORKERS = 4;

    /** Starting and stopping take milliseconds; this bounds a machine in trouble. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SocketFactory sockets;
    private final Faults faults;
    private final Counters counters;
    private final Dispatcher dispatcher;
    private final Duration idleTimeout;
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    Listener(
            int port,
            int maxRequestSize,
            Duration idleTimeout,
            SocketFactory sockets,
            Faults faults,
            Counters counters,
            Dispatcher dispatcher) {
        super(new InetSocketAddress(loopback(), port), WORKERS, List.of(new Draft_6455(List.of(), maxRequestSize)));
        this.sockets = sockets;
        this.faults = faults;
        this.counters = counters;
        this.dispatcher = dispatcher;
        this.idleTimeout = idleTimeout;
        setWebSocketFactory(sockets);
        setTcpNoDelay(true);
        setReuseAddr(true);
        setDaemon(true);
        // Kuzzle sends no pings of its own.
        setConnectionLostTimeout(0);
    }

    /** The address in the server's URL, whatever this machine prefers as its loopback. */
    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Binds the port and begins to accept.
     *
     * @throws UncheckedIOException when the port cannot be bound
     */
    void open() {
        start();
        try {
            started.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new UncheckedIOException("the server could not start", new IOException(failed.getCause()));
        } catch (TimeoutException late) {
            throw new UncheckedIOException("the server did not start in time", new IOException(late));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", interrupted);
        }
    }

    /** Cuts every connection, frees the port and waits for the threads, within a bound. */
    void halt() {
        stopped = true;
        cutAll();
        try {
            stop((int) PATIENCE.toMillis());
            cutAll();
            for (Thread worker : decoders) {
                worker.interrupt();
                worker.join(PATIENCE.toMillis());
            }
            sockets.awaitClosed(PATIENCE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Cuts every connection, those included that were not upgraded yet. */
    void cutAll() {
        open.forEach(Connection::cut);
    }

    /** Cuts the connections whose client was silent for too long. */
    void cutIdle() {
        open.stream()
                .filter(connection -> connection.idleNanos() > idleTimeout.toNanos())
                .forEach(Connection::cut);
    }

    /**
     * Has the selector look again at connections that have something to write. Java-WebSocket 1.6.0 keeps a key that it
     * has written for among the selected ones, and may then take back the wish to write that a worker has just uttered:
     * the answer would lie until the next request.
     */
    void remindOfWriting() {
        for (Connection connection : open) {
            if (connection.hasBufferedData() && connection.getSelectionKey() != null) {
                onWriteDemand(connection);
            }
        }
    }

    int connections() {
        return (int) open.stream().filter(Connection::isOpen).count();
    }

    boolean isStopped() {
        return stopped;
    }

    @Override
    protected void allocateBuffers(WebSocket connection) throws InterruptedException {
        // The first that is heard of a connection: before its upgrade.
        open.add((Connection) connection);
        super.allocateBuffers(connection);
    }

    @Override
    protected boolean removeConnection(WebSocket connection) {
        if (connection instanceof Connection ours) {
            open.remove(ours);
        }
        return super.removeConnection(connection);
    }

    @Override
    public void onStart() {
        Thread.currentThread().setName("kuzzle-server-selector");
        decoders.forEach(worker -> worker.setName("kuzzle-server-worker"));
        started.complete(null);
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

    @Override
    public void onClose(WebSocket connection, int code, String reason, boolean remote) {
        LOG.debug("connection closed, code {}", code);
    }

    @Override
    public void onError(WebSocket connection, Exception error) {
        started.completeExceptionally(error);
        LOG.debug("connection failed", error);
    }
}
