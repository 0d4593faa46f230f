package dev.kvclient.testkit.versori;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.versori.WireClient.Got;
import dev.kvclient.testkit.versori.openapi.OpenApiCheck;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server itself: its address, its stores, who may ask, what it counts, how it ends. */
@ExtendWith(NoThreadLeft.class)
class VersoriServerTest {

    private static final String ULID = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

    @RegisterExtension
    final OpenApiCheck check = new OpenApiCheck();

    private VersoriServerBuilder builder() {
        return VersoriServer.builder().listener(check);
    }

    @Test
    void saysWhereItIs() {
        try (VersoriServer server =
                builder().storeId(ULID.toLowerCase(Locale.ROOT)).start()) {
            assertThat(server.storeId()).isEqualTo(ULID);
            assertThat(server.baseUrl()).isEqualTo("http://127.0.0.1:" + server.port() + "/api/v2");
            assertThat(server.url()).isEqualTo("versori+" + server.baseUrl() + "?store=" + ULID);
        }
    }

    @Test
    void listsAndMakesStores() {
        try (VersoriServer server = builder().organisation("o1").start();
                WireClient client = new WireClient(server)) {
            String id = client.send("POST", "/o/o1/store", "{\"name\":\"PROJECT_p\"}")
                    .json()
                    .get("id")
                    .textValue();
            assertThat(client.send("GET", "/o/o1/store", null)
                            .json()
                            .get("stores")
                            .toString())
                    .isEqualTo("[{\"id\":\"" + server.storeId() + "\",\"name\":\"ORG_o1\",\"orgId\":\"o1\"},{\"id\":\""
                            + id + "\",\"name\":\"PROJECT_p\",\"orgId\":\"o1\"}]");
            assertThat(client.send("PUT", "/store/" + id + "/kv/a", "{\"value\":1}")
                            .status())
                    .isEqualTo(200);
            assertThat(server.keyCount(id)).isEqualTo(1);
            assertThat(server.keyCount()).isZero();
            assertThat(client.send("POST", "/o/o1/store", "{\"name\":\"PROJECT_p\"}")
                            .status())
                    .isEqualTo(409);
            assertThat(client.send("POST", "/o/o1/store", "{}").status()).isEqualTo(422);
            assertThat(client.send("GET", "/o/other/store", null).status()).isEqualTo(404);
            assertThatIllegalArgumentException().isThrownBy(() -> server.createStore("PROJECT_p"));
        }
    }

