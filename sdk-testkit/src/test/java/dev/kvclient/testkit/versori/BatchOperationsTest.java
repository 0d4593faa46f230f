package dev.kvclient.testkit.versori;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.versori.WireClient.Got;
import dev.kvclient.testkit.versori.openapi.OpenApiCheck;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches, and the keys that only they can carry. */
@ExtendWith(NoThreadLeft.class)
class BatchOperationsTest {

    @RegisterExtension
    final OpenApiCheck check = new OpenApiCheck();

    private VersoriServer server;
    private WireClient client;

    @BeforeEach
    void start() {
        server = VersoriServer.builder().listener(check).start();
        client = new WireClient(server);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void getsWhatIsThereNewestFirst() {
        server.put(List.of("a"), "1");
        server.put(List.of("b", ""), "\"two\"");
        Got got = client.kv(
                "POST",
                "batch",
                "{\"keys\":[[\"a\"],[\"absent\"],[\"b\",\"\"],[\"a\"]],\"options\":{\"timeout\":500}}");
        JsonNode entries = got.json().get("entries");
        assertThat(entries).hasSize(2);
        assertThat(entries.at("/0/key").toString()).isEqualTo("[\"b\",\"\"]");
        assertThat(entries.at("/0/value").textValue()).isEqualTo("two");
        assertThat(entries.at("/1/key").toString()).isEqualTo("[\"a\"]");
        assertThat(entries.at("/1/expiresAt").isNull()).isTrue();
    }

    @Test
    void getsNothingForNothing() {
        assertThat(client.kv("POST", "batch", "{\"keys\":[]}").json().get("entries"))
                .isEmpty();
    }

    @Test
    void setsKeysThatNoPathCarries() {
        String entries = "[{\"key\":[\"batch\"],\"value\":1},{\"key\":[\"a/b\"],\"value\":2},"
                + "{\"key\":[\"..\"],\"value\":3},{\"key\":[\"\"],\"value\":4}]";
        JsonNode got =
                client.kv("PUT", "batch", "{\"entries\":" + entries + "}").json();
        assertThat(got.get("successes"))
                .hasSize(4)
                .allMatch(success -> success.get("committed").booleanValue());
        assertThat(got.get("failures")).isEmpty();
        assertThat(server.value(List.of("a/b"))).contains("2");
        assertThat(server.value(List.of("a", "b"))).isEmpty();
    }

    @Test
    void conditionsThatDoNotHoldAreSuccesses() {
        server.put(List.of("a"), "1");
        String entries = "[{\"key\":[\"a\"],\"value\":2,\"options\":{\"ifNotExists\":true}},"
                + "{\"key\":[\"b\"],\"value\":2,\"options\":{\"ifNotExists\":true,\"metadata\":{\"x\":1}}}]";
        JsonNode got =
                client.kv("PUT", "batch", "{\"entries\":" + entries + "}").json();
        assertThat(got.at("/successes/0/committed").booleanValue()).isFalse();
        assertThat(got.at("/successes/1/committed").booleanValue()).isTrue();
        assertThat(server.value(List.of("a"))).contains("1");
    }

    @Test
    void whatIsNotAllowedFailsForItsKey() {
        String entries = "[{\"key\":[\"a\"],\"value\":2,\"options\":{\"expireIn\":0}},{\"key\":[\"b\"],\"value\":2}]";
        JsonNode got =
                client.kv("PUT", "batch", "{\"entries\":" + entries + "}").json();
        assertThat(got.get("successes")).hasSize(1);
        assertThat(got.at("/failures/0/key/0").textValue()).isEqualTo("a");
        assertThat(got.at("/failures/0/error").textValue()).contains("expireIn");
        assertThat(server.keyCount()).isEqualTo(1);
    }

    @Test
    void omitsCommittedWhenTold() {
        try (VersoriServer other =
                        VersoriServer.builder().omitCommitted().listener(check).start();
                WireClient wire = new WireClient(other)) {
            JsonNode written = wire.set("a", "{\"value\":1}").json();
            assertThat(written.has("committed")).isFalse();
            assertThat(written.has("versionstamp")).isTrue();
            JsonNode refused = wire.set("a", "{\"value\":1,\"options\":{\"ifNotExists\":true}}")
                    .json();
            assertThat(refused.get("committed").booleanValue()).isFalse();
        }
    }

    @Test
    void deletesSomeKeys() {
        List.of("a", "b", "c").forEach(key -> server.put(List.of(key), "1"));
        Got got = client.kv("DELETE", "batch", "{\"keys\":[[\"a\"],[\"absent\"],[\"c\"]]}");
        assertThat(got.json().get("status").textValue()).isEqualTo("ok");
        assertThat(server.value(List.of("b"))).isPresent();
        assertThat(server.keyCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[\"\"]", "[\"a\",\"\"]"})
    void aCascadeWithNothingInItTakesTheWholeStore(String key) {
        List.of("a", "b").forEach(segment -> server.put(List.of(segment), "1"));
        client.kv("DELETE", "batch", "{\"keys\":[" + key + "],\"options\":{\"cascade\":true}}");
        assertThat(server.keyCount()).isZero();
    }

    @Test
    void refusesAKeyWithoutSegments() {
        assertThat(client.kv("POST", "batch", "{\"keys\":[[]]}").status()).isEqualTo(422);
        assertThat(client.kv("PUT", "batch", "{\"entries\":[{\"key\":[],\"value\":1}]}")
                        .status())
                .isEqualTo(422);
        assertThat(client.kv("DELETE", "batch", "{\"keys\":[[]]}").status()).isEqualTo(422);
    }

    @Test
    void refusesWhatIsNoBatch() {
        check.expectWrongRequests("malformed batches", exchange -> true);
        assertThat(client.kv("POST", "batch", "{\"keys\":[\"a\"]}").status()).isEqualTo(400);
        assertThat(client.kv("POST", "batch", "{\"keys\":[[1]]}").status()).isEqualTo(400);
        assertThat(client.kv("POST", "batch", "{}").status()).isEqualTo(400);
        assertThat(client.kv("PUT", "batch", "{\"entries\":[{\"value\":1}]}").status())
                .isEqualTo(400);
        assertThat(client.kv("PUT", "batch", "{\"entries\":[{\"key\":[\"a\"]}]}")
                        .status())
                .isEqualTo(400);
        assertThat(client.kv("PUT", "batch", "{\"entries\":[1]}").status()).isEqualTo(400);
        assertThat(client.kv("DELETE", "batch", null).status()).isEqualTo(400);
    }
}
