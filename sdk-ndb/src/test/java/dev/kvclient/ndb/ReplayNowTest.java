package dev.kvclient.ndb;

import static dev.kvclient.ndb.fixture.Clients.backend;
import static dev.kvclient.ndb.fixture.Clients.client;
import static dev.kvclient.ndb.fixture.Clients.server;
import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.ConnectionState;
import dev.kvclient.KvClient;
import dev.kvclient.SetResult;
import dev.kvclient.testkit.ManualTime;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.ndb.NdbServer;
import dev.kvclient.testkit.ndb.NdbVersion;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A replay by hand does not wait for the next attempt to connect: no time of waiting passes here. */
@Timeout(20)
@ExtendWith(NoThreadLeft.class)
class ReplayNowTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    @ParameterizedTest
    @EnumSource
    void connectsAtOnceWhenTheServerIsThereAgain(NdbVersion version) {
        ManualTime time = new ManualTime();
        try (NdbServer server = server(version);
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
