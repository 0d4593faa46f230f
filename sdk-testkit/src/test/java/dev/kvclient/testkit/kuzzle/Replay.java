package dev.kvclient.testkit.kuzzle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kvclient.testkit.vectors.Vector;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts the recorded questions to a server, in their order, and compares the answers as text, field order included. Only
 * what names the machine of the recording is left out, by {@link #withoutMachine}.
 */
final class Replay implements AutoCloseable {

    /** The time of the first recorded answer that tells it; the clock stands still but for the steps below. */
    private static final Instant START = Instant.parse("2026-11-20T03:08:29.407760Z");

    /** How the time went on just before these questions; each step shows in a recorded answer. */
    private static final Map<String, Duration> STEPS = Map.of(
            "ws-ms-pttl-of-px", Duration.ofMillis(3),
            "ws-ms-pttl", Duration.ofMillis(1),
            "ws-ms-get-expired", Duration.ofMillis(50),
            "ws-login-wrong-password", Duration.ofSeconds(2),
            "ws-old-jwt-after-grace", Duration.ofSeconds(2),
            "ws-short-jwt-expired", Duration.ofSeconds(4));

    /** Questions before which a second was waited, for the limit of logins. */
    private static final Pattern AFTER_A_SECOND = Pattern.compile("ws-login(?!-too-soon|-wrong-password)(-.*)?");

    private static final Duration SILENCE = Duration.ofMillis(300);
    private static final Pattern STAND_IN = Pattern.compile("(kauth|kapikey)-<token \\d+>");
    private static final String GUEST_TOKEN = "kauth-<token 8>";
    private static final Set<String> TIMES = Set.of("expiresAt", "createdAt", "now");

    private final ObjectMapper json = JsonMapper.builder().build();
    private final TestClock clock = new TestClock(START);
    private final KuzzleServer server =
            // The lab's Kuzzle, without its cluster, told nobody that a token had expired.
            KuzzleServer.builder()
                    .clock(clock)
                    .loginsPerSecond(1)
                    .realtimeNotifications(false)
                    .http()
                    .start();
    private final Map<String, String> tokens = new HashMap<>();
    private final TestHttpClient http = new TestHttpClient(server);
    private TestClient client = TestClient.connect(server);

    /** Asks a recorded question; returns null when the answer is the recorded one, or else what differs. */
    @Nullable
    String differs(Vector vector) throws IOException {
        if (STEPS.containsKey(vector.id())) {
            clock.advance(STEPS.get(vector.id()));
        } else if (AFTER_A_SECOND.matcher(vector.id()).matches()) {
            clock.advance(Duration.ofSeconds(1));
        }
        JsonNode request = json.readTree(vector.request());
        JsonNode expected = json.readTree(vector.response());
        boolean overHttp = vector.transport().equals("http");
        JsonNode actual = overHttp ? overHttp(vector, request, expected) : actual(vector, request, expected);
        learnTokens(expected, actual);
        String wanted = json.writeValueAsString(withoutMachine(vector.id(), request, expected));
        String got = json.writeValueAsString(withoutMachine(vector.id(), request, actual));
        return wanted.equals(got) ? null : "wanted " + wanted + "\n   got " + got;
    }

    private JsonNode overHttp(Vector vector, JsonNode request, JsonNode expected) throws IOException {
        if (vector.id().equals("http-too-large")) {
            String body = "{\"value\":\"" + "x".repeat(1_126_400) + "\"}";
            return overHttp("POST", "/ms/_set/k", Map.of(), body, expected);
        }
        Map<String, String> headers = new HashMap<>();
        request.path("headers")
                .properties()
                .forEach(header ->
                        headers.put(header.getKey(), ours(header.getValue().textValue())));
        JsonNode body = request.path("body");
        String text = body.isTextual() ? body.textValue() : body.isMissingNode() ? null : ours(body.toString());
        String path = request.path("path").asText("/");
        return overHttp(request.path("method").asText("GET"), path, headers, text, expected);
    }

    private JsonNode overHttp(
            String method, String path, Map<String, String> headers, @Nullable String body, JsonNode expected)
            throws IOException {
        HttpResponse<byte[]> response;
        try {
            response = http.ask(method, path, headers, body);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        ObjectNode seen = JsonNodeFactory.instance.objectNode().put("status", response.statusCode());
        ObjectNode seenHeaders = seen.putObject("headers");
        // In the recorded order: the client sorts them.
        expected.path("headers").fieldNames().forEachRemaining(name -> {
            List<String> values = response.headers().allValues(name);
            if (expected.path("headers").path(name).isArray()) {
                values.forEach(seenHeaders.withArray(name)::add);
            } else if (!values.isEmpty()) {
                seenHeaders.put(name, String.join(", ", values));
            }
        });
        response.headers().map().keySet().stream()
                .filter(name -> !seenHeaders.has(name))
                .forEach(name -> seenHeaders.put(name, "unexpected"));
        seen.set("body", TestHttpClient.json(response));
        return seen;
    }

    private JsonNode actual(Vector vector, JsonNode request, JsonNode expected) throws IOException {
        ObjectNode seen = JsonNodeFactory.instance.objectNode();
        if (vector.id().equals("ws-frame-type-of-answers")) {
            String answer = client.ask("{\"controller\":\"ms\",\"action\":\"ping\"}");
            return seen.put("binary", answer.equals("a binary frame"));
        }
        if (vector.id().equals("ws-token-expired-socket")) {
            return seen.put("open", !client.hasClosed());
        }
        if (vector.id().equals("ws-binary-frame")) {
            String frame = "{\"controller\":\"ms\",\"action\":\"get\",\"_id\":\"s\",\"requestId\":\"bin\"}";
            client.send(frame.getBytes(StandardCharsets.UTF_8));
            return json.readTree(client.next());
        }
        if (vector.id().equals("ws-rate-limited")) {
            return burst(expected.path("statuses").size());
        }
        if (request.has("frameBytes")) {
            return answerTo(frameOf(request.get("frameBytes").intValue()), expected);
        }
        if (request.path("frame").asText().equals("ping")) {
            client.ping(request.get("payload").asText());
            return seen.put("pong", client.pong(TestClient.PATIENCE));
        }
        if (expected.has("silence")) {
            if (request.isObject()) {
                client.send(request.get("raw").textValue());
            }
            return client.poll(SILENCE) == null ? expected : seen.put("silence", "broken");
        }
        if (request.isArray()) {
            ArrayNode answers = JsonNodeFactory.instance.arrayNode();
            for (JsonNode one : request) {
                client.send(one.toString());
            }
            for (int i = 0; i < request.size(); i++) {
                answers.add(json.readTree(client.next()));
            }
            return answers;
        }
        return answerTo(request.has("raw") ? request.get("raw").textValue() : vector.request(), expected);
    }

    private JsonNode answerTo(String frame, JsonNode expected) throws IOException {
        client.send(ours(frame));
        if (!expected.has("closed")) {
            return json.readTree(client.next());
        }
        int code = client.awaitClose();
        client.close();
        client = TestClient.connect(server);
        ObjectNode closed = JsonNodeFactory.instance.objectNode();
        closed.putObject("closed").put("code", code).put("reason", "");
        return closed;
    }

    /** Puts our tokens in the place of the recorded ones. */
    private String ours(String text) {
        Matcher standIn = STAND_IN.matcher(text);
        return standIn.replaceAll(found -> tokens.getOrDefault(found.group(), "unknown"));
    }

    /** The guest asks so often at once; returns the statuses and the first refusal. */
    private JsonNode burst(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            client.send("{\"controller\":\"auth\",\"action\":\"getCurrentUser\",\"requestId\":\"burst" + i
                    + "\",\"jwt\":\"" + tokens.get(GUEST_TOKEN) + "\"}");
        }
        ObjectNode seen = JsonNodeFactory.instance.objectNode();
        ArrayNode statuses = seen.putArray("statuses");
        for (int i = 0; i < times; i++) {
            JsonNode answer = json.readTree(client.next());
            statuses.add(answer.path("status"));
            if (answer.path("status").intValue() != 200 && !seen.has("refusal")) {
                seen.set("refusal", answer);
            }
        }
        return seen;
    }

    private static String frameOf(int size) {
        String head = "{\"controller\":\"ms\",\"action\":\"set\",\"_id\":\"size\",\"requestId\":\"size-" + size
                + "\",\"body\":{\"value\":\"";
        String tail = "\"}}";
        return head + "x".repeat(size - head.length() - tail.length()) + tail;
    }

    /** Remembers which of our tokens is meant by the one in the recording. */
    private void learnTokens(JsonNode expected, JsonNode actual) {
        for (String place : List.of("/result/jwt", "/result/_source/token", "/body/result/jwt")) {
            JsonNode recorded = expected.at(place);
            JsonNode ours = actual.at(place);
            if (recorded.isTextual() && ours.isTextual()) {
                tokens.put(recorded.textValue(), ours.textValue());
            }
        }
    }

    /** Replaces what the machine of the recording, and not the question, has put into an answer. */
    private static JsonNode withoutMachine(String id, JsonNode request, JsonNode answer) {
        JsonNode copy = answer.deepCopy();
        if (id.startsWith("http-") && copy.path("body") instanceof ObjectNode body) {
            machineHeaders((ObjectNode) copy.path("headers"), body);
            machineTimes(body);
            machineOrder(id, body);
        } else if (copy instanceof ObjectNode envelope) {
            JsonNode sentId = request.has("raw") ? JsonNodeFactory.instance.missingNode() : request.path("requestId");
            boolean madeUp = !sentId.isTextual()
                    && envelope.path("requestId").isTextual()
                    && envelope.path("requestId").textValue().length() == 36;
            if (madeUp) {
                // The room must still be the id, whatever it is.
                boolean same = envelope.path("requestId").equals(envelope.path("room"));
                envelope.put("requestId", "made up");
                if (envelope.has("room")) {
                    envelope.put("room", same ? "made up" : "another id");
                }
            }
            machineTimes(envelope);
            machineOrder(id, envelope);
        }
        return copy;
    }

    private static void machineHeaders(ObjectNode headers, ObjectNode body) {
        String requestId = body.path("requestId").asText();
        if (requestId.length() == 36) {
            // The header must still be the id, whatever it is.
            boolean same = headers.path("x-kuzzle-request-id").asText().equals(requestId);
            body.put("requestId", "made up");
            headers.put("x-kuzzle-request-id", same ? "made up" : "another id");
        }
        boolean packed = headers.path("content-encoding").asText().equals("gzip");
        if (packed || body.at("/result/jwt").isTextual()) {
            headers.put("content-length", "some");
        }
    }

    private static void machineTimes(ObjectNode node) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (TIMES.contains(field.getKey()) && field.getValue().isNumber()) {
                field.setValue(JsonNodeFactory.instance.textNode("a time"));
            } else if (field.getKey().equals("jwt") || field.getKey().equals("token")) {
                String token = field.getValue().asText();
                int dash = token.indexOf('-');
                field.setValue(JsonNodeFactory.instance.textNode(dash < 0 ? "no token" : token.substring(0, dash)));
            } else if (field.getKey().equals("fingerprint")) {
                int length = field.getValue().asText().length();
                field.setValue(JsonNodeFactory.instance.textNode(length + " digits"));
            } else if (field.getValue() instanceof ObjectNode inner) {
                machineTimes(inner);
            }
        }
    }

    /** Redis lists keys in the order of a hash seeded by the machine, and chooses by chance. */
    private static void machineOrder(String id, ObjectNode envelope) {
        JsonNode result = envelope.path("result");
        switch (id) {
            case "ws-ms-randomkey" -> envelope.put("result", result.isTextual() ? "a key" : "no key");
            case "ws-ms-srandmember", "ws-ms-spop" -> envelope.put("result", result.isTextual() ? "a member" : "none");
            case "ws-ms-srandmember-count", "ws-ms-spop-count" -> envelope.put("result", result.size());
            case "ws-ms-smembers", "ws-ms-sdiff", "ws-ms-sinter", "ws-ms-sunion", "ws-ms-georadius" ->
                envelope.set("result", sorted(result));
            case "ws-ms-sscan" -> ((ArrayNode) result).set(1, sorted(result.path(1)));
            case "ws-createApiKey" ->
                ((ObjectNode) result).put("_id", result.path("_id").asText().length());
            case "ws-ms-keys", "http-ms-keys" -> envelope.set("result", sorted(result));
            case "ws-ms-scan-text-cursor", "http-ms-scan" -> ((ArrayNode) result).set(1, sorted(result.path(1)));
            case "ws-ms-scan" -> {
                // Which ten keys come first, and where to go on, is the seed's doing; that there are ten is not.
                boolean goesOn = !result.path(0).textValue().equals("0");
                ((ArrayNode) result).set(0, goesOn ? "a cursor" : "0");
                ((ArrayNode) result).set(1, result.path(1).size());
            }
            default -> {}
        }
    }

    private static JsonNode sorted(JsonNode list) {
        List<String> items = new ArrayList<>();
        list.forEach(item -> items.add(item.asText()));
        ArrayNode sorted = JsonNodeFactory.instance.arrayNode();
        new TreeSet<>(items).forEach(sorted::add);
        return sorted.size() == list.size() ? sorted : list;
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
