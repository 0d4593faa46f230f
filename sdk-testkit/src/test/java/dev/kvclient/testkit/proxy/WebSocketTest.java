package dev.kvclient.testkit.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.fixture.Timed;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.handshake.ServerHandshake;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The proxy before a WebSocket server: the in-process Kuzzle. */
@ExtendWith(NoThreadLeft.class)
class WebSocketTest {

    private static final class Client extends WebSocketClient {
        private final CompletableFuture<String> answer = new CompletableFuture<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();

        Client(int port) {
            super(URI.create("ws://127.0.0.1:" + port + "/"));
            setDaemon(true);
            setConnectionLostTimeout(0);
        }

        @Override
        public void onOpen(ServerHandshake handshake) {
            send("{\"controller\":\"ms\",\"action\":\"incr\",\"_id\":\"n\",\"requestId\":\"a\"}");
        }

        @Override
        public void onMessage(String message) {
            answer.complete(message);
        }

        @Override
        public void onClose(int code, String reason, boolean remote) {
            closed.complete(code);
        }

        @Override
        public void onError(Exception error) {
            answer.completeExceptionally(error);
        }
    }

    @Test
    void cutsInTheMiddleOfAFrame() {
        try (KuzzleServer server = KuzzleServer.start();
                FaultProxy proxy = FaultProxy.inFrontOf(server.port())) {
            Client whole = new Client(proxy.port());
            whole.connect();
            assertThat(Timed.resultOf(whole.answer)).contains("\"result\":1");
            long down = proxy.counters().bytesToClient();
            proxy.begin(NetworkFault.cut(Cut.FIN));
            assertThat(Timed.resultOf(whole.closed)).isEqualTo(1006);
            proxy.begin(NetworkFault.cutAfter(Direction.TO_CLIENT, down - 10, Cut.FIN));
            Client cut = new Client(proxy.port());
            cut.connect();
            assertThat(Timed.resultOf(cut.closed)).isEqualTo(1006);
            assertThat(cut.answer).isNotDone();
            assertThat(server.value("n")).as("carried out, and its answer torn").contains("2");
        }
    }
}
