package dev.kvclient.testkit.kuzzle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Set;

/** The simple actions of the controller {@code server}. */
final class ServerController implements Controller {

    /** The version whose answers were recorded. */
    private static final String VERSION = "2.56.0";

    private static final Set<String> ACTIONS = Set.of("now", "info", "adminExists", "healthCheck");

    private final Accounts accounts;
    private final Clock clock;

    ServerController(Accounts accounts, Clock clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    @Override
    public boolean knows(String action) {
        return ACTIONS.contains(action);
    }

    @Override
    public JsonNode run(String action, Call call) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        switch (action) {
            case "now" -> result.put("now", clock.millis());
            case "adminExists" -> result.put("exists", accounts.adminExists());
            case "info" -> result.putObject("serverInfo").putObject("kuzzle").put("version", VERSION);
            default -> {
                result.putObject("services")
                        .put("internalCache", "green")
                        .put("memoryStorage", "green")
                        .put("storageEngine", "green");
                result.put("status", "green");
            }
        }
        return result;
    }
}
