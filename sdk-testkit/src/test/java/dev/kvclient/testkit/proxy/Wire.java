package dev.kvclient.testkit.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A server with a proxy before it, and both ends of the connections through it. */
final class Wire implements AutoCloseable {
    /** Long enough that what would arrive has arrived. */
    static final Duration SILENCE = Duration.ofMillis(150);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ServerSocket server;
    private final FaultProxy proxy;

    Wire() throws IOException {
        server = new ServerSocket(0, 50, Door.loopback());
        server.setSoTimeout((int) PATIENCE.toMillis());
        proxy = FaultProxy.inFrontOf(server.getLocalPort());
    }

    /** One end of a connection. */
    record End(Socket socket) implements AutoCloseable {
        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }

        void assertReads(String text) throws IOException {
            assertThat(new String(read(text.length()), StandardCharsets.UTF_8)).isEqualTo(text);
        }

        byte[] read(int count) throws IOException {
            return socket.getInputStream().readNBytes(count);
        }

        void assertEnd() throws IOException {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }

        void assertReset() {
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("Connection reset");
        }

        void assertSilence() throws IOException {
            socket.setSoTimeout((int) SILENCE.toMillis());
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            socket.setSoTimeout((int) PATIENCE.toMillis());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** Both ends of a connection through the proxy. */
    record Link(End client, End server) implements AutoCloseable {
        void assertFlows() throws IOException {
            client.send("ping");
            server.assertReads("ping");
            server.send("pong");
            client.assertReads("pong");
        }

        @Override
        public void close() throws IOException {
            client.close();
            server.close();
        }
    }

    FaultProxy proxy() {
        return proxy;
    }

    Link connect() throws IOException {
        return new Link(dial(), answer());
    }

    End dial() throws IOException {
        return dial(proxy.port());
    }

    static End dial(int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(Door.loopback(), port), (int) PATIENCE.toMillis());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return end(socket);
    }

    End answer() throws IOException {
        return end(server.accept());
    }

    private static End end(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return new End(socket);
    }

    void assertNobodyConnects() throws IOException {
        server.setSoTimeout((int) SILENCE.toMillis());
        assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
        server.setSoTimeout((int) PATIENCE.toMillis());
    }

    void stopServer() throws IOException {
        server.close();
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        server.close();
    }
}
