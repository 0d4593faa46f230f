package dev.kvclient.kuzzle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kvclient.CallOptions;
import dev.kvclient.KvClient;
import dev.kvclient.RawJson;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvUnsupportedException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.fixture.HttpClients;
import dev.kvclient.kuzzle.server.KuzzleHealth;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Kuzzle's own API over HTTP: the same, but for what the server sends by itself. */
@ExtendWith(NoThreadLeft.class)
class HttpNativeTest {
    private final KuzzleServer server = KuzzleServer.builder().http().start();
    private KvClient kv;
    private KuzzleClient kuzzle;

    @BeforeEach
    void open() {
        kv = HttpClients.connect(server);
        kuzzle = kv.unwrap(KuzzleClient.class);
    }

    @AfterEach
    void close() {
        kv.close();
        server.close();
    }

    @Test
    void nothingIsToldByItself() {
        KvException e = catchThrowableOfType(KvException.class, () -> kuzzle.onNotification(n -> {}));

        assertThat(e).isInstanceOf(KvUnsupportedException.class).hasMessageContaining("kuzzle://");
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(kv.increment("n")).isEqualTo(1);
    }

    @Test
    void anAnswerIsThereWhole() {
        CallOptions traced = CallOptions.none().attribute(KuzzleAttributes.VOLATILE, RawJson.of("{\"t\":1}"));

        KuzzleResponse response =
                kuzzle.query(KuzzleRequest.of("server", "adminExists").readOnly(), traced);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.requestId()).isNotEmpty();
        assertThat(response.resultMap()).isEqualTo(Map.of("exists", false));
        assertThat(response.volatileData()).contains(RawJson.of("{\"t\":1}"));
    }

    @Test
    void whatTheServerTellsOfItself() {
        assertThat(kuzzle.server().info().version()).isEqualTo("2.56.0");
        assertThat(kuzzle.server().healthCheck().status()).isEqualTo(KuzzleHealth.Status.GREEN);
        assertThat(kuzzle.server().adminExists()).isFalse();
    }
}
