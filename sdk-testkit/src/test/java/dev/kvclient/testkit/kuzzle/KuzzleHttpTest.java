package dev.kvclient.testkit.kuzzle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.fixture.TestTls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the recorded pairs do not show of HTTP: faults, restarts, bodies in chunks, other content types. */
@Timeout(30)
class KuzzleHttpTest {

    @RegisterExtension
    final NoThreadLeft threads = new NoThreadLeft();

    private static final String INCR = "{\"controller\":\"ms\",\"action\":\"incr\",\"_id\":\"n\"}";
    private static final Duration BRIEFLY = Duration.ofMillis(200);

    private final KuzzleServer server = KuzzleServer.builder()
            .http()
            .maxRequestSize(1000)
            .user("ada", "secret", Set.of("ms:get", "auth:*"))
            .start();

    private final TestHttpClient http = new TestHttpClient(server);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void sharesDataAndCountersWithTheWebSocket() throws Exception {
        assertThat(http.query(INCR).path("result").intValue()).isEqualTo(1);
        try (TestClient client = TestClient.connect(server)) {
            assertThat(client.ask(INCR)).contains("\"result\":2");
        }
        assertThat(server.executed("incr")).isEqualTo(2);
        assertThat(server.requestsReceived()).isEqualTo(2);
        assertThat(server.value("n")).contains("2");
    }

    @Test
    void hasNoAddressUnlessAskedFor() {
        try (KuzzleServer other = KuzzleServer.start()) {
            assertThatIllegalStateException().isThrownBy(other::httpUrl);
        }
    }

    @Test
    void keepsItsPortOverARestart() throws Exception {
        String url = server.httpUrl();
        server.stop();
        assertThatThrownBy(() -> http.query(INCR)).isInstanceOf(IOException.class);
        server.restart();
        assertThat(server.httpUrl()).isEqualTo(url);
        assertThat(http.query(INCR).path("result").intValue()).isEqualTo(1);
    }

