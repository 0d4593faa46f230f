package dev.kvclient.kuzzle;

import static dev.kvclient.kuzzle.fixture.JavaScriptPeer.json;
import static dev.kvclient.kuzzle.fixture.JavaScriptPeer.parse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.KvClient;
import dev.kvclient.kuzzle.fixture.JavaScriptPeer;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Kuzzle's own JavaScript SDK wrote is read here, and the other way round. */
@Tag("kuzzle")
@Timeout(60)
class JavaScriptPeerIT {
    private static final String URL = System.getProperty("kuzzle.url", "kuzzle://127.0.0.1:7512");

    private record Point(int x, String label, List<Boolean> flags) {}

    private static final Point POINT = new Point(-3, "é漢字🎉\"\\\n", List.of(true, false));

    private static JavaScriptPeer peer;

    private final String key = "kvclient-peer:" + UUID.randomUUID() + ":é🎉,*";
    private final KvClient kv = KvClient.connect(URL);

    @BeforeAll
    static void startPeer() {
        peer = JavaScriptPeer.start(URL);
    }

    @AfterAll
    static void stopPeer() throws IOException {
        peer.close();
    }

    @AfterEach
    void removeAndClose() {
        try (kv) {
            kv.delete(key);
        }
    }

    private void peerSets(Object value) {
        assertThat(peer.ms("set", key, value)).isNull();
    }

    private @Nullable Object peerGets() {
        return peer.ms("get", key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "42", "{\"a\":1", "\"quoted\" \\ \u0000\u001f\t\n", "é漢字🎉👩‍👩‍👧\u2028"})
    void textsGoBothWays(String text) {
        peerSets(text);
        assertThat(kv.get(key, String.class)).contains(text);

        kv.delete(key);
        kv.set(key, text);
        assertThat(peerGets()).isEqualTo(text);
    }

    @Test
    void numbersGoBothWays() {
        peerSets(42);
        assertThat(kv.get(key, Integer.class)).contains(42);
        assertThat(kv.increment(key)).isEqualTo(43);
        assertThat(peerGets()).isEqualTo("43");

        peerSets(3.25);
        assertThat(kv.get(key, Double.class)).contains(3.25);
        peerSets(1e25);
        assertThat(kv.get(key, Double.class)).contains(1e25);
        peerSets(9_007_199_254_740_991L);
        assertThat(kv.get(key, Long.class)).contains(9_007_199_254_740_991L);

        kv.set(key, -7.5);
        assertThat(peerGets()).isEqualTo("-7.5");
    }

    @Test
    void objectsGoBothWaysAsTheirJson() {
        // As JavaScript programs do it: ms.set(key, JSON.stringify(object)).
        peerSets(json(POINT));
        assertThat(kv.get(key, Point.class)).contains(POINT);

        kv.delete(key);
        kv.set(key, POINT);
        assertThat(parse((String) peerGets())).isEqualTo(parse(json(POINT)));
    }

    @Test
    void anAbsentKeyIsAbsentToBoth() {
        assertThat(kv.get(key, String.class)).isEmpty();
        assertThat(peerGets()).isNull();
    }
}
