package dev.kvclient.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketSettingsTest {
    private static final URI ENDPOINT = URI.create("ws://localhost:7512");

    @Test
    void hasTheDocumentedDefaults() {
        WebSocketSettings settings = WebSocketSettings.builder(ENDPOINT).build();
        assertThat(settings.endpoints()).containsExactly(ENDPOINT);
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.pingInterval()).isLessThan(Duration.ofSeconds(60));
        assertThat(settings.reconnectMin()).isEqualTo(Duration.ofMillis(100));
        assertThat(settings.reconnectMax()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.maxFrameBytes()).isEmpty();
        assertThat(settings.sslContext()).isEmpty();
        assertThat(settings.proxy()).isEmpty();
        assertThat(settings.headers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost",
                "localhost:7512",
                "ws:///path",
                "ws://user:geheim@localhost",
                "ws://localhost:0",
                "ws://localhost:70000",
                "ws://localhost/#geheim"
            })
    void refusesWhatIsNoEndpointWithoutRepeatingIt(String uri) {
        assertThatThrownBy(() -> WebSocketSettings.builder(URI.create(uri)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("geheim");
    }

    @Test
    void refusesFiguresOutOfRange() {
        WebSocketSettings.Builder builder = WebSocketSettings.builder(ENDPOINT);
        assertThatThrownBy(() -> WebSocketSettings.builder(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.connectTimeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.pingInterval(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.pingTimeout(Duration.ofNanos(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.reconnect(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.maxFrameBytes(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.maxIncomingBytes(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesHeadersThatWouldBreakTheRequest() {
        WebSocketSettings.Builder builder = WebSocketSettings.builder(ENDPOINT);
        assertThatThrownBy(() -> builder.header("Bad Name", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.header("X", "geheim\r\nY: z"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("geheim");
    }

    @Test
    void showsNoSecret() {
        WebSocketSettings settings = WebSocketSettings.builder(URI.create("wss://localhost/p?token=geheim"))
                .headers(Map.of("Authorization", "Bearer geheim"))
                .build();
        assertThat(settings.toString()).contains("wss://localhost:443").doesNotContain("geheim");
    }

    @Test
    void aHeaderReplacesTheOneOfItsName() {
        WebSocketSettings settings = WebSocketSettings.builder(ENDPOINT)
                .header("X-A", "1")
                .header("x-a", "2")
                .build();
        assertThat(settings.headers()).containsExactly(Map.entry("x-a", "2"));
    }

    @Test
    void aCopyForAnotherServerDiffersInNothingElse() throws Exception {
        URI other = URI.create("wss://other:1/path");
        WebSocketSettings settings = WebSocketSettings.builder(List.of(ENDPOINT, URI.create("ws://localhost:7513")))
                .header("X-A", "1")
                .connectTimeout(Duration.ofMillis(11))
                .sslContext(SSLContext.getDefault())
                .proxy(Proxy.NO_PROXY)
                .pingInterval(Duration.ofMillis(12))
                .pingTimeout(Duration.ofMillis(13))
                .reconnect(Duration.ofMillis(14), Duration.ofMillis(15))
                .maxFrameBytes(16)
                .maxIncomingBytes(17)
                .threadName("own")
                .build();

        WebSocketSettings copy = settings.toBuilder(other).build();

        assertThat(copy.endpoints()).containsExactly(other);
        assertThat(copy).usingRecursiveComparison().ignoringFields("endpoints").isEqualTo(settings);
        for (Field field : WebSocketSettings.class.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                assertThat(field.get(settings))
                        .as("%s, which is to be no default here", field.getName())
                        .isNotEqualTo(
                                field.get(WebSocketSettings.builder(ENDPOINT).build()));
            }
        }
        WebSocketSettings changed = settings.toBuilder(other).header("X-B", "2").build();
        assertThat(changed.headers()).containsOnlyKeys("X-A", "X-B");
        assertThat(settings.headers()).containsOnlyKeys("X-A");
        assertThatThrownBy(() -> settings.toBuilder(URI.create("http://geheim@other")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("geheim");
    }
}
