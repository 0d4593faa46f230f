package dev.kvclient.testkit.kuzzle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kvclient.testkit.vectors.Vector;
import java.io.IOException;
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
    private static final Set<String> TIMES = Set.of("expiresAt", "createdAt", "now");

    private final ObjectMapper json = JsonMapper.builder().build();
    private final TestClock clock = new TestClock(START);
    private final KuzzleServer server =
            KuzzleServer.builder().clock(clock).loginsPerSecond(1).start();
    private final Map<String, String> tokens = new HashMap<>();
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
        JsonNode actual = actual(vector, request, expected);
        learnTokens(expected, actual);
        String wanted = json.writeValueAsString(withoutMachine(vector.id(), request, expected));
        String got = json.writeValueAsString(withoutMachine(vector.id(), request, actual));
        return wanted.equals(got) ? null : "wanted " + wanted + "\n   got " + got;
    }

    /** Empties the storage. */
    void empty() {
        server.clearData();
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
        Matcher standIn = STAND_IN.matcher(frame);
        String sent = standIn.replaceAll(found -> tokens.getOrDefault(found.group(), "unknown"));
        client.send(sent);
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

    private static String frameOf(int size) {
        String head = "{\"controller\":\"ms\",\"action\":\"set\",\"_id\":\"size\",\"requestId\":\"size-" + size
                + "\",\"body\":{\"value\":\"";
        String tail = "\"}}";
        return head + "x".repeat(size - head.length() - tail.length()) + tail;
    }

    /** Remembers which of our tokens is meant by the one in the recording. */
    private void learnTokens(JsonNode expected, JsonNode actual) {
        JsonNode recorded = expected.path("result").path("jwt");
        JsonNode ours = actual.path("result").path("jwt");
        if (recorded.isTextual() && ours.isTextual()) {
            tokens.put(recorded.textValue(), ours.textValue());
        }
    }

    /** Replaces what the machine of the recording, and not the question, has put into an answer. */
    private static JsonNode withoutMachine(String id, JsonNode request, JsonNode answer) {
        JsonNode copy = answer.deepCopy();
        if (copy instanceof ObjectNode envelope) {
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

    private static void machineTimes(ObjectNode node) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (TIMES.contains(field.getKey()) && field.getValue().isNumber()) {
                field.setValue(JsonNodeFactory.instance.textNode("a time"));
            } else if (field.getKey().equals("jwt")) {
                boolean formed = field.getValue().asText().startsWith("kauth-");
                field.setValue(JsonNodeFactory.instance.textNode(formed ? "kauth" : "no token"));
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
            case "ws-ms-keys" -> envelope.set("result", sorted(result));
            case "ws-ms-scan-text-cursor" -> ((ArrayNode) result).set(1, sorted(result.path(1)));
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
