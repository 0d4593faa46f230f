package dev.kvclient.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The ceiling: requests that were written beforehand, each on one of a number of connections that has none, read by one
 * thread that looks at the status and the length of the answers only.
 */
final class VersoriPrepared implements Variant {
    static final String NAME = "R0 prepared";

    private static final int LARGEST_HEAD = 4_096;

    private final String path;
    private final Selector selector;
    private final Thread reader;
    private final Object lock = new Object();
    private final Deque<Connection> free = new ArrayDeque<>();
    private final Queue<Waiting> line = new ArrayDeque<>();
    private byte[][] sets = {};
    private byte[][] gets = {};

    private record Waiting(Operation operation, int key, int request, Sink sink) {}

    VersoriPrepared(int port, String store, int connections) throws IOException {
        path = "/store/" + store + "/kv/";
        selector = Selector.open();
        for (int i = 0; i < connections; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            Connection connection = new Connection(channel);
            channel.register(selector, SelectionKey.OP_READ, connection);
            free.add(connection);
        }
        reader = new Thread(this::read, "prepared-reader");
        reader.setDaemon(true);
        reader.start();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void use(Workload workload) {
        sets = new byte[workload.count()][];
        gets = new byte[workload.count()][];
        for (int i = 0; i < workload.count(); i++) {
            String target = path + workload.key(i).replace(":", "%3A") + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
            String body = "{\"value\":\"\\\"" + workload.value(i) + "\\\"\"}";
            sets[i] = utf8("PUT " + target + "Content-Type: application/json\r\nContent-Length: " + body.length()
                    + "\r\n\r\n" + body);
            gets[i] = utf8("GET " + target + "\r\n");
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void call(Operation operation, int key) throws InterruptedException {
        Semaphore answered = new Semaphore(0);
        start(operation, key, 0, (request, failure) -> answered.release());
        answered.acquire();
    }

    @Override
    public void start(Operation operation, int key, int request, Sink sink) {
        Waiting one = new Waiting(operation, key, request, sink);
        Connection connection;
        synchronized (lock) {
            connection = free.poll();
            if (connection == null) {
                line.add(one);
                return;
            }
        }
        connection.send(one);
    }

    private void read() {
        try (selector) {
            while (reader.isAlive() && selector.isOpen()) {
                selector.select(key -> {
                    if (key.attachment() instanceof Connection connection) {
                        connection.read();
                    }
                });
                if (Thread.currentThread().isInterrupted()) {
                    for (SelectionKey key : selector.keys()) {
                        key.channel().close();
                    }
                    return;
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the connections cannot be read", e);
        }
    }

    @Override
    public void close() {
        reader.interrupt();
    }

    /** One connection, with one request on its way at the most. */
    private final class Connection {
        private final SocketChannel channel;
        private ByteBuffer in = ByteBuffer.allocate(LARGEST_HEAD);
        private volatile @Nullable Waiting current;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }

        void send(Waiting one) {
            current = one;
            ByteBuffer request = ByteBuffer.wrap(one.operation == Operation.SET ? sets[one.key] : gets[one.key]);
            try {
                while (request.hasRemaining()) {
                    if (channel.write(request) == 0) {
                        Thread.onSpinWait();
                    }
                }
            } catch (IOException e) {
                one.sink.ended(one.request, e);
            }
        }

        void read() {
            Waiting one = current;
            try {
                if (channel.read(in) < 0) {
                    throw new IOException("closed by the server");
                }
                if (!isWhole()) {
                    return;
                }
                boolean good = in.get("HTTP/1.1 ".length()) == '2';
                in.clear();
                Waiting next;
                synchronized (lock) {
                    next = line.poll();
                    if (next == null) {
                        free.add(this);
                    }
                }
                if (next != null) {
                    send(next);
                }
                if (one != null) {
                    one.sink.ended(one.request, good ? null : new WrongAnswerException("refused"));
                }
            } catch (IOException e) {
                if (one != null) {
                    one.sink.ended(one.request, e);
                }
            }
        }

        private boolean isWhole() throws IOException {
            byte[] bytes = in.array();
            for (int i = 0; i + 3 < in.position(); i++) {
                if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                    String head = new String(bytes, 0, i, StandardCharsets.ISO_8859_1);
                    int length = Integer.parseInt(head.substring(head.indexOf("Content-Length: ") + 16)
                            .split("\r", -1)[0]);
                    int whole = i + 4 + length;
                    if (whole > in.capacity()) {
                        in = ByteBuffer.allocate(whole).put(in.flip());
                    }
                    return in.position() == whole;
                }
            }
            if (!in.hasRemaining()) {
                throw new IOException("the head of the answer is too long");
            }
            return false;
        }
    }
}