    @Test
    void acceptsATokenInBothForms() {
        try (VersoriServer server = builder().token("t").start();
                WireClient client = new WireClient(server)) {
            assertThat(client.kv("GET", "a", null, "Authorization: Bearer t").status())
                    .isEqualTo(404);
            assertThat(client.kv("GET", "a", null, "Authorization: JWT t").status())
                    .isEqualTo(404);
            Got refused = client.kv("GET", "a", null, "Authorization: Bearer u");
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.json().get("code").textValue()).isEqualTo("unauthorized");
            assertThat(client.kv("GET", "a", null, "Cookie: cookie=t").status()).isEqualTo(401);
            server.token("u");
            assertThat(client.kv("GET", "a", null, "Authorization: Bearer u").status())
                    .isEqualTo(404);
            assertThat(client.kv("GET", "a", null, "Authorization: Bearer t").status())
                    .isEqualTo(401);
        }
    }

    @Test
    void acceptsWhomATestAccepts() {
        List<ShownCredentials> shown = new CopyOnWriteArrayList<>();
        try (VersoriServer server = builder().authorize(shown::add).start();
                WireClient client = new WireClient(server)) {
            client.kv("GET", "a", null, "Cookie: x=1; cookie=c", "Authorization: JWT j");
            assertThat(shown.get(0).cookie()).contains("c");
            assertThat(shown.get(0).jwt()).contains("j");
            assertThat(shown.get(0).bearer()).isEmpty();
            assertThat(shown.get(0)).asString().isEqualTo("ShownCredentials[authorization=true, cookies=true]");
            server.authorize(credentials -> false);
            assertThat(client.get("a").status()).isEqualTo(401);
        }
    }

    @Test
    void refusesWhatIsNoRoute() {
        try (VersoriServer server = builder().start();
                WireClient client = new WireClient(server)) {
            check.expectWrongRequests("no such paths, and no ULID", exchange -> true);
            assertThat(client.send("GET", "/other", null).status()).isEqualTo(404);
            assertThat(client.send("GET", "/store/" + ULID, null).status()).isEqualTo(404);
            assertThat(client.send("GET", "/store/nonsense/kv/a", null).status())
                    .isEqualTo(400);
            assertThat(client.send("PATCH", "/store/" + ULID + "/kv/a", "{}").status())
                    .isEqualTo(405);
            assertThat(server.requestsSeen()).isEqualTo(4);
        }
    }

    @Test
    void aStoreIsFoundInLowerCaseToo() {
        try (VersoriServer server = builder().storeId(ULID).start();
                WireClient client = new WireClient(server)) {
            server.put(List.of("a"), "1");
            assertThat(client.send("GET", "/store/01arz3ndektsv4rrffq69g5fav/kv/a", null)
                            .status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Type: text/plain", "Content-Type: application/x-www-form-urlencoded"})
    void refusesAnotherContentType(String header) {
        try (VersoriServer server = builder().start();
                WireClient client = new WireClient(server)) {
            check.expectWrongRequests("content types", exchange -> true);
            assertThat(client.kv("PUT", "a", "{\"value\":1}", header).status()).isEqualTo(415);
            assertThat(server.keyCount()).isZero();
        }
    }

    @Test
    void compressesForThoseWhoAcceptIt() {
        try (VersoriServer server = builder().gzip().start();
                WireClient client = new WireClient(server)) {
            server.put(List.of("a"), "\"" + "x".repeat(1000) + "\"");
            Got zipped = client.kv("GET", "a", null, "Accept-Encoding: gzip");
            assertThat(zipped.headers()).containsEntry("content-encoding", "gzip");
            assertThat(Integer.parseInt(zipped.headers().get("content-length"))).isLessThan(500);
            assertThat(zipped.json().get("value").textValue()).hasSize(1000);
            assertThat(client.get("a").headers()).doesNotContainKey("content-encoding");
        }
    }

    @Test
    void tellsWhatItHasSeen() {
        List<HttpExchange> told = new CopyOnWriteArrayList<>();
        try (VersoriServer server = builder().start();
                WireClient client = new WireClient(server)) {
            server.listen(told::add);
            client.set("a/b", "{\"value\":\"secret\"}");
            client.get("a/b");
            client.get("c");
            assertThat(server.requestsSeen()).isEqualTo(3);
            assertThat(server.requestsSeen(Operation.GET_KV)).isEqualTo(2);
            assertThat(server.executed(Operation.GET_KV)).isEqualTo(1);
            assertThat(server.executed(Operation.LIST_KV)).isZero();
            assertThat(server.connectionsAccepted()).isEqualTo(1);
            assertThat(server.connections()).isEqualTo(1);
            assertThat(check.checked()).isEqualTo(3);
            HttpExchange first = told.get(0);
            assertThat(first.operation()).isEqualTo(Operation.SET_KV);
            assertThat(first.requestHeaders()).containsEntry("authorization", List.of("Bearer " + WireClient.TOKEN));
            assertThat(first.requestBody()).isEqualTo("{\"value\":\"secret\"}");
            assertThat(first.responseHeaders()).containsEntry("content-type", List.of("application/json"));
            assertThat(first.responseBody()).contains("committed");
            assertThat(first.toString()).isEqualTo("PUT /api/v2/store/" + server.storeId() + "/kv/a/b -> 200");
        }
    }

    @Test
    void startsAgainOnTheSamePortWithItsData() {
        try (VersoriServer server = builder().start()) {
            String url = server.url();
            try (WireClient client = new WireClient(server)) {
                client.set("a", "{\"value\":1}");
                server.stop();
                server.stop();
                assertThatThrownBy(() -> client.get("a")).isInstanceOf(UncheckedIOException.class);
                assertThatThrownBy(() -> new WireClient(server)).isInstanceOf(UncheckedIOException.class);
            }
            server.restart();
            assertThat(server.url()).isEqualTo(url);
            server.restart();
            try (WireClient client = new WireClient(server)) {
                assertThat(client.get("a").status()).isEqualTo(200);
                server.dropConnections();
                assertThatThrownBy(() -> client.get("a")).isInstanceOf(UncheckedIOException.class);
            }
            server.clearData();
            assertThat(server.keyCount()).isZero();
            assertThat(server.connectionsAccepted()).isEqualTo(2);
        }
    }

    @Test
    void aTakenPortIsSaid() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            VersoriServerBuilder builder = builder().port(taken.getLocalPort());
            assertThatThrownBy(builder::start)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(String.valueOf(taken.getLocalPort()));
        }
    }

    @Test
    void leavesNoThread() {
        Set<Thread> before = threads();
        VersoriServer server = builder().start();
        server.faults().on(Faults.key("late"), Fault.executeLate(Duration.ofMinutes(1)));
        try (WireClient one = new WireClient(server);
                WireClient two = new WireClient(server)) {
            assertThat(one.get("a").status()).isEqualTo(404);
            assertThatThrownBy(() -> two.get("late")).hasCauseInstanceOf(EOFException.class);
            assertThat(threads()).hasSizeGreaterThan(before.size());
            server.close();
            server.close();
            assertThat(threads()).isSubsetOf(before);
        }
        assertThatIllegalStateException().isThrownBy(server::restart);
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread ->
                        Stream.of("MockWebServer", "OkHttp", "versori").anyMatch(thread.getName()::startsWith))
                .collect(Collectors.toSet());
    }

    @Test
    void doesNotWaitForAcknowledgements() {
        try (VersoriServer server = builder().start();
                WireClient client = new WireClient(server)) {
            long[] nanos = new long[200];
            String body = "{\"value\":\"" + "x".repeat(100) + "\"}";
            for (int i = 0; i < nanos.length; i++) {
                long begin = System.nanoTime();
                client.set("k" + i, body);
                nanos[i] = System.nanoTime() - begin;
            }
            Arrays.sort(nanos);
            // A delayed acknowledgement would take 40 ms.
            assertThat(Duration.ofNanos(nanos[nanos.length / 2])).isLessThan(Duration.ofMillis(20));
        }
    }

    @Test
    void refusesNonsense() {
        VersoriServerBuilder builder = builder();
        assertThatIllegalArgumentException().isThrownBy(() -> builder.port(65_536));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.storeId("short"));
        try (VersoriServer server = builder.start()) {
            assertThatIllegalArgumentException().isThrownBy(() -> server.put(List.of("a"), "{"));
            assertThatIllegalArgumentException().isThrownBy(() -> server.keyCount("other"));
        }
    }
}