    @Test
    void asksToCloseAndGoesOnAllTheSame() throws Exception {
        URI url = URI.create(server.httpUrl().substring("kuzzle+".length()));
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            for (int i = 1; i <= 2; i++) {
                String head = "POST /ms/_incrby/n HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
                String chunks = "9\r\n{\"value\":\r\n2;ext=1\r\n3}\r\n0\r\nTrailer: x\r\n\r\n";
                socket.getOutputStream().write((head + chunks).getBytes(StandardCharsets.ISO_8859_1));
                assertThat(in.readLine()).startsWith("HTTP/1.1 200");
                assertThat(in.readLine()).isEqualTo("Connection: close");
                int length = 0;
                for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                    length = line.startsWith("Content-Length: ") ? Integer.parseInt(line.substring(16)) : length;
                }
                char[] body = new char[length];
                for (int read = 0; read < length; ) {
                    read += in.read(body, read, length - read);
                }
                assertThat(new String(body)).contains("\"result\":" + 3 * i);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST   | /_query       | text/plain                     | {} | 400 network.http.unsupported_content
            POST   | /_query       | application/json;charset=utf-16| {} | 400 network.http.unsupported_charset
            POST   | /_query       | application/json               | {  | 400 network.http.body_parse_failed
            POST   | /_query       | application/json               | 1 2| 400 network.http.body_parse_failed
            """)
    void refusesWithABareError(String method, String path, String type, String body, String refusal) throws Exception {
        HttpResponse<byte[]> response = http.ask(method, path, Map.of("Content-Type", type), body);
        JsonNode error = TestHttpClient.json(response);
        assertThat(error.path("status") + " " + error.path("id").asText()).isEqualTo(refusal);
        assertThat(response.statusCode()).isEqualTo(error.path("status").intValue());
        assertThat(response.headers().map()).doesNotContainKeys("connection", "x-kuzzle-request-id");
        assertThat(error.has("requestId")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST   | /_query       | [1]                            | 500 -
            POST   | /_query       | null                           | 400 network.http.unexpected_error
            POST   | /_query       | {"controller":1}               | 400 -
            POST   | /_query       | {"controller":"ms"}            | 400 api.assert.missing_argument
            POST   | /ms/_set/k    | 1                              | 400 -
            GET    | /ms/_strlen   |                                | 404 network.http.url_not_found
            GET    | /_now/        |                                | 200 -
            GET    | /_ready       |                                | 200 -
            DELETE | /ms/_hdel/k   | {"fields":["f"]}               | 200 -
            TRACE  | /ms/k         |                                | 400 network.http.unsupported_verb
            GET    | /ms/_lindex/k/x |                              | 500 plugin.runtime.unexpected_error
            """)
    void answersInAnEnvelope(String method, String path, String body, String outcome) throws Exception {
        server.clearData();
        http.ask("POST", "/ms/_rpush/k", Map.of(), path.contains("lindex") ? "{\"values\":[1]}" : "{}");
        HttpResponse<byte[]> response = http.ask(method, path, Map.of("X-Kuzzle-Request-Id", "mine"), body);
        JsonNode answer = TestHttpClient.json(response);
        String id = answer.path("error").path("id").asText("-");
        assertThat(response.statusCode() + " " + id).isEqualTo(outcome);
        assertThat(answer.path("requestId").asText()).isEqualTo("mine");
        assertThat(answer.path("status").intValue()).isEqualTo(response.statusCode());
        assertThat(answer.has("room")).isFalse();
    }

    @Test
    void refusesWhatIsTooLarge() throws Exception {
        String fits = "{\"value\":\"" + "x".repeat(1000 - 12) + "\"}";
        assertThat(http.ask("POST", "/ms/_set/k", Map.of(), fits).statusCode()).isEqualTo(200);
        HttpResponse<byte[]> response = http.ask("POST", "/ms/_set/k", Map.of(), fits + " ");
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(TestHttpClient.json(response).path("id").asText()).isEqualTo("network.http.request_too_large");
    }

    @Test
    void logsInByHeaderOrBody() throws Exception {
        server.anonymousAllowed(false);
        String credentials = "{\"username\":\"ada\",\"password\":\"secret\"}";
        String token = TestHttpClient.json(http.ask("POST", "/_login/local", Map.of(), credentials))
                .at("/result/jwt")
                .asText();
        String get = "{\"controller\":\"ms\",\"action\":\"get\",\"_id\":\"k\"}";
        assertThat(http.query(get).path("status").intValue()).isEqualTo(401);
        assertThat(http.query(get.replace("\"_id\"", "\"jwt\":\"" + token + "\",\"_id\""))
                        .path("status")
                        .intValue())
                .isEqualTo(200);
        Map<String, String> bearer = Map.of("Authorization", "bEARER " + token);
        assertThat(http.ask("POST", "/_query", bearer, get).statusCode()).isEqualTo(200);
        assertThat(http.ask("POST", "/_query", bearer, INCR).statusCode()).isEqualTo(403);
    }

    @Test
    void failsWhenTold() throws Exception {
        server.faults().on(Faults.any(), Fault.dropBeforeExecuting()).once();
        assertThatThrownBy(() -> http.query(INCR)).isInstanceOf(IOException.class);
        assertThat(server.executed("incr")).isZero();
        server.faults().on(Faults.any(), Fault.dropAfterExecuting()).once();
        assertThatThrownBy(() -> http.query(INCR)).isInstanceOf(IOException.class);
        assertThat(server.executed("incr")).isEqualTo(1);
        server.faults().on(Faults.any(), Fault.overloaded()).once();
        assertThat(http.ask("POST", "/ms/_incr/n", Map.of(), "{}").statusCode()).isEqualTo(503);
        server.faults().on(Faults.any(), Fault.answerNotJson()).once();
        HttpResponse<byte[]> notJson = http.ask("POST", "/ms/_incr/n", Map.of(), "{}");
        assertThat(notJson.statusCode()).isEqualTo(502);
        server.faults().on(Faults.any(), Fault.answerForNobody()).once();
        Map<String, String> mine = Map.of("X-Kuzzle-Request-Id", "mine");
        assertThat(TestHttpClient.json(http.ask("POST", "/ms/_incr/n", mine, "{}"))
                        .path("requestId")
                        .asText())
                .isNotEqualTo("mine");
        server.faults().on(Faults.any(), Fault.answerTwice()).once();
        assertThat(http.query(INCR).path("result").intValue()).isEqualTo(4);
        server.faults()
                .on(Faults.any(), Fault.delayExecution(Duration.ofMillis(1)))
                .once();
        assertThat(http.query(INCR).path("result").intValue()).isEqualTo(5);
        server.faults()
                .on(Faults.any(), Fault.delayAnswer(Duration.ofMillis(1)))
                .once();
        assertThat(http.query(INCR).path("result").intValue()).isEqualTo(6);
    }

    @Test
    void keepsAClientWaiting() {
        server.faults().on(Faults.any(), Fault.executeWhenTold()).once();
        assertThatThrownBy(() -> http.ask("POST", "/ms/_incr/n", Map.of(), "{}", BRIEFLY))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(server.value("n")).isEmpty();
        assertThat(server.faults().executeHeld()).isEqualTo(1);
        assertThat(server.value("n")).contains("1");
        server.faults().on(Faults.any(), Fault.swallowAnswer()).once();
        assertThatThrownBy(() -> http.ask("POST", "/ms/_incr/n", Map.of(), "{}", BRIEFLY))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(server.value("n")).contains("2");
        server.faults().on(Faults.any(), Fault.ignore()).once();
        assertThatThrownBy(() -> http.ask("POST", "/ms/_incr/n", Map.of(), "{}", BRIEFLY))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(server.value("n")).contains("2");
    }

    @Test
    void refusesConnectionsWhenTold() throws Exception {
        server.faults().refuseConnections(true);
        assertThatThrownBy(() -> http.query(INCR)).isInstanceOf(IOException.class);
        server.faults().refuseConnections(false);
        assertThat(http.query(INCR).path("result").intValue()).isEqualTo(1);
    }

    @Test
    void speaksTls(@TempDir Path directory) throws Exception {
        SSLContext context = TestTls.context(directory, "localhost", "dns:localhost,ip:127.0.0.1");
        try (KuzzleServer secure = KuzzleServer.builder().http().tls(context).start()) {
            assertThat(secure.httpUrl()).startsWith("kuzzle+https://127.0.0.1:");
            int port =
                    URI.create(secure.httpUrl().substring("kuzzle+".length())).getPort();
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
                socket.getOutputStream().write("GET /_now HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                byte[] start = socket.getInputStream().readNBytes(12);
                assertThat(new String(start, StandardCharsets.ISO_8859_1)).isEqualTo("HTTP/1.1 200");
            }
        }
    }
}
