package dev.kvclient.ndb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kvclient.Credentials;
import dev.kvclient.KvClient;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.ndb.internal.NdbProvider;
import dev.kvclient.spi.BackendConfig;
import dev.kvclient.spi.BackendUrl;
import dev.kvclient.spi.KvBackend;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.ndb.NdbServer;
import dev.kvclient.testkit.ndb.NdbVersion;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs of NDB, good and bad, and the settings of the builder. */
@ExtendWith(NoThreadLeft.class)
class NdbUrlTest {
    private static KvBackend backend(String url) {
        return new NdbProvider().create(BackendUrl.parse(url), new BackendConfig(null, null, null, Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "ndb://localhost,                            ndb://localhost:1987",
        "ndb://localhost:1,                          ndb://localhost:1",
        "NDB://localhost,                            ndb://localhost:1987",
        "ndbs://ndb.example.org:443/path,            ndbs://ndb.example.org:443",
        "ndb://127.0.0.1?generation=session,         ndb://127.0.0.1:1987",
        "ndb://127.0.0.1?generation=STATUS,          ndb://127.0.0.1:1987",
        "ndb://127.0.0.1?maxPayload=64&session=mine, ndb://127.0.0.1:1987",
        "ndb://[::1],                                ndb://[::1]:1987"
    })
    void isShownWithoutItsParameters(String url, String shown) {
        assertThat(backend(url).endpoint()).isEqualTo(shown);
    }

    @Test
    void severalEndpoints() {
        assertThat(backend("ndb://a:1,b,c:3").endpoint()).isEqualTo("ndb://a:1,b:1987,c:3");
    }

    @ParameterizedTest
    @CsvSource({"session, 1024", "status, 8192"})
    void theLimitIsThatOfTheGenerationUnlessGiven(String generation, int bytes) {
        assertThat(backend("ndb://localhost?generation=" + generation)
                        .capabilities()
                        .limits()
                        .maxRequestBytes())
                .hasValue(bytes);
        assertThat(backend("ndb://localhost?maxPayload=2000&generation=" + generation)
                        .capabilities()
                        .limits()
                        .maxRequestBytes())
                .hasValue(2_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ndb:",
                "ndb:localhost",
                "ndb://",
                "ndb://:1987",
                "ndb://localhost:0",
                "ndb://localhost:65536",
                "ndb://localhost:port",
                "ndb://local host",
                "ndb://a,,b",
                "ndb://localhost#fragment",
                "ndb://localhost?generation=A",
                "ndb://localhost?generation=",
                "ndb://localhost?generation",
                "ndb://localhost?maxPayload=63",
                "ndb://localhost?maxPayload=2097153",
                "ndb://localhost?maxPayload=99999999999",
                "ndb://localhost?maxPayload=8k",
                "ndb://localhost?session=",
                "ndb://localhost?unknown=1",
                "ndb://localhost?generation=session&more=2",
                "ndb://localhost?generation=%zz"
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
                "ndb://ada:hunter2@localhost",
                "ndb://hunter2@localhost",
                "ndb://localhost?token=hunter2",
                "ndb://localhost?password=hunter2",
                "ndb://localhost?generation=hunter2",
                "ndb://localhost?maxPayload=hunter2"
            })
    void aSecretIsRefusedAndNotRepeated(String url) {
        KvException e = catchThrowableOfType(
                KvException.class, () -> KvClient.connect(url).close());

        assertThat(e).isInstanceOf(KvRequestException.class);
        assertThat(e.toString()).doesNotContain("hunter2");
    }

    @Test
    void credentialsAreRefusedSinceThereIsNoSignIn() {
        for (Credentials some :
                new Credentials[] {Credentials.token("hunter2"), Credentials.userPassword("ada", "hunter2")}) {
            assertThatThrownBy(() -> KvClient.builder("ndb://localhost")
                            .credentials(some)
                            .connect()
                            .close())
                    .isInstanceOf(KvRequestException.class)
                    .hasMessageContaining("no sign-in")
                    .hasMessageNotContaining("hunter2");
        }
    }

    static Stream<UnaryOperator<NdbBackend.Builder>> wrongSettings() {
        return Stream.of(
                b -> b.endpoint("localhost", 0),
                b -> b.endpoint("localhost", 65_536),
                b -> b.maxPayload(63),
                b -> b.maxPayload((2 << 20) + 1),
                b -> b.session(""),
                b -> b.session("half \ud800"),
                b -> b.answerTimeout(Duration.ZERO),
                b -> b.saveTimeout(Duration.ofSeconds(-1)),
                b -> b.maxListedKeys(0),
                b -> b.window(0, 1),
                b -> b.window(1, 0),
                b -> b.ping(Duration.ZERO, Duration.ofSeconds(1)),
                b -> b.reconnect(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @MethodSource("wrongSettings")
    void settingsThatMakeNoSenseAreRefused(UnaryOperator<NdbBackend.Builder> setting) {
        NdbBackend.Builder builder = NdbBackend.builder().endpoint("localhost", 1);

        assertThatThrownBy(() -> setting.apply(builder)).isInstanceOf(KvRequestException.class);
    }

    @Test
    void aBackendHasAnEndpointThatIsOne() {
        assertThatThrownBy(() -> NdbBackend.builder().build()).isInstanceOf(KvRequestException.class);
        assertThatThrownBy(() -> NdbBackend.builder().endpoint("a/b", 1).build())
                .isInstanceOf(KvRequestException.class);
        assertThatThrownBy(() -> NdbBackend.builder()
                        .endpoint("a", 1)
                        .header("X-Secret", "hunter2\n")
                        .build())
                .isInstanceOf(KvRequestException.class)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void theSessionOfTheUrlIsUsed() {
        try (NdbServer server = NdbServer.builder().version(NdbVersion.V0_5).start();
                KvClient mine = KvClient.connect(server.url() + "&session=mine");
                KvClient shared = KvClient.connect(server.url())) {
            mine.set("k", "mine");

            assertThat(shared.get("k", String.class)).isEmpty();
            assertThat(mine.get("k", String.class)).contains("mine");
        }
    }
}
