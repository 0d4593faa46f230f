package dev.kvclient.testkit.versori;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kvclient.testkit.ManualTime;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.versori.WireClient.Got;
import dev.kvclient.testkit.versori.openapi.OpenApiCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listing and counting. */
@ExtendWith(NoThreadLeft.class)
class ListingTest {

    @RegisterExtension
    final OpenApiCheck check = new OpenApiCheck();

    private final ManualTime time = new ManualTime();
    private VersoriServer server;
    private WireClient client;

    @BeforeEach
    void start() {
        server = VersoriServer.builder().timeSource(time).listener(check).start();
        client = new WireClient(server);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private void put(String... keys) {
        for (String key : keys) {
            server.put(List.of(key.split("/", -1)), "1");
        }
    }

    private JsonNode page(String selector, String options) {
        Got got = client.kv("POST", "list", "{\"selector\":" + selector + ",\"options\":" + options + "}");
        assertThat(got.status()).as(got.body()).isEqualTo(200);
        return got.json();
    }

    private static List<String> keys(JsonNode page) {
        List<String> keys = new ArrayList<>();
        for (JsonNode entry : page.get("data")) {
            List<String> segments = new ArrayList<>();
            entry.get("key").forEach(segment -> segments.add(segment.textValue()));
            keys.add(String.join("/", segments));
        }
        return keys;
    }

    private static String cursor(JsonNode page, String name) {
        return page.at("/pagination/" + name).textValue();
    }

    @Test
    void pagesNewestFirst() {
        put("c", "a", "e", "b", "d");
        put("c");
        JsonNode first = page("{}", "{\"limit\":2}");
        assertThat(keys(first)).containsExactly("d", "b");
        assertThat(cursor(first, "prevCursor")).isEmpty();
        JsonNode second = page("{\"after\":\"" + cursor(first, "nextCursor") + "\"}", "{\"limit\":2}");
        assertThat(keys(second)).containsExactly("e", "a");
        JsonNode last = page("{\"after\":\"" + cursor(second, "nextCursor") + "\"}", "{\"limit\":2}");
        assertThat(keys(last)).containsExactly("c");
        assertThat(cursor(last, "nextCursor")).isEmpty();
        JsonNode back = page("{\"before\":\"" + cursor(last, "prevCursor") + "\"}", "{\"limit\":2}");
        assertThat(keys(back)).containsExactly("e", "a");
        assertThat(keys(page("{\"before\":\"" + cursor(back, "prevCursor") + "\"}", "{\"limit\":5}")))
                .containsExactly("d", "b");
    }

    @Test
    void pagesOldestFirst() {
        put("a", "b", "c");
        JsonNode first = page("{}", "{\"limit\":2,\"reverse\":true}");
        assertThat(keys(first)).containsExactly("a", "b");
        JsonNode last = page("{\"after\":\"" + cursor(first, "nextCursor") + "\"}", "{\"limit\":2,\"reverse\":true}");
        assertThat(keys(last)).containsExactly("c");
        assertThat(cursor(last, "nextCursor")).isEmpty();
        assertThat(keys(page("{\"before\":\"" + cursor(last, "prevCursor") + "\"}", "{\"reverse\":true}")))
                .containsExactly("a", "b");
    }

    @Test
    void aPageHasAHundredAtTheMost() {
        for (int i = 0; i < 250; i++) {
            put("k/" + i);
        }
        List<String> all = new ArrayList<>();
        int pages = 0;
        String selector = "{}";
        while (!selector.isEmpty()) {
            JsonNode page = page(selector, "{}");
            all.addAll(keys(page));
            pages++;
            String next = cursor(page, "nextCursor");
            selector = next.isEmpty() ? "" : "{\"after\":\"" + next + "\"}";
        }
        assertThat(pages).isEqualTo(3);
        assertThat(all).doesNotHaveDuplicates().hasSize(250).startsWith("k/249").endsWith("k/0");
    }

    @Test
    void aFullLastPageIsTheEnd() {
        put("a", "b");
        assertThat(cursor(page("{}", "{\"limit\":2}"), "nextCursor")).isEmpty();
        JsonNode none = page("{\"prefix\":[\"none\"]}", "{}");
        assertThat(keys(none)).isEmpty();
        assertThat(cursor(none, "nextCursor")).isEmpty();
        assertThat(cursor(none, "prevCursor")).isEmpty();
    }

    @Test
    void aPrefixIsOfWholeSegments() {
        put("a", "a/b", "a/b/c", "a/bc", "ab");
        assertThat(keys(page("{\"prefix\":[\"a\"]}", "{}"))).containsExactly("a/bc", "a/b/c", "a/b", "a");
        assertThat(keys(page("{\"prefix\":[\"a\",\"b\"]}", "{}"))).containsExactly("a/b/c", "a/b");
        assertThat(keys(page("{\"prefix\":[]}", "{}"))).hasSize(5);
    }

    @Test
    void whatIsOverIsNeitherListedNorCounted() {
        put("stays");
        client.set("goes", "{\"value\":1,\"options\":{\"expireIn\":10}}");
        assertThat(keys(page("{}", "{}"))).containsExactly("goes", "stays");
        time.advance(Duration.ofMillis(10));
        assertThat(keys(page("{}", "{}"))).containsExactly("stays");
        assertThat(client.kv("POST", "count", "{}").json().get("count").intValue())
                .isEqualTo(1);
    }

    @Test
    void listingIsNoAccess() {
        client.set("a", "{\"value\":1,\"options\":{\"expireIn\":10,\"refreshOnAccess\":true}}");
        time.advance(Duration.ofMillis(9));
        assertThat(keys(page("{}", "{}"))).containsExactly("a");
        client.kv("POST", "batch", "{\"keys\":[[\"a\"]]}");
        time.advance(Duration.ofMillis(9));
        assertThat(keys(page("{}", "{}"))).containsExactly("a");
        time.advance(Duration.ofMillis(1));
        assertThat(keys(page("{}", "{}"))).isEmpty();
    }

    @Test
    void filtersByTime() {
        put("a");
        time.advance(Duration.ofSeconds(1));
        put("b");
        time.advance(Duration.ofSeconds(1));
        put("c");
        assertThat(keys(page("{\"filter\":{\"createdAfter\":\"2026-01-01T00:00:00Z\"}}", "{}")))
                .containsExactly("c", "b");
        assertThat(keys(page("{\"filter\":{\"createdBefore\":\"2026-01-01T00:00:02Z\"}}", "{}")))
                .containsExactly("b", "a");
        String both = "{\"createdAfter\":\"2026-01-01T00:00:00Z\",\"createdBefore\":\"2026-01-01T00:00:02Z\"}";
        assertThat(keys(page("{\"filter\":" + both + "}", "{}"))).containsExactly("b");
    }

    @Test
    void filtersByMetadata() {
        put("none");
        client.set("red", "{\"value\":1,\"options\":{\"metadata\":{\"c\":\"red\",\"s\":{\"w\":1,\"h\":2}}}}");
        client.set("blue", "{\"value\":1,\"options\":{\"metadata\":{\"c\":\"blue\",\"s\":{\"w\":1}}}}");
        assertThat(keys(page("{\"filter\":{\"metadata\":{\"c\":\"red\"}}}", "{}")))
                .containsExactly("red");
        assertThat(keys(page("{\"filter\":{\"metadata\":{\"s\":{\"w\":1}}}}", "{}")))
                .containsExactly("blue", "red");
        assertThat(keys(page("{\"filter\":{\"metadata\":{\"c\":\"red\",\"x\":1}}}", "{}")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "101", "-1", "1.5"})
    void aLimitOutOfBoundsIsNamed(String limit) {
        if (!limit.equals("1.5")) {
            check.expectWrongRequests("limits", exchange -> true);
        }
        Got got = client.kv("POST", "list", "{\"options\":{\"limit\":" + limit + "}}");
        assertThat(got.status()).isEqualTo(422);
        assertThat(got.json().at("/fields/0/field").textValue()).isEqualTo("options.limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "!", "Y3VyOg", "Y3VyOng"})
    void whatIsNoCursorIsRefused(String cursor) {
        Got got = client.kv("POST", "list", "{\"selector\":{\"after\":\"" + cursor + "\"}}");
        assertThat(got.status()).isEqualTo(400);
        assertThat(got.json().at("/fields/0/field").textValue()).isEqualTo("selector.after");
    }

    @Test
    void oneCursorOnly() {
        put("a", "b");
        String next = cursor(page("{}", "{\"limit\":1}"), "nextCursor");
        Got got = client.kv("POST", "list", "{\"selector\":{\"after\":\"" + next + "\",\"before\":\"" + next + "\"}}");
        assertThat(got.status()).isEqualTo(422);
    }

    @Test
    void countsByPrefix() {
        put("a", "a/b", "ab");
        assertThat(client.kv("POST", "count", "{}").body()).isEqualTo("{\"count\":3}");
        assertThat(client.kv("POST", "count", "{\"selector\":{\"prefix\":[\"a\"]}}")
                        .body())
                .isEqualTo("{\"count\":2}");
    }

    @Test
    void countsInDecimalsWhenTold() {
        try (VersoriServer other =
                        VersoriServer.builder().decimalCount().listener(check).start();
                WireClient wire = new WireClient(other)) {
            other.put(List.of("a"), "1");
            assertThat(wire.kv("POST", "count", "{}").body()).isEqualTo("{\"count\":1.0}");
        }
    }
}
