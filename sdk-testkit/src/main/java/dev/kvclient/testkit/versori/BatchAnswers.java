package dev.kvclient.testkit.versori;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Makes answers that do not fit their batches. */
final class BatchAnswers {

    private BatchAnswers() {}

    static String spoil(@Nullable Operation operation, String body) {
        JsonNode answer;
        try {
            answer = Body.json(body);
        } catch (JsonProcessingException ownAnswer) {
            throw new IllegalStateException("the server's own answer is no JSON", ownAnswer);
        }
        if (operation == Operation.BATCH_SET_KV && answer.get("successes") instanceof ArrayNode successes) {
            ArrayNode shortened = successes.isEmpty() ? answer.withArray("failures") : successes;
            if (!shortened.isEmpty()) {
                shortened.remove(shortened.size() - 1);
            }
            return answer.toString();
        }
        if (operation == Operation.BATCH_GET_KV && answer.get("entries") instanceof ArrayNode entries) {
            ObjectNode stray = entries.addObject();
            stray.putArray("key").add("not").add("asked").add("for");
            stray.put("value", 0).put("versionstamp", "0").put("createdAt", "2026-01-01T00:00:00Z");
            return answer.toString();
        }
        return "[]";
    }
}
