package dev.kvclient.kuzzle;

import static dev.kvclient.kuzzle.fixture.Clients.backend;
import static dev.kvclient.kuzzle.fixture.Clients.client;
import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.ConnectionState;
import dev.kvclient.KvClient;
import dev.kvclient.SetResult;
import dev.kvclient.testkit.ManualTime;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A replay by hand does not wait for the next attempt to connect: no time of waiting passes here. */
@Timeout(20)
@ExtendWith(NoThreadLeft.class)
class ReplayNowTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    @Test
    void connectsAtOnceWhenTheServerIsThereAgain() {
        ManualTime time = new ManualTime();
        try (KuzzleServer server = KuzzleServer.start();
                KvClient kv = client(backend(server).reconnect(LONG, LONG))
                        .timeSource(time)
                        .connect()) {
            server.stop();
            await().until(() -> kv.state() == ConnectionState.DISCONNECTED);
            CompletableFuture<SetResult> waiting = kv.async().set("k", "v");
            server.restart();

            kv.offlineQueue().replayNow();

            assertThat(kv.awaitConnected(SOON)).isTrue();
            assertThat(resultOf(waiting).written()).isTrue();
        }
    }
}
