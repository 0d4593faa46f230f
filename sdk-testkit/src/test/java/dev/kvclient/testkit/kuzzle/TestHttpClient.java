package dev.kvclient.testkit.kuzzle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A bare HTTP client: the one of the JDK. */
final class TestHttpClient {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TestClient.PATIENCE)
            .build();

    private final String url;

    TestHttpClient(KuzzleServer server) {
        url = server.httpUrl().substring("kuzzle+".length());
    }

    HttpResponse<byte[]> ask(String method, String path, Map<String, String> headers, @Nullable String body)
            throws IOException, InterruptedException {
        return ask(method, path, headers, body, TestClient.PATIENCE);
    }

    HttpResponse<byte[]> ask(
            String method, String path, Map<String, String> headers, @Nullable String body, Duration patience)
            throws IOException, InterruptedException {
        HttpRequest.BodyPublisher publisher =
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(patience).method(method, publisher);
        headers.forEach(request::header);
        if (body != null && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** Asks {@code POST /_query}. */
    JsonNode query(String body) throws IOException, InterruptedException {
        return json(ask("POST", "/_query", Map.of(), body));
    }

    static JsonNode json(HttpResponse<byte[]> response) throws IOException {
        byte[] body = response.body();
        if (response.headers().firstValue("content-encoding").orElse("").equals("gzip")) {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
                body = in.readAllBytes();
            }
        }
        return JSON.readTree(new String(body, StandardCharsets.UTF_8));
    }
}
