package dev.kvclient.kuzzle;

import static dev.kvclient.kuzzle.fixture.Clients.connect;
import static dev.kvclient.testkit.fixture.Timed.failureOf;
import static dev.kvclient.testkit.fixture.Timed.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kvclient.CallOptions;
import dev.kvclient.KvClient;
import dev.kvclient.RawJson;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.server.KuzzleHealth;
import dev.kvclient.kuzzle.server.KuzzleServerApi;
import dev.kvclient.kuzzle.server.KuzzleServerInfo;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.fixture.WireTap;
import dev.kvclient.testkit.kuzzle.Fault;
import dev.kvclient.testkit.kuzzle.Faults;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the server tells of itself, by {@link KuzzleClient#server()}. */
@ExtendWith(NoThreadLeft.class)
class ServerApiTest {
    private final KuzzleServer server = KuzzleServer.start();
    private KvClient kv;
    private KuzzleServerApi api;

    @BeforeEach
    void open() {
        kv = connect(server);
        api = kv.unwrap(KuzzleClient.class).server();
    }

    @AfterEach
    void close() {
        kv.close();
        server.close();
    }

    private static void isNow(Instant time) {
        assertThat(time).isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    }

    @Test
    void allItTells() {
        isNow(api.now());
        assertThat(api.adminExists()).isFalse();
        assertThat(api.healthCheck().status()).isEqualTo(KuzzleHealth.Status.GREEN);
        assertThat(api.healthCheck().services())
                .isEqualTo(Map.of(
                        "internalCache", KuzzleHealth.Status.GREEN,
                        "memoryStorage", KuzzleHealth.Status.GREEN,
                        "storageEngine", KuzzleHealth.Status.GREEN));
        KuzzleServerInfo info = api.info();
        assertThat(info.version()).isEqualTo("2.56.0");
        assertThat(info.node()).isEmpty();
        assertThat(info.map()).containsKey("kuzzle");
    }

    @Test
    void theSameWithFutures() {
        isNow(resultOf(api.async().now()));
        assertThat(resultOf(api.async().adminExists())).isFalse();
        assertThat(resultOf(api.async().healthCheck()).status()).isEqualTo(KuzzleHealth.Status.GREEN);
        assertThat(resultOf(api.async().info()).version()).isEqualTo("2.56.0");
    }

    @Test
    void optionsHoldForBothFaces() {
        CallOptions traced = CallOptions.none().attribute(KuzzleAttributes.VOLATILE, RawJson.of("{\"t\":1}"));
        try (WireTap tap = WireTap.before(server.port());
                KvClient tapped = KvClient.connect("kuzzle://127.0.0.1:" + tap.port())) {
            KuzzleServerApi plain = tapped.unwrap(KuzzleClient.class).server();
            KuzzleServerApi with = plain.with(traced).with(o -> o.timeout(Duration.ofSeconds(5)));
            with.now();
            resultOf(with.async().with(o -> o.queuable(false)).now());
            plain.now();

            assertThat(tap.frames())
                    .containsExactly(
                            "{\"requestId\":\"1\",\"controller\":\"server\",\"action\":\"now\",\"volatile\":{\"t\":1}}",
                            "{\"requestId\":\"2\",\"controller\":\"server\",\"action\":\"now\",\"volatile\":{\"t\":1}}",
                            "{\"requestId\":\"3\",\"controller\":\"server\",\"action\":\"now\"}");
        }
    }

    @Test
    void aTimeoutHolds() {
        server.faults().on(Faults.action("server", "now"), Fault.ignore());
        KuzzleServerApi hasty = api.with(o -> o.timeout(Duration.ofMillis(100)));

        assertThat(catchThrowableOfType(KvException.class, hasty::now)).isInstanceOf(KvTimeoutException.class);
        assertThat(failureOf(hasty.async().now())).isInstanceOf(KvTimeoutException.class);
    }

    @Test
    void whatWasLostIsAskedForAgain() {
        server.faults()
                .on(Faults.action("server", "now"), Fault.dropAfterExecuting())
                .once();

        isNow(api.now());
    }

    @Test
    void aRefusalIsTold() {
        server.anonymousAllowed(false);

        KvException e = catchThrowableOfType(KvException.class, api::info);

        assertThat(e).isInstanceOf(KvAuthException.class);
        assertThat(e.operation()).contains("server:info");
        assertThat(failureOf(api.async().info())).isInstanceOf(KvAuthException.class);
    }

    @Test
    void withoutItsRedisEvenItsHealthIsAnError() {
        server.faults().on(Faults.action("server", "healthCheck"), Fault.redisDown());

        KvException e = catchThrowableOfType(
                KvException.class,
                () -> api.with(o -> o.timeout(Duration.ofMillis(300))).healthCheck());

        assertThat(e).isInstanceOf(KvServerException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(e.backendCode()).contains("services.cache.read_failed");
    }
}
