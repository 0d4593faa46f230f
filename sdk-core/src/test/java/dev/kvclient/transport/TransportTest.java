package dev.kvclient.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.kvclient.ConnectionState;
import dev.kvclient.spi.TimeSource;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of connections share: a clock, a protocol that records, and the check that no thread is left. */
abstract class TransportTest {
    static final String THREADS = "transport-under-test";

    final RealTime time = new RealTime();
    final RecordingProtocol protocol = new RecordingProtocol();
    final List<ConnectionState> states = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> resources = new ArrayList<>();

    @BeforeEach
    void noThreadBefore() {
        assertNoThreadIsLeft();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = resources.size() - 1; i >= 0; i--) {
            resources.get(i).close();
        }
        time.close();
        assertNoThreadIsLeft();
    }

    <T extends AutoCloseable> T closing(T resource) {
        resources.add(resource);
        return resource;
    }

    RawServer server(RawServer.Script script) throws Exception {
        return closing(RawServer.plain(script));
    }

    static WebSocketSettings.Builder settings(URI... endpoints) {
        return WebSocketSettings.builder(List.of(endpoints))
                .threadName(THREADS)
                .reconnect(Duration.ofMillis(1), Duration.ofMillis(20));
    }

    WebSocketConnection connection(WebSocketSettings.Builder settings) {
        return connection(settings, protocol);
    }

    WebSocketConnection connection(WebSocketSettings.Builder settings, FrameProtocol with) {
        return connection(settings, time, with, (state, because) -> states.add(state));
    }

    /** The one place where connections are made, so that a subclass can add to their settings. */
    WebSocketConnection connection(
            WebSocketSettings.Builder settings, TimeSource clock, FrameProtocol with, StateListener listener) {
        return closing(new WebSocketConnection(settings.build(), clock, with, listener));
    }

    /** A started connection, once it is connected. */
    WebSocketConnection connected(WebSocketSettings.Builder settings) throws Exception {
        WebSocketConnection connection = connection(settings);
        connection.startOrGiveUp().get(20, TimeUnit.SECONDS);
        return connection;
    }

    static void awaitConnected(WebSocketConnection connection) throws Exception {
        CompletableFuture<Void> connected = connection.connected();
        connection.start();
        connected.get(20, TimeUnit.SECONDS);
    }

    /** The exception with which a future ends. */
    static Throwable failureOf(CompletableFuture<?> future) {
        Throwable thrown = catchThrowable(() -> future.get(20, TimeUnit.SECONDS));
        assertThat(thrown).isInstanceOf(ExecutionException.class);
        return Objects.requireNonNull(thrown.getCause());
    }

    static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(n -> n.startsWith(THREADS) || n.startsWith("WebSocket") || n.startsWith("connectionLost"))
                .toList();
    }

    /** Whether the writing thread is in a write to a socket; if it stays there, it is stuck. */
    static boolean writerIsInTheSocket() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(e -> e.getKey().getName().equals(THREADS + "-writer"))
                .flatMap(e -> List.of(e.getValue()).stream())
                .anyMatch(f -> f.getClassName().startsWith("sun.nio.ch.")
                        && f.getMethodName().contains("rite"));
    }

    static void assertNoThreadIsLeft() {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(threads()).isEmpty());
    }
}
