package dev.kvclient.kuzzle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kvclient.Capability;
import dev.kvclient.KvClient;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvUnsupportedException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.internal.KuzzleProvider;
import dev.kvclient.spi.BackendConfig;
import dev.kvclient.spi.BackendUrl;
import dev.kvclient.spi.KvBackend;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs of Kuzzle, good and bad, and the settings of the builder. */
@ExtendWith(NoThreadLeft.class)
class KuzzleUrlTest {
    private static KvBackend backend(String url) {
        return new KuzzleProvider().create(BackendUrl.parse(url), new BackendConfig(null, null, null, Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "kuzzle://localhost,                       kuzzle://localhost:7512",
        "kuzzle://localhost:1,                     kuzzle://localhost:1",
        "KUZZLE://localhost,                       kuzzle://localhost:7512",
        "kuzzles://kuzzle.example.org:443/path,    kuzzles://kuzzle.example.org:443",
        "kuzzle://127.0.0.1?format=json,           kuzzle://127.0.0.1:7512",
        "kuzzle://127.0.0.1?format=NATURAL,        kuzzle://127.0.0.1:7512",
        "kuzzle://[::1]:7512,                      kuzzle://[::1]:7512",
        "kuzzle+http://localhost,                  kuzzle+http://localhost:7512",
        "kuzzle+http://[::1]:80/behind?format=json, kuzzle+http://[::1]:80",
        "kuzzle+https://kuzzle.example.org:443,    kuzzle+https://kuzzle.example.org:443"
    })
    void isShownWithoutItsParameters(String url, String shown) {
        assertThat(backend(url).endpoint()).isEqualTo(shown);
    }

    @Test
    void severalEndpoints() {
        assertThat(backend("kuzzle://a:1,b,c:3").endpoint()).isEqualTo("kuzzle://a:1,b:7512,c:3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kuzzle:",
                "kuzzle:localhost",
                "kuzzle://",
                "kuzzle://:7512",
                "kuzzle://localhost:0",
                "kuzzle://localhost:65536",
                "kuzzle://localhost:port",
                "kuzzle://local host",
                "kuzzle://a,,b",
                "kuzzle://localhost#fragment",
                "kuzzle://localhost?format=xyz",
                "kuzzle://localhost?format=",
                "kuzzle://localhost?format",
                "kuzzle://localhost?unknown=1",
                "kuzzle://localhost?format=json&more=2",
                "kuzzle://localhost?format=%zz",
                "kuzzle+http://",
                "kuzzle+http://localhost?unknown=1"
            })
    void whatMakesNoSenseIsRefused(String url) {
        KvException e = catchThrowableOfType(
                KvException.class, () -> KvClient.connect(url).close());

        assertThat(e).as(url).isInstanceOf(KvRequestException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kuzzle://ada:hunter2@localhost",
                "kuzzle://hunter2@localhost",
                "kuzzle://localhost?token=hunter2",
                "kuzzle://localhost?jwt=hunter2",
                "kuzzle://localhost?password=hunter2",
                "kuzzle://localhost?format=json&apiKey=hunter2",
                "kuzzle://localhost?format=hunter2",
                "kuzzles://localhost?Authorization=Bearer%20hunter2",
                "kuzzle+http://ada:hunter2@localhost"
            })
    void aSecretIsRefusedAndNotRepeated(String url) {
        KvException e = catchThrowableOfType(
                KvException.class, () -> KvClient.connect(url).close());

        assertThat(e).isInstanceOf(KvRequestException.class);
        assertThat(e.toString()).doesNotContain("hunter2");
    }

    @Test
    void anUnknownSchemeIsAnsweredWithThoseThatAreFound() {
        assertThatThrownBy(() -> KvClient.connect("kuzle://localhost").close())
                .isInstanceOf(KvRequestException.class)
                .hasMessageContainingAll("kuzle", "kuzzle", "kuzzles", "kuzzle+http", "kuzzle+https", "memory");
    }

    @Test
    void theFormatOfTheUrlIsUsed() {
        try (KuzzleServer server = KuzzleServer.start();
                KvClient natural = KvClient.connect(server.url());
                KvClient json = KvClient.connect(server.url() + "/any/path?format=json")) {
            natural.set("n", "text");
            json.set("j", "text");

            assertThat(server.value("n")).contains("text");
            assertThat(server.value("j")).contains("\"text\"");
        }
    }

    @Test
    void withoutWhatIsRequiredThereIsNoClient() {
        try (KuzzleServer server = KuzzleServer.start()) {
            assertThatThrownBy(() -> KvClient.builder(server.url())
                            .require(Capability.SET_IF_VERSION)
                            .connect()
                            .close())
                    .isInstanceOf(KvUnsupportedException.class);
            assertThat(server.requestsReceived()).isZero();
        }
    }

    @Test
    void aBackendWithoutEndpointIsRefused() {
        assertThatThrownBy(() -> KuzzleBackend.builder().build()).isInstanceOf(KvRequestException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a/b", "a@b"})
    void aHostThatIsNoneIsRefused(String host) {
        assertThatThrownBy(() -> KuzzleBackend.builder().endpoint(host, 7512).build())
                .isInstanceOf(KvRequestException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65_536})
    void aPortThatIsNoneIsRefused(int port) {
        assertThatThrownBy(() ->
                        KuzzleBackend.builder().endpoint("localhost", port).build())
                .isInstanceOf(KvRequestException.class);
    }

    @Test
    void settingsOfZeroAreRefused() {
        KuzzleBackend.Builder builder = KuzzleBackend.builder();

        assertThatThrownBy(() -> builder.maxFrameBytes(0)).isInstanceOf(KvRequestException.class);
        assertThatThrownBy(() -> builder.answerTimeout(Duration.ZERO)).isInstanceOf(KvRequestException.class);
        assertThatThrownBy(() -> builder.window(0, 1)).isInstanceOf(KvRequestException.class);
        assertThatThrownBy(() -> builder.window(1, 0)).isInstanceOf(KvRequestException.class);
        assertThatThrownBy(() -> builder.ping(Duration.ofSeconds(-1), Duration.ofSeconds(1)))
                .isInstanceOf(KvRequestException.class);
        assertThatThrownBy(() -> builder.reconnect(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(KvRequestException.class);
    }

    @Test
    void pingsOverHttpAreRefused() {
        KuzzleBackend.Builder builder = KuzzleBackend.builder()
                .endpoint("localhost", 7512)
                .http()
                .ping(Duration.ofSeconds(1), Duration.ofSeconds(1));

        assertThatThrownBy(builder::build)
                .isInstanceOf(KvRequestException.class)
                .hasMessageContaining("HTTP");
    }

    @Test
    void theUrlOfHttpIsUsed() {
        try (KuzzleServer server = KuzzleServer.builder().http().start();
                KvClient kv = KvClient.connect(server.httpUrl() + "?format=json")) {
            kv.set("j", "text");

            assertThat(server.value("j")).contains("\"text\"");
            assertThat(server.connectionsAccepted()).isZero();
        }
    }

    @Test
    void aReconnectThatShrinksIsRefused() {
        assertThatThrownBy(() -> KuzzleBackend.builder()
                        .endpoint("localhost", 7512)
                        .reconnect(Duration.ofSeconds(2), Duration.ofSeconds(1))
                        .build())
                .isInstanceOf(KvRequestException.class);
    }
}
