package dev.kvclient.testkit.websocket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft;
import org.java_websocket.server.WebSocketServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening socket with its connections, from one start of a server to its stop. The frames of one connection come
 * in order, on one thread.
 */
public abstract class LoopbackListener extends WebSocketServer {

    private static final Logger LOG = LoggerFactory.getLogger(LoopbackListener.class);

    /** Threads that read frames and execute requests. */
    private static final int WORKERS = 4;

    /** Starting and stopping take milliseconds; this bounds a machine in trouble. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String name;
    private final LoopbackSockets sockets;
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final Set<LoopbackConnection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    /**
     * A listener, not yet bound.
     *
     * @param name how the names of its threads begin
     * @param port 0 for any
     */
    protected LoopbackListener(String name, int port, Draft draft, LoopbackSockets sockets) {
        super(new InetSocketAddress(loopback(), port), WORKERS, List.of(draft));
        this.name = name;
        this.sockets = sockets;
        setWebSocketFactory(sockets);
        setTcpNoDelay(true);
        setReuseAddr(true);
        setDaemon(true);
        // No pings by the library.
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
    public final void open() {
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
    public final void halt() {
        stopped = true;
        cutAll();
        end();
    }

    /** Ends every connection with a close frame, frees the port and waits for the threads, within a bound. */
    public final void halt(int closeCode) {
        stopped = true;
        open.forEach(connection -> connection.closeWith(closeCode, ""));
        end();
    }

    private void end() {
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

    /** From now on nothing is executed and nothing answered; {@code halt} is to follow. */
    public final void freeze() {
        stopped = true;
    }

    /** Cuts every connection, those included that were not upgraded yet. */
    public final void cutAll() {
        open.forEach(LoopbackConnection::cut);
    }

    /**
     * Has the selector look again at connections that have something to write. Java-WebSocket 1.6.0 keeps a key that it
     * has written for among the selected ones, and may then take back the wish to write that a worker has just uttered:
     * the answer would lie until the next request. To be called every few milliseconds.
     */
    public final void remindOfWriting() {
        for (LoopbackConnection connection : open) {
            if (connection.hasBufferedData() && connection.getSelectionKey() != null) {
                onWriteDemand(connection);
            }
        }
    }

    /** Returns how many connections are open and upgraded. */
    public final int connections() {
        return (int) open.stream().filter(LoopbackConnection::isOpen).count();
    }

    /** Returns all connections, those included that were not upgraded yet. */
    protected final Set<LoopbackConnection> all() {
        return Set.copyOf(open);
    }

    /** Returns whether it was stopped, or is about to be. */
    public final boolean isStopped() {
        return stopped;
    }

    @Override
    protected final void allocateBuffers(WebSocket connection) throws InterruptedException {
        // The first that is heard of a connection: before its upgrade.
        open.add((LoopbackConnection) connection);
        super.allocateBuffers(connection);
    }

    @Override
    protected final boolean removeConnection(WebSocket connection) {
        if (connection instanceof LoopbackConnection ours) {
            open.remove(ours);
        }
        return super.removeConnection(connection);
    }

    @Override
    public final void onStart() {
        Thread.currentThread().setName(name + "-selector");
        decoders.forEach(worker -> worker.setName(name + "-worker"));
        started.complete(null);
    }

    @Override
    public final void onClose(WebSocket connection, int code, String reason, boolean remote) {
        LOG.debug("connection closed, code {}", code);
    }

    @Override
    public final void onError(WebSocket connection, Exception error) {
        started.completeExceptionally(error);
        LOG.debug("connection failed", error);
    }
}
