package dev.kvclient.testkit.websocket;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import org.java_websocket.WebSocketAdapter;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.WebSocketServerFactory;
import org.java_websocket.drafts.Draft;
import org.java_websocket.server.DefaultSSLWebSocketServerFactory;
import org.jspecify.annotations.Nullable;

/** Makes the connections of a server, over TLS when asked, and turns new ones away when told to. */
public final class LoopbackSockets implements WebSocketServerFactory {

    private final BiFunction<WebSocketAdapter, List<Draft>, LoopbackConnection> connections;
    private final BooleanSupplier refusing;
    private final @Nullable DefaultSSLWebSocketServerFactory tls;
    private final NamedThreads tlsThreads;

    /**
     * For one listener.
     *
     * @param name how the names of its threads begin
     * @param connections makes a connection
     * @param refusing whether a new connection is reset at once
     * @param context for TLS, null for none
     */
    public LoopbackSockets(
            String name,
            BiFunction<WebSocketAdapter, List<Draft>, LoopbackConnection> connections,
            BooleanSupplier refusing,
            @Nullable SSLContext context) {
        this.connections = connections;
        this.refusing = refusing;
        tlsThreads = new NamedThreads(name + "-tls");
        tls = context == null
                ? null
                : new DefaultSSLWebSocketServerFactory(context, Executors.newSingleThreadExecutor(tlsThreads));
    }

    @Override
    public WebSocketImpl createWebSocket(WebSocketAdapter adapter, Draft draft) {
        return createWebSocket(adapter, List.of(draft));
    }

    @Override
    public WebSocketImpl createWebSocket(WebSocketAdapter adapter, List<Draft> drafts) {
        return connections.apply(adapter, drafts);
    }

    @Override
    public ByteChannel wrapChannel(SocketChannel channel, SelectionKey key) throws IOException {
        if (refusing.getAsBoolean()) {
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
