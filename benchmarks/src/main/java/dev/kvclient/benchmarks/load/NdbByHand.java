package dev.kvclient.benchmarks.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.handshake.ServerHandshake;
import org.jspecify.annotations.Nullable;

/**
 * What a good developer writes by hand in an afternoon: Java-WebSocket, Jackson, and a queue of futures, since the
 * server answers in order. No deadline, no retry, no reconnecting, no check whose answer it is but by its name.
 */
final class NdbByHand implements AutoCloseable {
    private static final int OK = 1;

    private final ObjectMapper mapper = new ObjectMapper();
    private final ConcurrentLinkedQueue<Pending> pending = new ConcurrentLinkedQueue<>();
    private final Object lock = new Object();
    private final WebSocketClient client;

    private record Pending(String command, CompletableFuture<JsonNode> answer) {}

    /**
     * Connects.
     *
     * @param joined whether frames that wait leave together
     */
    NdbByHand(int port, boolean joined) throws IOException, InterruptedException {
        client = new WebSocketClient(URI.create("ws://127.0.0.1:" + port)) {
            @Override
            public void onOpen(ServerHandshake handshake) {}

            @Override
            public void onMessage(String message) {
                answered(message);
            }

            @Override
            public void onClose(int code, String reason, boolean remote) {
                failAll(new IOException("closed: " + code));
            }

            @Override
            public void onError(Exception e) {
                failAll(e);
            }
        };
        WebSockets.connect(client, joined);
    }

    /** Stores a value; true when it is stored. */
    CompletableFuture<Boolean> set(String key, Object value) {
        return request("KV_SET", Map.of("keys", Map.of(key, value))).thenApply(answer -> true);
    }

    /** Reads a value. */
    <T> CompletableFuture<Optional<T>> get(String key, Class<T> type) {
        return request("KV_GET", Map.of("keys", List.of(key))).thenApply(answer -> {
            JsonNode value = answer.path("keys").get(key);
            return value == null ? Optional.empty() : Optional.of(read(value, type));
        });
    }

    private <T> T read(JsonNode value, Class<T> type) {
        try {
            return mapper.treeToValue(value, type);
        } catch (JsonProcessingException e) {
            throw new CompletionException(e);
        }
    }

    private CompletableFuture<JsonNode> request(String command, Object parameters) {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        try {
            String message = mapper.writeValueAsString(Map.of(command, parameters));
            Pending one = new Pending(command, answer);
            // The order of sending is the order of the queue.
            synchronized (lock) {
                pending.add(one);
                client.send(message);
            }
        } catch (JsonProcessingException | RuntimeException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    private void answered(String message) {
        Pending one = pending.poll();
        if (one == null) {
            return;
        }
        try {
            JsonNode body = mapper.readTree(message).get(one.command + "_RSP");
            if (body == null || body.path("st").asInt() != OK) {
                one.answer.completeExceptionally(new IOException("refused: " + message));
            } else {
                one.answer.complete(body);
            }
        } catch (JsonProcessingException e) {
            one.answer.completeExceptionally(e);
        }
    }

    private void failAll(@Nullable Exception why) {
        for (Pending one = pending.poll(); one != null; one = pending.poll()) {
            one.answer.completeExceptionally(why == null ? new IOException("failed") : why);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
