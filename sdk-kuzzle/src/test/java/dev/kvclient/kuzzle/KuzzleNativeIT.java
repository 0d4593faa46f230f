package dev.kvclient.kuzzle;

import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.kvclient.CallOptions;
import dev.kvclient.Credentials;
import dev.kvclient.KvClient;
import dev.kvclient.RawJson;
import dev.kvclient.kuzzle.server.KuzzleHealth;
import dev.kvclient.kuzzle.server.KuzzleServerApi;
import dev.kvclient.kuzzle.server.KuzzleServerInfo;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Raw requests, what the server tells of itself, and what it sends by itself, at a real Kuzzle. */
@Tag("kuzzle")
@Timeout(60)
@ExtendWith(NoThreadLeft.class)
class KuzzleNativeIT {
    private static final String URL = System.getProperty("kuzzle.url", "kuzzle://127.0.0.1:7512");

    private record Health(String status) {}

    private record Login(String jwt) {}

    private KvClient kv;
    private KuzzleClient kuzzle;

    @BeforeEach
    void connect() {
        kv = KvClient.connect(URL);
        kuzzle = kv.unwrap(KuzzleClient.class);
    }

    @AfterEach
    void close() {
        kv.close();
    }

    @Test
    void anAnswerIsThereWhole() {
        CallOptions traced =
                CallOptions.none().attribute(KuzzleAttributes.VOLATILE, RawJson.of("{\"trace\":[1.5,\"é🎉\"]}"));

        KuzzleResponse response =
                kuzzle.query(KuzzleRequest.of("server", "healthCheck").readOnly(), traced);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.requestId()).isNotEmpty();
        assertThat(response.result(Health.class)).contains(new Health("green"));
        assertThat(response.resultMap()).containsEntry("status", "green").containsKey("services");
        assertThat(response.result().orElseThrow().json()).startsWith("{").endsWith("}");
        assertThat(response.volatileData()).contains(RawJson.of("{\"trace\":[1.5,\"é🎉\"]}"));
        assertThat(response.headers()).isEmpty();
    }

    @Test
    void whatTheServerTellsOfItself() {
        KuzzleServerApi server = kuzzle.server();

        assertThat(server.now()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        assertThat(resultOf(server.async().now())).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        assertThat(server.adminExists()).isFalse();
        KuzzleHealth health = server.healthCheck();
        assertThat(health.status()).isEqualTo(KuzzleHealth.Status.GREEN);
        assertThat(health.services())
                .containsOnlyKeys("internalCache", "memoryStorage", "storageEngine")
                .containsValue(KuzzleHealth.Status.GREEN);
        KuzzleServerInfo info = server.info();
        assertThat(info.version()).startsWith("2.");
        assertThat(info.nodeVersion().orElseThrow()).startsWith("v");
        assertThat(info.uptime().orElseThrow()).isPositive();
        assertThat(info.memoryUsed().orElseThrow()).isGreaterThan(1L << 20);
        assertThat(info.serviceVersions()).containsKeys("memoryStorage", "internalCache");
        assertThat(info.map()).containsOnlyKeys("kuzzle", "services");
    }

    @Test
    void theEndOfATokenIsTold() {
        String name = "kvclient-it-" + UUID.randomUUID();
        String password = "secret-" + UUID.randomUUID();
        List<KuzzleNotification> told = new CopyOnWriteArrayList<>();
        kuzzle.query(KuzzleRequest.of("security", "createUser")
                .id(name)
                .body(Map.of(
                        "content", Map.of("profileIds", List.of("default")),
                        "credentials", Map.of("local", Map.of("username", name, "password", password)))));
        try {
            String token = kuzzle.query(KuzzleRequest.of("auth", "login")
                            .with("strategy", "local")
                            .with("expiresIn", Duration.ofSeconds(2).toMillis())
                            .body(Map.of("username", name, "password", password)))
                    .result(Login.class)
                    .orElseThrow()
                    .jwt();
            try (KvClient signedIn =
                    KvClient.builder(URL).credentials(Credentials.token(token)).connect()) {
                signedIn.unwrap(KuzzleClient.class).onNotification(told::add);
                signedIn.ping();

                await().atMost(SOON).until(() -> !told.isEmpty());
            }
            assertThat(told.get(0).type()).contains(KuzzleNotification.TOKEN_EXPIRED);
            assertThat(told.get(0).room()).contains("kuzzle:notification:server");
            assertThat(told.get(0).get("message", String.class)).isPresent();
        } finally {
            kuzzle.query(KuzzleRequest.of("security", "deleteUser").id(name));
        }
    }
}
