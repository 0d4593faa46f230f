package dev.kvclient.testkit.versori;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kvclient.testkit.ManualTime;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.versori.WireClient.Got;
import dev.kvclient.testkit.versori.openapi.OpenApiCheck;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Getting, setting and deleting one key. */
@ExtendWith(NoThreadLeft.class)
class KeyOperationsTest {

    @RegisterExtension
    final OpenApiCheck check = new OpenApiCheck();

    private final ManualTime time = new ManualTime();
    private VersoriServer server;
    private WireClient client;

    @BeforeEach
    void start() {
        server = VersoriServer.builder()
                .token(WireClient.TOKEN)
                .timeSource(time)
                .listener(check)
                .start();
        client = new WireClient(server);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private Got setWith(String key, String options) {
        return client.set(key, "{\"value\":1,\"options\":" + options + "}");
    }

    private boolean committed(Got got) {
        assertThat(got.status()).isEqualTo(200);
        return got.json().get("committed").booleanValue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "true", "\"text\"", "1.50", "12345678901234567890", "[1,{\"a\":null}]", "{\"a\":{}}"})
    void whatIsSetIsGot(String json) {
        Got set = client.set("a/b", "{\"value\":" + json + "}");
        assertThat(committed(set)).isTrue();
        JsonNode got = client.get("a/b").json();
        assertThat(got.get("versionstamp")).isEqualTo(set.json().get("versionstamp"));
        assertThat(got.get("createdAt").textValue()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(got.has("expiresAt")).isFalse();
        assertThat(server.value(List.of("a", "b"))).contains(json);
    }

    @Test
    void anAbsentKeyIsNotAnAbsentStore() {
        Got key = client.get("nothing");
        assertThat(key.status()).isEqualTo(404);
        assertThat(key.json().get("code").textValue()).isEqualTo("key_not_found");
        Got store = client.send("GET", "/store/00000000000000000000000000/kv/nothing", null);
        assertThat(store.status()).isEqualTo(404);
        assertThat(store.json().get("code").textValue()).isEqualTo("store_not_found");
    }

    @Test
    void everyWriteHasALaterVersionstamp() {
        String before = "";
        for (int i = 0; i < 20; i++) {
            String stamp = client.set(i % 2 == 0 ? "a" : "b", "{\"value\":" + i + "}")
                    .json()
                    .get("versionstamp")
                    .textValue();
            assertThat(stamp).isGreaterThan(before);
            before = stamp;
        }
        assertThat(server.commits()).isEqualTo(20);
    }

    @Test
    void conditionsThatDoNotHoldAreNotCommitted() {
        assertThat(committed(setWith("a", "{\"ifVersionstamp\":\"0\"}"))).isFalse();
        assertThat(committed(setWith("a", "{\"ifNotExists\":true}"))).isTrue();
        Got second = setWith("a", "{\"ifNotExists\":true}");
        assertThat(committed(second)).isFalse();
        assertThat(second.json().has("versionstamp")).isFalse();
        String stamp = client.get("a").json().get("versionstamp").textValue();
        assertThat(committed(setWith("a", "{\"ifVersionstamp\":\"" + stamp + "\"}")))
                .isTrue();
        assertThat(committed(setWith("a", "{\"ifVersionstamp\":\"" + stamp + "\"}")))
                .isFalse();
        assertThat(committed(setWith("a", "{\"overwrite\":false}"))).isFalse();
        assertThat(committed(setWith("b", "{\"overwrite\":false}"))).isTrue();
        assertThat(committed(setWith("b", "{\"overwrite\":true}"))).isTrue();
        assertThat(server.commits()).isEqualTo(4);
    }

    @Test
    void keysEndByTheClockGiven() {
        setWith("in", "{\"expireIn\":1500}");
        setWith("at", "{\"expireAt\":\"2026-01-01T01:00:02+01:00\"}");
        setWith("past", "{\"expireAt\":\"2025-01-01T00:00:00Z\"}");
        assertThat(client.get("past").status()).isEqualTo(404);
        assertThat(client.get("in").json().get("expiresAt").textValue()).isEqualTo("2026-01-01T00:00:01.500Z");
        time.advance(Duration.ofMillis(1499));
        assertThat(client.get("in").status()).isEqualTo(200);
        time.advance(Duration.ofMillis(1));
        assertThat(client.get("in").status()).isEqualTo(404);
        assertThat(client.get("at").status()).isEqualTo(200);
        time.advance(Duration.ofMillis(500));
        assertThat(client.get("at").status()).isEqualTo(404);
        assertThat(committed(setWith("at", "{\"ifNotExists\":true}"))).isTrue();
        assertThat(client.get("at").json().get("createdAt").textValue()).isEqualTo("2026-01-01T00:00:02Z");
    }

    @Test
    void anAccessBeginsTheLifeAnew() {
        setWith("a", "{\"expireIn\":1000,\"refreshOnAccess\":true}");
        String stamp = client.get("a").json().get("versionstamp").textValue();
        for (int i = 0; i < 5; i++) {
            time.advance(Duration.ofMillis(900));
            JsonNode got = client.get("a").json();
            assertThat(got.get("versionstamp").textValue()).isEqualTo(stamp);
            assertThat(server.value(List.of("a")))
                    .as("looking past the network is no access")
                    .isPresent();
        }
        time.advance(Duration.ofSeconds(1));
        assertThat(client.get("a").status()).isEqualTo(404);
    }

    @Test
    void anOverwriteKeepsTheBirthAndLosesTheExpiry() {
        setWith("a", "{\"expireIn\":5000}");
        time.advance(Duration.ofSeconds(1));
        client.set("a", "{\"value\":2}");
        JsonNode got = client.get("a").json();
        assertThat(got.get("createdAt").textValue()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(got.has("expiresAt")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"expireIn":0}                                              | options.expireIn
                    {"expireIn":5,"expireAt":"2026-01-01T00:00:00Z"}            | options.expireAt
                    {"ifVersionstamp":"1","ifNotExists":true}                   | options.ifNotExists
                    """)
    void whatIsNotAllowedIsNamed(String options, String field) {
        Got got = setWith("a", options);
        assertThat(got.status()).isEqualTo(422);
        assertThat(got.json().at("/fields/0/field").textValue()).isEqualTo(field);
        assertThat(server.keyCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "1 rest",
                "{\"value\":1,\"options\":[]}",
                "{\"value\":1,\"options\":{\"expireIn\":\"5\"}}",
                "{\"value\":1,\"options\":{\"expireAt\":\"tomorrow\"}}",
                "{\"value\":1,\"options\":{\"ifNotExists\":1}}",
                "{\"value\":1,\"options\":{\"ifVersionstamp\":null}}",
                "{\"value\":1,\"options\":{\"metadata\":[]}}"
            })
    void whatCannotBeReadIsRefused(String body) {
        check.expectWrongRequests("malformed bodies", exchange -> true);
        Got got = client.set("a", body);
        assertThat(got.status()).isEqualTo(400);
        assertThat(got.json().get("code").textValue()).isEqualTo("invalid_request");
        assertThat(server.keyCount()).isZero();
    }

    @Test
    void aSetNeedsAValue() {
        Got got = client.set("a", "{}");
        assertThat(got.status()).isEqualTo(400);
        assertThat(got.json().at("/fields/0/field").textValue()).isEqualTo("value");
    }

    @Test
    void deletesWhatIsThereAndWhatIsNot() {
        server.put(List.of("a"), "1");
        assertThat(client.delete("a").json().get("status").textValue()).isEqualTo("ok");
        assertThat(client.delete("a").status()).isEqualTo(200);
        assertThat(server.keyCount()).isZero();
    }

    @Test
    void deletesByVersionstamp() {
        String stamp = server.put(List.of("a"), "1");
        client.kv("DELETE", "a", "{\"options\":{\"ifVersionstamp\":\"0\"}}");
        assertThat(server.keyCount()).isEqualTo(1);
        client.kv("DELETE", "a", "{\"options\":{\"ifVersionstamp\":\"" + stamp + "\"}}");
        assertThat(server.keyCount()).isZero();
    }

    @Test
    void cascadesByTextNotBySegment() {
        for (String key : List.of("a", "ab", "b")) {
            server.put(List.of(key), "1");
            server.put(List.of(key, "x"), "1");
        }
        client.kv("DELETE", "a", "{\"options\":{\"cascade\":true}}");
        assertThat(server.keyCount()).isEqualTo(2);
        assertThat(server.value(List.of("ab", "x"))).isEmpty();
        assertThat(server.value(List.of("b", "x"))).isPresent();
    }

    @Test
    void aDeleteNeedsABody() {
        check.expectWrongRequests("a DELETE without a body", exchange -> exchange.requestBody() == null);
        server.put(List.of("a"), "1");
        assertThat(client.kv("DELETE", "a", null).status()).isEqualTo(400);
        assertThat(server.keyCount()).isEqualTo(1);
    }

    @Test
    void segmentsAreDecodedOneByOne() {
        client.set("a%20b/%C3%A9+%25/%22", "{\"value\":1}");
        assertThat(server.value(List.of("a b", "é+%", "\""))).contains("1");
        assertThat(client.get("a%20b/%c3%a9%2B%25/%22").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%2Fb", "a//b", "a/", "a/%2E%2E", ".", "%zz", "%4", "%FF"})
    void keysThatAUrlCannotCarryAreRefused(String path) {
        if (path.equals("%zz") || path.equals("%4")) {
            check.expectWrongRequests("malformed percent signs", exchange -> true);
        }
        Got got = client.get(path);
        assertThat(got.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"GET,batch", "GET,list", "PUT,count", "DELETE,list", "PUT,list"})
    void keysThatCollideWithRoutesAreRefused(String method, String word) {
        assertThat(client.kv(method, word, method.equals("GET") ? null : "{}").status())
                .isEqualTo(405);
        assertThat(client.kv("GET", word + "/x", null).status()).isEqualTo(404);
    }
}
