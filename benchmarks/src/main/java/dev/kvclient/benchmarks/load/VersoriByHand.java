package dev.kvclient.benchmarks.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * What a good developer writes by hand in an afternoon: OkHttp with its limits raised and Nagle's algorithm off,
 * Jackson, and futures. No deadline of a call, no retry, no order of writes.
 */
final class VersoriByHand implements Futures.Client {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final int NOT_FOUND = 404;

    private final ObjectMapper mapper = new ObjectMapper();
    private final OkHttpClient client;
    private final HttpUrl base;

    VersoriByHand(int port, String store, int connections) {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(connections);
        dispatcher.setMaxRequestsPerHost(connections);
        client = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectionPool(new ConnectionPool(connections, 5, TimeUnit.MINUTES))
                .socketFactory(new NoDelay())
                .build();
        base = HttpUrl.get("http://127.0.0.1:" + port + "/store/" + store + "/kv/");
    }

    @Override
    public CompletableFuture<Boolean> set(String key, String value) {
        return send(setRequest(key, value)).thenApply(this::isCommitted);
    }

    @Override
    public CompletableFuture<Optional<String>> get(String key) {
        return send(getRequest(key)).thenApply(this::value);
    }

    @Override
    public boolean setNow(String key, String value) throws IOException {
        try (Response response = client.newCall(setRequest(key, value)).execute()) {
            return isCommitted(Answer.of(response));
        }
    }

    @Override
    public Optional<String> getNow(String key) throws IOException {
        try (Response response = client.newCall(getRequest(key)).execute()) {
            return value(Answer.of(response));
        }
    }

    /** As workflows store it: the JSON text of the value, in a string. */
    private Request setRequest(String key, Object value) {
        try {
            byte[] body = mapper.writeValueAsBytes(Map.of("value", mapper.writeValueAsString(value)));
            return new Request.Builder()
                    .url(base.newBuilder().addPathSegments(key).build())
                    .put(RequestBody.create(body, JSON))
                    .build();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Request getRequest(String key) {
        return new Request.Builder()
                .url(base.newBuilder().addPathSegments(key).build())
                .build();
    }

    private boolean isCommitted(Answer answer) {
        return tree(answer).path("committed").asBoolean(true);
    }

    private Optional<String> value(Answer answer) {
        if (answer.status == NOT_FOUND) {
            return Optional.empty();
        }
        try {
            return Optional.of(mapper.readValue(tree(answer).path("value").asText(), String.class));
        } catch (JsonProcessingException e) {
            throw new CompletionException(e);
        }
    }

    private JsonNode tree(Answer answer) {
        try {
            JsonNode tree = mapper.readTree(answer.body);
            if (answer.status >= 300) {
                throw new IOException("refused: " + answer.status);
            }
            return tree;
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private CompletableFuture<Answer> send(Request request) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        client.newCall(request).enqueue(new Callback() {
            @Override
            public void onFailure(Call call, IOException e) {
                answer.completeExceptionally(e);
            }

            @Override
            public void onResponse(Call call, Response response) {
                try (response) {
                    answer.complete(Answer.of(response));
                } catch (IOException e) {
                    answer.completeExceptionally(e);
                }
            }
        });
        return answer;
    }

    /** An answer, read. */
    private static final class Answer {
        private final int status;
        private final byte[] body;

        private Answer(int status, byte[] body) {
            this.status = status;
            this.body = body;
        }

        static Answer of(Response response) throws IOException {
            return new Answer(response.code(), response.body().bytes());
        }
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
