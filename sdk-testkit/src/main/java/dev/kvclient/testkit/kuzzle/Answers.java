package dev.kvclient.testkit.kuzzle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.kvclient.testkit.kuzzle.ms.Refusal;
import dev.kvclient.testkit.kuzzle.ms.Request;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The envelopes of answers, their fields in the recorded order. */
final class Answers {

    private static final int OK = 200;

    private Answers() {}

    /** The answer to a request that was executed. */
    static ObjectNode success(Request request, JsonNode result) {
        return envelope(request, NullNode.getInstance(), result, OK);
    }

    /** The answer to a request that was understood and refused. */
    static ObjectNode refused(Request request, Refusal refusal) {
        return envelope(request, refusal.toJson(), NullNode.getInstance(), refusal.status());
    }

    /**
     * The answer to a frame that was not understood: no {@code room}.
     *
     * @param requestId what the frame had as its request id, of whatever type, or null
     * @param refusal why
     */
    static ObjectNode notUnderstood(@Nullable JsonNode requestId, Refusal refusal) {
        boolean given = requestId != null && isTruthy(requestId);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.putNull("action").putNull("controller");
        answer.set("error", refusal.toJson());
        answer.putObject("headers");
        answer.set("requestId", given ? requestId : TextNode.valueOf(madeUpId()));
        return answer.putNull("result").put("status", refusal.status()).putNull("volatile");
    }

    private static boolean isTruthy(JsonNode id) {
        return id.isContainerNode() || (id.isTextual() ? !id.textValue().isEmpty() : id.asBoolean(false));
    }

    /** The answer to what is no request: only an id, and perhaps a result. */
    static ObjectNode empty(String requestId, JsonNode result) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.putNull("action").putNull("controller").putNull("error");
        answer.putObject("headers");
        answer.put("requestId", requestId);
        answer.set("result", result);
        return answer.put("status", OK).putNull("volatile");
    }

    /** The same answer under another id. */
    static ObjectNode under(String id, ObjectNode answer) {
        ObjectNode other = answer.deepCopy();
        return other.put("requestId", id).put("room", id);
    }

    static String madeUpId() {
        return UUID.randomUUID().toString();
    }

    static String text(ObjectMapper json, ObjectNode answer) {
        try {
            return json.writeValueAsString(answer);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("an answer could not be written", impossible);
        }
    }

    private static ObjectNode envelope(Request request, JsonNode error, JsonNode result, int status) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("action", request.action());
        echo(answer, request, "collection");
        answer.put("controller", request.controller());
        answer.set("error", error);
        answer.putObject("headers");
        echo(answer, request, "index");
        answer.put("requestId", request.id());
        if (!result.isMissingNode()) {
            answer.set("result", result);
        }
        answer.put("status", status);
        JsonNode volatileData = request.volatileData();
        answer.set("volatile", volatileData == null ? NullNode.getInstance() : volatileData);
        return answer.put("room", request.id());
    }

    private static void echo(ObjectNode answer, Request request, String field) {
        JsonNode value = request.args().get(field);
        if (value != null) {
            answer.set(field, value);
        }
    }
}
