package dev.kvclient.kuzzle;

import static dev.kvclient.kuzzle.fixture.CannedServer.answer;
import static dev.kvclient.testkit.fixture.Timed.SOON;
import static dev.kvclient.testkit.fixture.Timed.failureWithin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.Credentials;
import dev.kvclient.KvClient;
import dev.kvclient.RetryPolicy;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvRateLimitedException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.KvTooLargeException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.fixture.CannedServer;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is sent over HTTP, to the byte, and what is made of each kind of answer, good and bad. */
@Timeout(30)
@ExtendWith(NoThreadLeft.class)
class HttpAnswersTest {
    private static final String OK = "{\"status\":200,\"error\":null,\"result\":1}";

    private final CannedServer server = CannedServer.start();

    @AfterEach
    void stopServer() {
        server.close();
    }

    private KuzzleBackend.Builder backend() {
        return KuzzleBackend.builder().http().endpoint("127.0.0.1", server.port());
    }

    /** A client that tries once. */
    private static KvClient once(KuzzleBackend.Builder backend) {
        return KvClient.builder(backend.build()).retry(RetryPolicy.none()).connect();
    }

    private static String envelope(int status, String id) {
        return "{\"status\":" + status + ",\"result\":null,\"error\":{\"id\":\"" + id + "\",\"code\":1,\"status\":"
                + status + ",\"message\":\"words\",\"props\":[]},\"requestId\":\"1\"}";
    }

    private static String bare(int status, String id) {
        return "{\"id\":\"" + id + "\",\"code\":1,\"status\":" + status + ",\"message\":\"words\",\"props\":[]}";
    }

