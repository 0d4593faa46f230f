package dev.kvclient.testkit.kuzzle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.kvclient.testkit.kuzzle.ms.Refusal;
import java.util.List;

/**
 * As much of {@code index}, {@code collection} and {@code realtime} as was recorded: what is not about the memory
 * storage stores nothing here, and shows how Kuzzle answers for other controllers.
 */
final class StorageController implements Controller {

    private final String action;

    /** Makes a controller of one action. */
    StorageController(String action) {
        this.action = action;
    }

    @Override
    public boolean knows(String name) {
        return name.equals(action);
    }

    @Override
    public JsonNode run(String name, Call call) {
        if (!call.request().args().path("index").isTextual()) {
            throw Refusal.missingArgument("index");
        }
        if (name.equals("subscribe")) {
            // So a Kuzzle without its cluster answers.
            String words = "the requested callback event 'core:realtime:room:create:after' doesn't have an answerer";
            throw new Refusal(
                    500, "core.fatal.assertion_failed", 5, "Runtime assertion failed: " + words, List.of(words));
        }
        // index:create has no result at all, not even null.
        return call.request().args().has("collection")
                ? JsonNodeFactory.instance.objectNode().put("acknowledged", true)
                : MissingNode.getInstance();
    }
}
