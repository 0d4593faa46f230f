package dev.kvclient.kuzzle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kvclient.Credentials;
import dev.kvclient.KvClient;
import dev.kvclient.KvWrite;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvTooLargeException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.ms.KuzzleMemoryStorage;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is particular to HTTP, against a real Kuzzle, in keys of its own: others may use the server meanwhile. */
@Tag("kuzzle")
@Timeout(30)
@ExtendWith(NoThreadLeft.class)
class HttpAdapterIT {
    /** The server of the other tests, which listens for both on one port. */
    static final String URL =
            System.getProperty("kuzzle.url", "kuzzle://127.0.0.1:7512").replaceFirst("^kuzzle(s?):", "kuzzle+http$1:");

    private static final int LIMIT = KuzzleBackend.DEFAULT_MAX_FRAME_BYTES;

    private final String namespace = "kvclient-http-it:" + UUID.randomUUID() + ":";
    private KvClient kv;
    private KuzzleMemoryStorage ms;

    private record ServerTime(long now) {}

    @BeforeEach
    void connect() {
        kv = KvClient.connect(URL);
        ms = kv.unwrap(KuzzleClient.class).ms();
    }

    @AfterEach
    void removeAndClose() {
        try (KvClient closing = kv) {
            closing.deletePrefix(namespace);
        }
    }

    private String key(String name) {
        return namespace + name;
    }

    /** On the routes of HTTP they would be taken for several; {@code POST /_query} takes an array as it is. */
    @Test
    void keysAndMembersWithACommaAreTakenAsTheyAre() {
        String both = key("a,b");
        kv.setAll(List.of(KvWrite.of(both, "1"), KvWrite.of(key("a"), "2"), KvWrite.of("b", "3")));

        assertThat(kv.getAll(List.of(both, key("a")), String.class).orThrow())
                .isEqualTo(Map.of(both, "1", key("a"), "2"));
        assertThat(ms.mget(List.of(both))).isEqualTo(Map.of(both, "1"));
        assertThat(ms.exists(both)).isTrue();
        assertThat(ms.exists(List.of(both, key("c,d")))).isEqualTo(1);
        ms.sadd(key("s,t"), "x,y");
        ms.sadd(key("u"), "x,y", "z");
        assertThat(ms.sinter(key("s,t"), key("u"))).containsExactly("x,y");
        assertThat(ms.hmget(key("h"), List.of("f,g"))).isEmpty();
        assertThat(kv.delete("b").existed()).isNotNull();
    }

    @Test
    void aBodyOfTheLimitPassesAndTheServersOwnLimitIsTold() {
        URI server = URI.create(URL.replaceFirst("^kuzzle\\+", ""));
        try (KvClient careless = KvClient.builder(KuzzleBackend.builder()
                        .http()
                        .endpoint(server.getHost(), server.getPort())
                        .maxFrameBytes(2 * LIMIT)
                        .build())
                .connect()) {
            KvException e =
                    catchThrowableOfType(KvException.class, () -> careless.set(key("larger"), "x".repeat(LIMIT)));

            assertThat(e).isInstanceOf(KvTooLargeException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(e.status()).hasValue(413);
            assertThat(e.backendCode()).contains("network.http.request_too_large");
            assertThat(careless.contains(key("larger"))).isFalse();
        }
        String full = "x".repeat(LIMIT - 200 - namespace.length());
        assertThat(kv.set(key("large"), full).written()).isTrue();
        assertThat(kv.get(key("large"), String.class)).contains(full);
        KvException here = catchThrowableOfType(KvException.class, () -> kv.set(key("large"), "x".repeat(LIMIT)));
        assertThat(here).isInstanceOf(KvTooLargeException.class);
        assertThat(here.outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void errorsOfActionsAreThoseOfTheWebSocket() {
        KuzzleClient kuzzle = kv.unwrap(KuzzleClient.class);
        kv.set(key("text"), "x");

        KvException wrong = catchThrowableOfType(KvException.class, () -> ms.llen(key("text")));
        KvException unknown = catchThrowableOfType(
                KvException.class, () -> kuzzle.query(KuzzleRequest.of("ms", "nonesuch"), String.class));

        assertThat(wrong).isInstanceOf(KvRequestException.class);
        assertThat(wrong.backendCode()).contains("plugin.runtime.unexpected_error");
        assertThat(wrong.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(unknown).isInstanceOf(KvNotFoundException.class);
        assertThat(kuzzle.query(KuzzleRequest.of("server", "now").readOnly(), ServerTime.class))
                .hasValueSatisfying(time -> assertThat(time.now()).isPositive());
    }

    @Test
    void aTokenThatIsNoneIsRefusedWhenItConnects() {
        KvException e = catchThrowableOfType(
                KvException.class,
                () -> KvClient.builder(URL)
                        .credentials(Credentials.token("kauth-none"))
                        .connect()
                        .close());

        assertThat(e).isInstanceOf(KvAuthException.class);
        assertThat(e.toString()).doesNotContain("kauth-none");
    }
}