    @Test
    void theRequestIsAnEnvelopeWithItsTokenAndItsIdInHeaders() {
        server.then(answer("200 OK", "{\"status\":200,\"error\":null,\"result\":{\"valid\":true,\"kuid\":\"ada\"}}"))
                .then(answer("200 OK\r\nSet-Cookie: authToken=hunter2; Path=/", OK))
                .then(answer("200 OK", OK));
        try (KvClient kv = once(backend()
                .path("/behind/a/proxy")
                .header("X-Tenant", "blue")
                .credentials(Credentials.token("kauth-token")))) {
            assertThat(kv.increment("k")).isEqualTo(1);
            assertThat(kv.increment("k")).isEqualTo(1);
        }

        assertThat(server.requests()).hasSize(3);
        assertThat(server.requests().get(0))
                .contains("checkToken", "X-Tenant: blue")
                .doesNotContain("Authorization");
        String second = server.requests().get(1);
        assertThat(second)
                .startsWith("POST /behind/a/proxy/_query HTTP/1.1\r\n")
                .contains(
                        "Authorization: Bearer kauth-token\r\n",
                        "Content-Type: application/json\r\n",
                        "Accept-Encoding: identity\r\n",
                        "Connection: close\r\n",
                        "X-Tenant: blue\r\n")
                .containsPattern("X-Kuzzle-Request-Id: (\\d+)\r\n(?s).*\\{\"requestId\":\"\\1\"")
                .contains("\"controller\":\"ms\",\"action\":\"incrby\"")
                .doesNotContain("jwt");
        assertThat(server.requests().get(2)).doesNotContainIgnoringCase("cookie");
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                // By an action.
                Arguments.of(
                        "400 Bad Request",
                        envelope(400, "api.assert.missing_argument"),
                        KvRequestException.class,
                        Outcome.REJECTED),
                Arguments.of(
                        "401 Unauthorized",
                        envelope(401, "security.rights.unauthorized"),
                        KvAuthException.class,
                        Outcome.REJECTED),
                Arguments.of(
                        "403 Forbidden",
                        envelope(403, "security.rights.forbidden"),
                        KvAuthException.class,
                        Outcome.REJECTED),
                Arguments.of(
                        "429 Too Many Requests",
                        envelope(429, "api.process.too_many_requests"),
                        KvRateLimitedException.class,
                        Outcome.REJECTED),
                Arguments.of(
                        "500 Internal Server Error",
                        envelope(500, "core.fatal.unexpected_error"),
                        KvServerException.class,
                        Outcome.UNKNOWN),
                Arguments.of(
                        "503 Service Unavailable",
                        envelope(503, "api.process.overloaded"),
                        KvServerException.class,
                        Outcome.REJECTED),
                // By the HTTP layer.
                Arguments.of(
                        "400 Bad Request",
                        bare(400, "network.http.body_parse_failed"),
                        KvRequestException.class,
                        Outcome.REJECTED),
                Arguments.of(
                        "413 Payload Too Large",
                        bare(413, "network.http.request_too_large"),
                        KvTooLargeException.class,
                        Outcome.REJECTED),
                // By what stands in between.
                Arguments.of("401 Unauthorized", "<h1>Who are you?</h1>", KvAuthException.class, Outcome.REJECTED),
                Arguments.of("404 Not Found", "", KvException.class, Outcome.REJECTED),
                Arguments.of("408 Request Timeout", "", KvException.class, Outcome.REJECTED),
                Arguments.of(
                        "413 Payload Too Large", "<h1>Too large</h1>", KvTooLargeException.class, Outcome.REJECTED),
                Arguments.of(
                        "429 Slow Down", "{\"message\":\"later\"}", KvRateLimitedException.class, Outcome.REJECTED),
                Arguments.of("502 Bad Gateway", "<h1>Oh</h1>", KvServerException.class, Outcome.UNKNOWN),
                Arguments.of(
                        "503 Service Unavailable\r\nRetry-After: 0",
                        "<h1>Later</h1>",
                        KvServerException.class,
                        Outcome.UNKNOWN),
                Arguments.of("504 Gateway Timeout", "[]", KvServerException.class, Outcome.UNKNOWN),
                Arguments.of(
                        "307 Temporary Redirect\r\nLocation: http://127.0.0.1:1/_query",
                        "",
                        KvProtocolException.class,
                        Outcome.UNKNOWN));
    }

    /** A counter must not be sent again by anybody: OkHttp would, at a 408 and at a 503 that says "in 0 seconds". */
    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalIsToldAndNothingIsSentTwice(String status, String body, Class<?> type, Outcome outcome) {
        server.then(answer(status, body)).then(answer("200 OK", OK));
        try (KvClient kv = once(backend())) {
            KvException e = failureWithin(SOON, () -> kv.increment("k"));

            assertThat(e).isInstanceOf(type);
            assertThat(e.outcome()).isEqualTo(outcome);
            assertThat(e.status()).hasValue(Integer.parseInt(status.substring(0, 3)));
            assertThat(server.requests()).hasSize(1);
            // Whatever it says, the server is there.
            assertThat(kv.increment("k")).isEqualTo(1);
        }
    }

    @Test
    void aWaitThatAProxyAsksForIsTold() {
        server.then(answer("503 Service Unavailable\r\nRetry-After: 7", "later"));
        try (KvClient kv = once(backend())) {
            assertThat(failureWithin(SOON, () -> kv.increment("k")).retryAfter())
                    .contains(Duration.ofSeconds(7));
        }
    }

    static Stream<Arguments> broken() {
        String whole = answer("200 OK", OK);
        return Stream.of(
                Arguments.of("", KvConnectionException.class),
                Arguments.of("HTTP/1.1 200", KvConnectionException.class),
                Arguments.of("no HTTP at all\r\n\r\n", KvConnectionException.class),
                Arguments.of(whole.substring(0, whole.length() - 5), KvConnectionException.class),
                Arguments.of(answer("200 OK", "<h1>It works!</h1>"), KvProtocolException.class),
                Arguments.of(answer("200 OK", "{\"status\":200,\"resul"), KvProtocolException.class),
                Arguments.of(answer("200 OK", ""), KvProtocolException.class),
                Arguments.of(answer("200 OK", "{}"), KvProtocolException.class));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void whatCannotBeReadLeavesTheOutcomeOpen(String canned, Class<?> type) {
        server.then(canned).then(answer("200 OK", OK));
        try (KvClient kv = once(backend())) {
            KvException e = failureWithin(SOON, () -> kv.increment("k"));

            assertThat(e).isInstanceOf(type);
            assertThat(e.outcome()).isIn(Outcome.UNKNOWN, Outcome.APPLIED);
            assertThat(server.requests()).hasSize(1);
            assertThat(kv.increment("k")).isEqualTo(1);
        }
    }
}
