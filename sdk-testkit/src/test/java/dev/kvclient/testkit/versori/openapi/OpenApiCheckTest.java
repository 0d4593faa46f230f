package dev.kvclient.testkit.versori.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvclient.testkit.versori.HttpExchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the check passes what is right, and can fail: on requests, and on answers. */
class OpenApiCheckTest {

    private static final String KV = "/api/v2/store/01ARZ3NDEKTSV4RRFFQ69G5FAV/kv/";
    private static final String COMMIT = "{\"ok\":true,\"committed\":true,\"versionstamp\":\"1\"}";
    private static final String ERROR = "{\"code\":\"c\",\"message\":\"m\"}";

    private final OpenApiCheck check = new OpenApiCheck();

    private static HttpExchange exchange(
            String method, String path, @Nullable String body, int status, String answer, String... headers) {
        Map<String, List<String>> sent = new TreeMap<>();
        sent.put("authorization", List.of("Bearer x"));
        if (body != null) {
            sent.put("content-type", List.of("application/json; charset=utf-8"));
        }
        for (String header : headers) {
            String[] parts = header.split(": ?", 2);
            sent.remove(parts[0]);
            if (!parts[1].isEmpty()) {
                sent.put(parts[0], List.of(parts[1]));
            }
        }
        return new HttpExchange(
                null,
                method,
                KV + path,
                sent,
                body,
                status,
                Map.of("content-type", List.of("application/json")),
                answer.isEmpty() ? null : answer,
                false);
    }

    private List<String> wrongIn(HttpExchange exchange) {
        check.exchanged(exchange);
        return check.violations();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    PUT    | a/b/c  | {"value":"x","options":{"metadata":{"any":[1]}}} | 200 | {"ok":true}
                    PUT    | a%2Fb  | {"value":null}                                   | 200 | {}
                    DELETE | a      | {}                                               | 404 | {"code":"","message":"m"}
                    POST   | count  | {"selector":{"prefix":["a"]}}                    | 200 | {"count":1.0}
                    """)
    void passesWhatIsRight(String method, String path, String body, int status, String answer) {
        assertThat(wrongIn(exchange(method, path, body, status, answer))).isEmpty();
        assertThatCode(check::verify).doesNotThrowAnyException();
        assertThat(check.checked()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    PUT    | a       | {"value":1,"options":{"expirein":5}}   | expirein
                    PUT    | a       | {"value":1,"options":{"expireIn":"5"}} | expireIn
                    PUT    | a       | {                                      | invalidJson
                    PUT    | batch   | {"entries":[{"key":["a"]}]}            | value
                    POST   | list    | {"options":{"limit":101}}              | maximum
                    POST   | count   | {"selector":{"filter":{}}}             | filter
                    DELETE | a       |                                        | body.missing
                    GET    | a?x=1   |                                        | query.unexpected
                    GET    | %zz     |                                        | cannot be read
                    PATCH  | a       | {}                                     | notAllowed
                    """)
    void failsOnAWrongRequest(String method, String path, @Nullable String body, String about) {
        assertThat(wrongIn(exchange(method, path, body, 400, ERROR)))
                .singleElement()
                .asString()
                .startsWith("request " + method)
                .contains(about);
        assertThatThrownBy(check::verify)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("1 violations")
                .hasMessageContaining(about);
        assertThatCode(check::verify).as("begins anew").doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    PUT  | a     | 200 | {"committed":"yes"}                          | committed
                    PUT  | a     | 200 | {"done":true}                                | done
                    PUT  | a     | 400 | {"code":"c"}                                 | message
                    PUT  | a     | 200 | <html>                                       | invalidJson
                    PUT  | a     | 500 |                                              | body.missing
                    PUT  | batch | 200 | {"successes":[]}                             | failures
                    POST | batch | 200 | {"entries":[{"key":["a"]}]}                  | createdAt
                    POST | list  | 200 | {"data":[],"pagination":{"nextCursor":""}}   | prevCursor
                    """)
    void failsOnAWrongAnswer(String method, String path, int status, @Nullable String answer, String about) {
        String body = path.equals("batch") && method.equals("PUT") ? "{\"entries\":[]}" : "{}";
        assertThat(wrongIn(exchange(method, path, body, status, answer == null ? "" : answer)))
                .singleElement()
                .asString()
                .startsWith("answer " + method)
                .contains(about);
        assertThatThrownBy(check::verify).isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @CsvSource({
        "authorization:, credentials",
        "authorization: Basic abc, credentials",
        "cookie: other=1, ''",
        "content-type:, content type",
        "content-type: text/plain, contentType.notAllowed"
    })
    void looksAtHeaders(String header, String about) {
        List<String> wrong = wrongIn(exchange("PUT", "a", "{\"value\":1}", 200, COMMIT, header));
        if (about.isEmpty()) {
            assertThat(wrong).isEmpty();
        } else {
            assertThat(wrong).singleElement().asString().contains(about);
        }
    }

    @Test
    void takesAllThreeCredentials() {
        check.exchanged(exchange("GET", "a", null, 404, ERROR, "authorization: JWT j"));
        check.exchanged(exchange("GET", "a", null, 404, ERROR, "authorization:", "cookie: a=b; cookie=c"));
        assertThat(check.violations()).isEmpty();
    }

    @Test
    void aWrongRequestCanBeExpected() {
        check.expectWrongRequests("limits", exchange -> exchange.target().endsWith("/list"));
        check.exchanged(exchange("POST", "list", "{\"options\":{\"limit\":0}}", 422, ERROR));
        assertThatCode(check::verify).doesNotThrowAnyException();
    }

    @Test
    void theAnswerToAnExpectedRequestIsChecked() {
        check.expectWrongRequests("limits", exchange -> true);
        assertThat(wrongIn(exchange("POST", "list", "{\"options\":{\"limit\":0}}", 422, "{}")))
                .singleElement()
                .asString()
                .startsWith("answer");
    }

    @Test
    void anExpectationIsNoCarteBlanche() {
        check.expectWrongRequests("limits", exchange -> true);
        check.exchanged(exchange("POST", "list", "{\"options\":{\"limit\":1}}", 422, ERROR));
        assertThatThrownBy(check::verify).hasMessageContaining("no request was wrong, though expected: limits");
    }

    @Test
    void aSpoiledAnswerIsNotLookedAtButItsRequestIs() {
        HttpExchange right = exchange("PUT", "a", "{}", 200, "<html>");
        HttpExchange spoiled = new HttpExchange(
                null,
                "PUT",
                right.target(),
                right.requestHeaders(),
                "{\"valeu\":1}",
                200,
                right.responseHeaders(),
                "<html>",
                true);
        assertThat(wrongIn(spoiled)).singleElement().asString().contains("valeu");
    }

    @Test
    void isSafeForManyThreads() throws InterruptedException, ExecutionException {
        HttpExchange right = exchange("PUT", "a/b", "{\"value\":1}", 200, COMMIT);
        HttpExchange wrong = exchange("PUT", "a/b", "{\"valeu\":1}", 200, COMMIT);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                tasks.add(() -> {
                    for (int j = 0; j < 250; j++) {
                        check.exchanged(j % 10 == 0 ? wrong : right);
                    }
                    return null;
                });
            }
            for (Future<Void> done : pool.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(check.checked()).isEqualTo(2000);
        assertThat(check.violations()).hasSize(200).allMatch(violation -> violation.contains("valeu"));
    }
}
