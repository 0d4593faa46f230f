package dev.kvclient.testkit.kuzzle;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.java_websocket.WebSocketAdapter;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.WebSocketServerFactory;
import org.java_websocket.drafts.Draft;
import org.java_websocket.server.DefaultSSLWebSocketServerFactory;
import org.jspecify.annotations.Nullable;

/** Makes our connections, over TLS when asked, and turns new ones away when told to. */
final class SocketFactory implements WebSocketServerFactory {

    private final Faults faults;
    private final Supplier<LoginLimit> logins;
    private final @Nullable DefaultSSLWebSocketServerFactory tls;
    private final Threads tlsThreads = new Threads("kuzzle-server-tls");

    SocketFactory(Faults faults, Supplier<LoginLimit> logins, @Nullable SSLContext context) {
        this.faults = faults;
        this.logins = logins;
        this.tls = context == null
                ? null
                : new DefaultSSLWebSocketServerFactory(context, Executors.newSingleThreadExecutor(tlsThreads));
    }

    @Override
    public WebSocketImpl createWebSocket(WebSocketAdapter adapter, Draft draft) {
        return createWebSocket(adapter, List.of(draft));
    }

    @Override
    public WebSocketImpl createWebSocket(WebSocketAdapter adapter, List<Draft> drafts) {
        return new Connection(adapter, drafts, faults.isSilent(), logins.get());
    }

    @Override
    public ByteChannel wrapChannel(SocketChannel channel, SelectionKey key) throws IOException {
        if (faults.refusesConnections()) {
            // A reset, as from a port where nobody listens.
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            throw new IOException("connections are refused");
        }
        return tls == null ? channel : tls.wrapChannel(channel, key);
    }

    @Override
    public void close() {
        if (tls != null) {
            tls.close();
        }
    }

    /** Waits for the thread of the handshakes, after {@link #close()}. */
    void awaitClosed(Duration patience) throws InterruptedException {
        tlsThreads.join(patience);
    }
}
