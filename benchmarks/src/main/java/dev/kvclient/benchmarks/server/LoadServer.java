package dev.kvclient.benchmarks.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A server on loopback with one thread for all of its connections, so that it takes no more than one processor and no
 * lock. The answers to all that was read at once leave at once.
 */
public final class LoadServer implements AutoCloseable {
    private static final int FIRST_BUFFER = 64 * 1024;
    private static final int BACKLOG = 1_024;
    private static final long WAIT_NANOS = 1_000_000;
    private static final long LONGEST_WAIT_NANOS = 30_000_000_000L;

    private final ServerSocketChannel listener;
    private final Selector selector;
    private final Supplier<Session> protocol;
    private final Output out = new Output();
    private final Thread thread;
    private final AtomicInteger swallowed;
    private volatile boolean closed;

    private LoadServer(Supplier<Session> protocol, String name, AtomicInteger swallowed) throws IOException {
        this.swallowed = swallowed;
        this.protocol = protocol;
        this.selector = Selector.open();
        this.listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** One that speaks NDB's protocol of v0.9, on a port of its own. */
    public static LoadServer ndb() throws IOException {
        NdbStore store = new NdbStore();
        return start(() -> new WebSocketSession(store::answer), "load-server-ndb");
    }

    /** One of NDB that tells who it is and then, from the first request about a key on, answers nothing. */
    public static LoadServer silentNdb() throws IOException {
        NdbStore store = new NdbStore();
        AtomicInteger swallowed = new AtomicInteger();
        LoadServer server = new LoadServer(
                () -> new WebSocketSession(new WebSocketSession.Answerer() {
                    private boolean silent;

                    @Override
                    public void answer(byte[] in, int from, int to, Output out) {
                        boolean aboutKeys = in[from + 2] == 'K';
                        silent |= aboutKeys;
                        if (aboutKeys) {
                            swallowed.incrementAndGet();
                        } else if (!silent) {
                            store.answer(in, from, to, out);
                        }
                    }
                }),
                "load-server-silent",
                swallowed);
        server.thread.start();
        return server;
    }

    /** One that speaks Versori's KV protocol, on a port of its own. */
    public static LoadServer versori() throws IOException {
        VersoriStore store = new VersoriStore();
        return start(() -> new HttpSession(store), "load-server-versori");
    }

    private static LoadServer start(Supplier<Session> protocol, String name) throws IOException {
        LoadServer server = new LoadServer(protocol, name, new AtomicInteger());
        server.thread.start();
        return server;
    }

    /** Where it listens. */
    public int port() throws IOException {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    /** Waits until a silent one has swallowed so many requests. */
    public void awaitMessages(int count) {
        long last = System.nanoTime() + LONGEST_WAIT_NANOS;
        while (swallowed.get() < count) {
            LockSupport.parkNanos(WAIT_NANOS);
            if (System.nanoTime() - last > 0) {
                throw new IllegalStateException(swallowed.get() + " requests of " + count + " have come");
            }
        }
    }

    /** Ends it, with all of its connections. */
    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (selector;
                listener) {
            Consumer<SelectionKey> serve = this::serve;
            while (!closed) {
                selector.select(serve);
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the server cannot go on", e);
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.attachment() instanceof Connection connection) {
                connection.serve(key);
            } else {
                accept();
            }
        } catch (IOException e) {
            // The client is gone, or did what it must not do.
            cut(key);
        }
    }

    private static void cut(SelectionKey key) {
        key.cancel();
        try {
            key.channel().close();
        } catch (IOException e) {
            System.err.println("closing a connection failed: " + e);
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = listener.accept();
        if (channel != null) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.register(selector, SelectionKey.OP_READ, new Connection(channel, protocol.get()));
        }
    }

    /** What belongs to one connection. */
    private final class Connection {
        private final SocketChannel channel;
        private final Session session;
        private byte[] in = new byte[FIRST_BUFFER];
        private ByteBuffer read = ByteBuffer.wrap(in);

        /** What the client has not taken yet. While there is something, nothing is read from it. */
        private @Nullable ByteBuffer left;

        Connection(SocketChannel channel, Session session) {
            this.channel = channel;
            this.session = session;
        }

        void serve(SelectionKey key) throws IOException {
            if (left != null) {
                channel.write(left);
                if (left.hasRemaining()) {
                    return;
                }
                left = null;
                key.interestOps(SelectionKey.OP_READ);
            }
            if (channel.read(read) < 0) {
                cut(key);
                return;
            }
            answer(key);
        }

        private void answer(SelectionKey key) throws IOException {
            out.clear();
            int to = read.position();
            int taken = session.take(in, 0, to, out);
            if (taken > 0) {
                System.arraycopy(in, taken, in, 0, to - taken);
                read.position(to - taken);
            } else if (to == in.length) {
                in = Arrays.copyOf(in, in.length * 2);
                read = ByteBuffer.wrap(in);
                read.position(to);
            }
            ByteBuffer answers = out.buffer();
            if (answers.hasRemaining()) {
                channel.write(answers);
            }
            if (answers.hasRemaining()) {
                left = ByteBuffer.allocate(answers.remaining()).put(answers).flip();
                key.interestOps(SelectionKey.OP_WRITE);
            }
        }
    }
}
