package dev.kvclient.benchmarks.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.KvClient;
import dev.kvclient.Scan;
import dev.kvclient.ndb.NdbBackend;
import dev.kvclient.spi.KvBackend;
import dev.kvclient.versori.VersoriBackend;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The suite works with the servers that it is measured with: they store and answer. */
class LoadServerTest {
    private static final String LONG = "long ".repeat(40_000);

    private static KvBackend ndb(int port) {
        return NdbBackend.builder()
                .endpoint("127.0.0.1", port)
                .maxPayload(2 << 20)
                .build();
    }

    private static KvBackend versori(int port) {
        return VersoriBackend.builder()
                .baseUrl("http://127.0.0.1:" + port)
                .store("01J8Z3N4QK7T5V9W2X6Y0ABCDE")
                .build();
    }

    private static void storesAndAnswers(KvClient kv) {
        assertThat(kv.get("absent", String.class)).isEmpty();
        assertThat(kv.set("a", "one").written()).isTrue();
        assertThat(kv.set("a", "zwölf \"and\" \\ \u0001").written()).isTrue();
        assertThat(kv.get("a", String.class)).contains("zwölf \"and\" \\ \u0001");
        kv.set("b/c d", Map.of("x", List.of(1, 2), "y", Map.of()));
        assertThat(kv.get("b/c d", Map.class)).contains(Map.of("x", List.of(1, 2), "y", Map.of()));
        kv.set("long", LONG);
        assertThat(kv.get("long", String.class)).contains(LONG);
        assertThat(kv.contains("a")).isTrue();
        kv.delete("a");
        assertThat(kv.contains("a")).isFalse();
        assertThat(kv.count()).isEqualTo(2);
        try (Stream<String> keys = kv.keys(Scan.all())) {
            assertThat(keys).containsExactlyInAnyOrder("b/c d", "long");
        }
    }

    private static void answersMany(KvClient kv) {
        Map<String, Integer> values = new LinkedHashMap<>();
        List<CompletableFuture<Optional<Integer>>> reads = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            values.put("many/" + i, i);
        }
        assertThat(kv.setAll(values).orThrow()).hasSize(2_000);
        assertThat(kv.getAll(values.keySet(), Integer.class).orThrow()).isEqualTo(values);
        values.keySet().forEach(key -> reads.add(kv.async().get(key, Integer.class)));
        for (int i = 0; i < reads.size(); i++) {
            assertThat(reads.get(i).join()).contains(i);
        }
        try (Stream<String> keys = kv.keys(Scan.prefix("many/"))) {
            assertThat(keys).containsExactlyInAnyOrderElementsOf(values.keySet());
        }
        kv.deleteAll(values.keySet()).orThrow();
        assertThat(kv.count("many/")).isZero();
    }

    @Test
    void ndbStoresAndAnswers() throws Exception {
        try (LoadServer server = LoadServer.ndb();
                KvClient kv = KvClient.builder(ndb(server.port())).connect()) {
            storesAndAnswers(kv);
            answersMany(kv);
        }
    }

    @Test
    void versoriStoresAndAnswers() throws Exception {
        try (LoadServer server = LoadServer.versori();
                KvClient kv = KvClient.builder(versori(server.port())).connect()) {
            storesAndAnswers(kv);
            answersMany(kv);
        }
    }

    @Test
    void aServerOfItsOwnEndsWithWhoHasStartedIt() throws Exception {
        ServerProcess ended;
        try (ServerProcess server = ServerProcess.start("ndb");
                KvClient kv = KvClient.builder(ndb(server.port())).connect()) {
            ended = server;
            assertThat(kv.set("a", 1).written()).isTrue();
            assertThat(server.isAlive()).isTrue();
        }
        assertThat(ended.isAlive()).isFalse();
    }
}
