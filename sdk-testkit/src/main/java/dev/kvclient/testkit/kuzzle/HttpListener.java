package dev.kvclient.testkit.kuzzle;

import dev.kvclient.testkit.websocket.NamedThreads;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening socket for HTTP with its connections, from one start of the server to its stop. Every answer asks the
 * client to close, as Kuzzle's do; a client that does not may go on asking, as with Kuzzle.
 */
final class HttpListener {

    private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);

    /** Closing takes milliseconds; this bounds a machine in trouble. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int BACKLOG = 1024;

    private final ServerSocket socket;
    private final HttpFront front;
    private final Faults faults;
    private final long maxRequestSize;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final NamedThreads threads = new NamedThreads("kuzzle-server-http");
    private final ExecutorService pool = Executors.newCachedThreadPool(threads);

    /**
     * Binds the port.
     *
     * @throws UncheckedIOException when it cannot be bound
     */
    HttpListener(int port, @Nullable SSLContext tls, long maxRequestSize, HttpFront front, Faults faults) {
        this.front = front;
        this.faults = faults;
        this.maxRequestSize = maxRequestSize;
        try {
            socket = tls == null
                    ? new ServerSocket()
                    : tls.getServerSocketFactory().createServerSocket();
            socket.setReuseAddress(true);
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            socket.bind(new InetSocketAddress(loopback, port), BACKLOG);
        } catch (IOException failed) {
            pool.shutdown();
            throw new UncheckedIOException("port " + port + " could not be bound", failed);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    void start() {
        pool.execute(this::accept);
    }

    /** Stops listening and cuts every connection. */
    void halt() {
        stopped.countDown();
        closeQuietly(socket);
        cutAll();
        pool.shutdown();
        try {
            threads.join(PATIENCE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    void cutAll() {
        open.forEach(HttpListener::closeQuietly);
    }

    boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** Waits; returns false when the server was stopped before the time was over. */
    boolean waitFor(Duration time) throws InterruptedException {
        return !stopped.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    void waitForStop() throws InterruptedException {
        stopped.await();
    }

    private void accept() {
        while (!isStopped()) {
            try {
                Socket accepted = socket.accept();
                open.add(accepted);
                if (isStopped() || faults.refusesConnections()) {
                    accepted.setSoLinger(true, 0);
                    end(accepted);
                } else {
                    accepted.setTcpNoDelay(true);
                    pool.execute(() -> serve(accepted));
                }
            } catch (IOException failed) {
                if (!isStopped()) {
                    LOG.warn("a connection could not be accepted", failed);
                }
            }
        }
    }

    private void serve(Socket connection) {
        try (InputStream in = new BufferedInputStream(connection.getInputStream())) {
            if (faults.isSilent()) {
                waitForStop();
                return;
            }
            for (HttpMessage message = HttpMessage.read(in, maxRequestSize);
                    message != null;
                    message = HttpMessage.read(in, maxRequestSize)) {
                HttpAnswer answer = front.handle(this, message);
                if (answer == null) {
                    connection.setSoLinger(true, 0);
                    return;
                }
                answer.writeTo(connection.getOutputStream(), message.method().equals("HEAD"));
            }
        } catch (IOException gone) {
            LOG.debug("a connection ended early", gone);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            LOG.error("a request over HTTP failed", failed);
        } finally {
            end(connection);
        }
    }

    private void end(Socket connection) {
        open.remove(connection);
        closeQuietly(connection);
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception failed) {
            LOG.debug("a socket could not be closed", failed);
        }
    }
}
