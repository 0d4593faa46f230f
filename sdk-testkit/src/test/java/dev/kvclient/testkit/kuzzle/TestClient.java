package dev.kvclient.testkit.kuzzle;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.java_websocket.WebSocket;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.framing.Framedata;
import org.java_websocket.framing.PingFrame;
import org.java_websocket.handshake.ServerHandshake;
import org.jspecify.annotations.Nullable;

/** A bare WebSocket client that keeps every frame it gets. */
final class TestClient extends WebSocketClient implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> pongs = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();

    private TestClient(String url) {
        super(URI.create(url));
        setTcpNoDelay(true);
        setConnectionLostTimeout(0);
        setDaemon(true);
    }

    static TestClient connect(KuzzleServer server) {
        return connect(server, PATIENCE);
    }

    static TestClient connect(KuzzleServer server, Duration patience) {
        return connect(new TestClient("ws://127.0.0.1:" + server.port()), patience);
    }

    /** Connects over TLS and trusts whatever the context trusts. */
    static TestClient connect(KuzzleServer server, SSLContext context) {
        TestClient client = new TestClient("wss://localhost:" + server.port());
        client.setSocketFactory(context.getSocketFactory());
        return connect(client, PATIENCE);
    }

    private static TestClient connect(TestClient client, Duration patience) {
        try {
            if (!client.connectBlocking(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                client.close();
                throw new IllegalStateException("not connected");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return client;
    }

    /** Sends a frame and waits for the next. */
    String ask(String frame) {
        send(frame);
        return next();
    }

    String next() {
        String text = poll(PATIENCE);
        if (text == null) {
            throw new IllegalStateException("no frame came");
        }
        return text;
    }

    /** Waits for a frame, null when none comes. */
    @Nullable
    String poll(Duration patience) {
        try {
            return texts.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void ping(String payload) {
        PingFrame ping = new PingFrame();
        ping.setPayload(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)));
        sendFrame(ping);
    }

    @Nullable
    String pong(Duration patience) {
        try {
            return pongs.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for the end of the connection and returns its code. */
    int awaitClose() {
        return closeCode.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    boolean hasClosed() {
        return closeCode.isDone();
    }

    @Override
    public void onOpen(ServerHandshake handshake) {}

    @Override
    public void onMessage(String message) {
        texts.add(message);
    }

    @Override
    public void onMessage(ByteBuffer bytes) {
        texts.add("a binary frame");
    }

    @Override
    public void onWebsocketPong(WebSocket connection, Framedata pong) {
        pongs.add(StandardCharsets.UTF_8.decode(pong.getPayloadData()).toString());
    }

    @Override
    public void onClose(int code, String reason, boolean remote) {
        closeCode.complete(code);
    }

    @Override
    public void onError(Exception error) {
        if (!(error instanceof IOException)) {
            texts.add("error: " + error);
        }
    }

    /** Ends at once. */
    @Override
    public void close() {
        closeConnection(1000, "");
    }
}
