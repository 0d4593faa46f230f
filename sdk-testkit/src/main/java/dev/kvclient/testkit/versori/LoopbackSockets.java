package dev.kvclient.testkit.versori;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;

/**
 * Makes the sockets of one running server. Those accepted have TCP_NODELAY: the headers and the body of an answer are
 * written one after the other, and Nagle's algorithm would hold the body back for 40 ms. Knows which are open, and
 * which threads have served, so that they can be waited for.
 */
final class LoopbackSockets extends ServerSocketFactory {

    private final Faults faults;
    private final Counters counters;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    LoopbackSockets(Faults faults, Counters counters) {
        this.faults = faults;
        this.counters = counters;
    }

    @Override
    public ServerSocket createServerSocket() throws IOException {
        return new ServerSocket() {
            @Override
            public Socket accept() throws IOException {
                noteThread();
                Socket accepted = super.accept();
                while (faults.refusesConnections()) {
                    accepted.setSoLinger(true, 0);
                    accepted.close();
                    accepted = super.accept();
                }
                accepted.setTcpNoDelay(true);
                counters.countConnection();
                open.removeIf(Socket::isClosed);
                open.add(accepted);
                return accepted;
            }

            /** Always: or else a port could not be bound again while connections of before are in TIME_WAIT. */
            @Override
            public void setReuseAddress(boolean on) throws SocketException {
                super.setReuseAddress(true);
            }
        };
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        return createServerSocket(port, 0);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) throws IOException {
        return createServerSocket(port, backlog, InetAddress.getLoopbackAddress());
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
        ServerSocket bound = createServerSocket();
        bound.bind(new InetSocketAddress(address, port), backlog);
        return bound;
    }

    /** Remembers the thread that calls as one that serves. */
    void noteThread() {
        if (threads.add(Thread.currentThread())) {
            threads.removeIf(thread -> !thread.isAlive());
        }
    }

    int openCount() {
        open.removeIf(Socket::isClosed);
        return open.size();
    }

    /** Cuts what is open. */
    void cutAll() {
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException failed) {
                throw new UncheckedIOException("a connection could not be closed", failed);
            }
        }
    }

    /** Waits for the threads that have served. */
    void join(Duration patience) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(patience.toMillis());
        }
    }
}
