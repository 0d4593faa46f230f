package dev.kvclient.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.ConnectionState;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.BackendContext;
import dev.kvclient.spi.TimeSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A thousand clients lose the same server at the same moment. They do not come back at the same moment, and the longer
 * it stays away the less they ask for it.
 */
@Timeout(120)
class ReturnTest {
    private static final int CLIENTS = 1_000;
    private static final Duration SLOT = Duration.ofMillis(100);
    private static final Duration END = Duration.ofSeconds(90);

    private final Fleet fleet = new Fleet();

    @Test
    void webSocketsReturnSpreadOut() throws Exception {
        List<WebSocketConnection> clients = new ArrayList<>();
        URI nobody = URI.create("ws://127.0.0.1:" + closedPort());
        try {
            for (int i = 0; i < CLIENTS; i++) {
                WebSocketConnection client = new WebSocketConnection(
                        WebSocketSettings.builder(List.of(nobody)).build(),
                        fleet.join(),
                        new RecordingProtocol(),
                        (state, because) -> {});
                clients.add(client);
                client.start();
                fleet.settle();
            }
            fleet.runUntil(END);
        } finally {
            clients.forEach(WebSocketConnection::close);
        }
        returnsAreSpread();
        attemptsBecomeRare(Duration.ofSeconds(60), WebSocketSettings.DEFAULT_RECONNECT_MAX);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket once = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return once.getLocalPort();
        }
    }

    @Test
    void probesReturnSpreadOut() throws Exception {
        List<Reachability> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Reachability client = new Reachability("http://there:1", Reachability.BETWEEN_PROBES, Refused::new);
            clients.add(client);
            assertThat(client.open(new Context(fleet.join()))).isNotDone();
            fleet.settle();
        }
        fleet.runUntil(END);
        clients.forEach(Reachability::close);
        returnsAreSpread();
        attemptsBecomeRare(Duration.ofSeconds(20), Duration.ofSeconds(5));
    }

    /**
     * In the worst of its tenths of a second a server that is back meets a part of its clients only, the smaller the
     * longer it was away. Within the shortest delay nothing can be spread further than over that.
     */
    private void returnsAreSpread() {
        assertThat(mostInASlot(Duration.ofMillis(500))).isLessThan(CLIENTS * 40 / 100);
        assertThat(mostInASlot(Duration.ofSeconds(1))).isLessThan(CLIENTS * 25 / 100);
        assertThat(mostInASlot(Duration.ofSeconds(2))).isLessThan(CLIENTS * 15 / 100);
        assertThat(mostInASlot(Duration.ofSeconds(5))).isLessThan(CLIENTS * 10 / 100);
        assertThat(mostInASlot(Duration.ofSeconds(10))).isLessThan(CLIENTS * 10 / 100);
    }

    private int mostInASlot(Duration back) {
        return Collections.max(fleet.returnsAfter(back, SLOT));
    }

    /** While it is away, a client comes as often as the longest delay tells, which is by half of it on the average. */
    private void attemptsBecomeRare(Duration from, Duration longest) {
        long first = perSecond(Duration.ZERO, Duration.ofSeconds(1));
        long second = perSecond(Duration.ofSeconds(1), Duration.ofSeconds(2));
        long atLast = perSecond(from, END);
        assertThat(first).isLessThan(5 * CLIENTS);
        assertThat(second).isLessThan(first / 2);
        assertThat(atLast).isPositive().isLessThan(CLIENTS * 3_000L / longest.toMillis());
    }

    private long perSecond(Duration from, Duration to) {
        return fleet.attempts(from, to) * 1_000 / to.minus(from).toMillis();
    }

    /** Finds nobody, at once. */
    private static final class Refused implements Reachability.Probe {
        @Override
        public CompletionStage<?> begin() {
            return CompletableFuture.failedFuture(new KvConnectionException(
                    Failure.of(Outcome.NOT_SENT, "refused").retryable(true)));
        }

        @Override
        public void stop() {}
    }

    private record Context(TimeSource time) implements BackendContext {
        @Override
        public Duration connectTimeout() {
            return Duration.ofSeconds(10);
        }

        @Override
        public boolean startOffline() {
            return true;
        }

        @Override
        public void stateChanged(ConnectionState state, @Nullable KvException cause) {}
    }
}
