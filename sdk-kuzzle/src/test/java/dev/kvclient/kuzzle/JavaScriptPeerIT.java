package dev.kvclient.kuzzle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.KvClient;
import dev.kvclient.KvType;
import dev.kvclient.codec.KvCodec;
import dev.kvclient.codec.StoredValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Kuzzle's own JavaScript SDK wrote is read here, and the other way round. */
@Tag("kuzzle")
class JavaScriptPeerIT {
    private static final String URL = System.getProperty("kuzzle.url", "kuzzle://127.0.0.1:7512");
    private static final Path PEER = Path.of(System.getProperty("kuzzle.peer.dir", "../it/kuzzle-js"));

    private record Point(int x, String label, List<Boolean> flags) {}

    private static final Point POINT = new Point(-3, "é漢字🎉\"\\\n", List.of(true, false));

    private final String key = "kvclient-peer:" + UUID.randomUUID() + ":é🎉,*";
    private final KvClient kv = KvClient.connect(URL);

    @AfterEach
    void removeAndClose() {
        try (kv) {
            kv.delete(key);
        }
    }

    private static Object peer(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder node = new ProcessBuilder("node", "peer.js", URL);
        node.command().addAll(List.of(arguments));
        node.directory(PEER.toFile()).redirectErrorStream(true);
        Process process = node.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return parse(said.strip());
    }

    private static Object parse(String json) {
        return KvCodec.standard()
                .decode(new StoredValue.Json(json.getBytes(StandardCharsets.UTF_8)), KvType.of(Object.class))
                .orElseThrow();
    }

    private void peerSets(String json) throws IOException, InterruptedException {
        assertThat(peer("set", key, json)).isEqualTo(Map.of("ok", true));
    }

    private @Nullable Object peerGets() throws IOException, InterruptedException {
        return ((Map<?, ?>) peer("get", key)).get("value");
    }

    private static String json(Object value) {
        return KvCodec.standard().encode(value).text();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "42", "{\"a\":1", "\"quoted\" \\ \u0000\u001f\t\n", "é漢字🎉👩‍👩‍👧\u2028"})
    void textsGoBothWays(String text) throws IOException, InterruptedException {
        peerSets(json(text));
        assertThat(kv.get(key, String.class)).contains(text);

        kv.delete(key);
        kv.set(key, text);
        assertThat(peerGets()).isEqualTo(text);
    }

    @Test
    void numbersGoBothWays() throws IOException, InterruptedException {
        peerSets("42");
        assertThat(kv.get(key, Integer.class)).contains(42);
        assertThat(kv.increment(key)).isEqualTo(43);
        assertThat(peerGets()).isEqualTo("43");

        peerSets("3.25");
        assertThat(kv.get(key, Double.class)).contains(3.25);
        peerSets("1e25");
        assertThat(kv.get(key, Double.class)).contains(1e25);
        peerSets("9007199254740991");
        assertThat(kv.get(key, Long.class)).contains(9_007_199_254_740_991L);

        kv.set(key, -7.5);
        assertThat(peerGets()).isEqualTo("-7.5");
    }

    @Test
    void objectsGoBothWaysAsTheirJson() throws IOException, InterruptedException {
        // As JavaScript programs do it: ms.set(key, JSON.stringify(object)).
        peerSets(json(json(POINT)));
        assertThat(kv.get(key, Point.class)).contains(POINT);

        kv.delete(key);
        kv.set(key, POINT);
        assertThat(parse((String) peerGets())).isEqualTo(parse(json(POINT)));
    }

    @Test
    void anAbsentKeyIsAbsentToBoth() throws IOException, InterruptedException {
        assertThat(kv.get(key, String.class)).isEmpty();
        assertThat(peerGets()).isNull();
    }
}
