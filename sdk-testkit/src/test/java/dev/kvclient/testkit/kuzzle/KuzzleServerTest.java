package dev.kvclient.testkit.kuzzle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kvclient.testkit.fixture.TestTls;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class KuzzleServerTest {

    private static String set(String key, String value) {
        return "{\"controller\":\"ms\",\"action\":\"set\",\"_id\":\"" + key + "\",\"body\":{\"value\":\"" + value
                + "\"}}";
    }

    private static String get(String key) {
        return "{\"controller\":\"ms\",\"action\":\"get\",\"_id\":\"" + key + "\"}";
    }

    private static String getWith(String token) {
        return "{\"controller\":\"ms\",\"action\":\"get\",\"_id\":\"k\",\"jwt\":\"" + token + "\"}";
    }

    private static String login(String name, String password) {
        return "{\"controller\":\"auth\",\"action\":\"login\",\"strategy\":\"local\",\"body\":{\"username\":\"" + name
                + "\",\"password\":\"" + password + "\"}}";
    }

    private static String tokenIn(String answer) {
        Matcher jwt = Pattern.compile("\"jwt\":\"(kauth-[^\"]+)\"").matcher(answer);
        assertThat(jwt.find()).as(answer).isTrue();
        return jwt.group(1);
    }

    private static long ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("kuzzle-server"))
                .count();
    }

    @Test
    void keepsDataAndPortOverARestart() {
        try (KuzzleServer server = KuzzleServer.start()) {
            int port = server.port();
            TestClient first = TestClient.connect(server);
            assertThat(first.ask(set("k", "v"))).contains("\"OK\"");
            server.stop();
            assertThat(first.awaitClose()).isEqualTo(1006);
            assertThatThrownBy(() -> TestClient.connect(server)).hasMessage("not connected");
            server.restart();
            assertThat(server.port()).isEqualTo(port);
            assertThat(server.url()).isEqualTo("kuzzle://127.0.0.1:" + port);
            try (TestClient second = TestClient.connect(server)) {
                assertThat(second.ask(get("k"))).contains("\"result\":\"v\"");
                server.restart();
                assertThat(second.awaitClose()).isEqualTo(1006);
            }
            server.clearData();
            assertThat(server.keyCount()).isZero();
        }
    }

    @Test
    void dropsConnectionsAndGoesOn() {
        try (KuzzleServer server = KuzzleServer.start();
                TestClient client = TestClient.connect(server)) {
            await().until(() -> server.connections() == 1);
            server.dropConnections();
            assertThat(client.awaitClose()).isEqualTo(1006);
            await().until(() -> server.connections() == 0);
            try (TestClient other = TestClient.connect(server)) {
                assertThat(other.ask(get("k"))).contains("\"result\":null");
            }
        }
    }

    @Test
    void leavesNoThread() {
        KuzzleServer server = KuzzleServer.start();
        TestClient client = TestClient.connect(server);
        server.faults().on(Faults.any(), Fault.delayAnswer(Duration.ofMinutes(1)));
        client.send(get("k"));
        await().until(() -> server.requestsReceived() == 1);
        assertThat(ourThreads()).isPositive();
        server.close();
        server.close();
        assertThat(ourThreads()).isZero();
        assertThat(client.awaitClose()).isEqualTo(1006);
        server.stop();
        assertThatIllegalStateException().isThrownBy(server::restart);
    }

    @Test
    void aTakenPortIsAnError() {
        try (KuzzleServer server = KuzzleServer.start()) {
            KuzzleServerBuilder second = KuzzleServer.builder().port(server.port());
            long before = ourThreads();
            assertThatThrownBy(second::start).isInstanceOf(UncheckedIOException.class);
            await().untilAsserted(() -> assertThat(ourThreads()).isEqualTo(before));
        }
    }

    @Test
    void cutsASilentClient() {
        try (KuzzleServer server = KuzzleServer.builder()
                        .idleTimeout(Duration.ofMillis(200))
                        .start();
                TestClient client = TestClient.connect(server)) {
            assertThat(client.awaitClose()).isEqualTo(1006);
            await().until(() -> server.connections() == 0);
        }
    }

    @Test
    void cutsUnderAFrameThatIsTooLarge() {
        try (KuzzleServer server = KuzzleServer.builder().maxRequestSize(100).start();
                TestClient client = TestClient.connect(server)) {
            String fits = set("k", "x".repeat(100 - set("k", "").length()));
            assertThat(client.ask(fits)).contains("\"OK\"");
            client.send(fits + " ");
            assertThat(client.awaitClose()).isEqualTo(1006);
            assertThat(server.requestsReceived()).isEqualTo(1);
        }
    }

    @Test
    void expiresByTheGivenClock() {
        TestClock clock = new TestClock(Instant.parse("2030-01-01T00:00:00Z"));
        try (KuzzleServer server = KuzzleServer.builder().clock(clock).start();
                TestClient client = TestClient.connect(server)) {
            client.ask(
                    "{\"controller\":\"ms\",\"action\":\"set\",\"_id\":\"k\",\"body\":{\"value\":\"v\",\"px\":1000}}");
            clock.advance(Duration.ofMillis(999));
            assertThat(client.ask(get("k"))).contains("\"result\":\"v\"");
            clock.advance(Duration.ofMillis(1));
            assertThat(server.keyCount()).isZero();
            assertThat(client.ask(get("k"))).contains("\"result\":null");
        }
    }

    @Test
    void tellsWhoMayDoWhat() {
        try (KuzzleServer server = KuzzleServer.builder()
                        .user("ada", "secret")
                        .user("guest", "guest-secret", Set.of("ms:get", "auth:*"))
                        .anonymousAllowed(false)
                        .start();
                TestClient client = TestClient.connect(server)) {
            assertThat(client.ask(get("k"))).contains("security.rights.unauthorized");
            assertThat(client.ask(login("ada", "wrong"))).contains("plugin.strategy.missing_user");
            String ada = tokenIn(client.ask(login("ada", "secret")));
            String guest = tokenIn(client.ask(login("guest", "guest-secret")));
            assertThat(client.ask(getWith(ada))).contains("\"status\":200");
            assertThat(client.ask(getWith(guest))).contains("\"status\":200");
            String incr = "{\"controller\":\"ms\",\"action\":\"incr\",\"_id\":\"k\",\"jwt\":\"" + guest + "\"}";
            assertThat(client.ask(incr)).contains("security.rights.forbidden", "\"status\":403");
            server.revokeTokens();
            assertThat(client.ask(getWith(ada))).contains("security.token.invalid", "\"status\":401");
            server.anonymousAllowed(true);
            assertThat(client.ask(get("k"))).contains("\"status\":200");
        }
    }

    @Test
    void aScanMeetsEveryKeyThatStays() {
        try (KuzzleServer server = KuzzleServer.start();
                TestClient client = TestClient.connect(server)) {
            for (int i = 0; i < 95; i++) {
                client.ask(set("k" + i, "v"));
            }
            Set<String> seen = new TreeSet<>();
            String cursor = "0";
            int pages = 0;
            do {
                String page = client.ask("{\"controller\":\"ms\",\"action\":\"scan\",\"cursor\":\"" + cursor
                        + "\",\"match\":\"k*\",\"count\":10}");
                Matcher reply =
                        Pattern.compile("\"result\":\\[\"(\\d+)\",\\[(.*?)]]").matcher(page);
                assertThat(reply.find()).isTrue();
                cursor = reply.group(1);
                seen.addAll(List.of(reply.group(2).split(",", -1)));
                client.ask(set("new" + pages++, "v"));
            } while (!cursor.equals("0"));
            // The last page may be empty.
            seen.remove("");
            assertThat(seen).hasSize(95);
            assertThat(pages).isGreaterThanOrEqualTo(10);
        }
    }

    @Test
    void speaksTls(@TempDir Path directory) throws Exception {
        SSLContext context = TestTls.context(directory, "localhost", "dns:localhost,ip:127.0.0.1");
        try (KuzzleServer server = KuzzleServer.builder().tls(context).start()) {
            assertThat(server.url()).startsWith("kuzzles://127.0.0.1:");
            try (TestClient client = TestClient.connect(server, context)) {
                assertThat(client.ask(set("k", "v"))).contains("\"OK\"");
                server.faults().on(Faults.any(), Fault.dropAfterExecuting());
                client.send(get("k"));
                assertThat(client.awaitClose()).isEqualTo(1006);
            }
        }
        assertThat(ourThreads()).isZero();
    }

    @Test
    void refusesNonsense() {
        KuzzleServerBuilder builder = KuzzleServer.builder();
        assertThatIllegalArgumentException().isThrownBy(() -> builder.port(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxRequestSize(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.idleTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.loginsPerSecond(-1));
    }
}
