package dev.kvclient.benchmarks.load;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.function.BooleanSupplier;
import javax.net.SocketFactory;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.client.WebSocketClient;

/** What the variants without the suite share: a WebSocket that is connected, its frames joined if that is asked for. */
final class WebSockets {
    private static final int BUFFER = 64 * 1024;

    private WebSockets() {}

    /** Connects, with Nagle's algorithm off, as everybody should. */
    static void connect(WebSocketClient client, boolean joined) throws IOException, InterruptedException {
        client.setTcpNoDelay(true);
        if (joined) {
            WebSocketImpl engine = (WebSocketImpl) client.getConnection();
            Socket socket = new JoiningSocket(() -> !engine.outQueue.isEmpty());
            socket.connect(new InetSocketAddress(
                    InetAddress.getByName(client.getURI().getHost()),
                    client.getURI().getPort()));
            client.setSocketFactory(new Given(socket));
        }
        if (!client.connectBlocking()) {
            throw new IOException("no connection");
        }
    }

    /** Its stream sends what was written when nothing more waits in the library's queue. */
    private static final class JoiningSocket extends Socket {
        private final BooleanSupplier moreWaits;

        JoiningSocket(BooleanSupplier moreWaits) {
            this.moreWaits = moreWaits;
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new Joining(super.getOutputStream(), moreWaits);
        }
    }

    /** For the library's one writing thread. */
    private static final class Joining extends OutputStream {
        private final OutputStream socket;
        private final BooleanSupplier moreWaits;
        private final byte[] held = new byte[BUFFER];
        private int count;

        Joining(OutputStream socket, BooleanSupplier moreWaits) {
            this.socket = socket;
            this.moreWaits = moreWaits;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (count + length > BUFFER) {
                send();
            }
            if (length > BUFFER) {
                socket.write(bytes, offset, length);
            } else {
                System.arraycopy(bytes, offset, held, count, length);
                count += length;
            }
        }

        @Override
        public void flush() throws IOException {
            if (!moreWaits.getAsBoolean()) {
                send();
            }
        }

        private void send() throws IOException {
            socket.write(held, 0, count);
            count = 0;
        }
    }

    /** Gives one socket out. */
    private static final class Given extends SocketFactory {
        private final Socket socket;

        Given(Socket socket) {
            this.socket = socket;
        }

        @Override
        public Socket createSocket() {
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            throw new SocketException("the socket is there already");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
            throw new SocketException("the socket is there already");
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            throw new SocketException("the socket is there already");
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
            throw new SocketException("the socket is there already");
        }
    }
}
