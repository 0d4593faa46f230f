package dev.kvclient.testkit.kuzzle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kvclient.testkit.kuzzle.ms.Refusal;
import dev.kvclient.testkit.kuzzle.ms.Request;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** As much of the controller {@code security} as makes users. */
final class SecurityController implements Controller {

    private static final Set<String> ACTIONS = Set.of("createFirstAdmin", "createUser");

    private final Accounts accounts;
    private final Clock clock;

    SecurityController(Accounts accounts, Clock clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    @Override
    public boolean knows(String action) {
        return ACTIONS.contains(action);
    }

    @Override
    public JsonNode run(String action, Call call) {
        return action.equals("createUser") ? createUser(call.request()) : createFirstAdmin(call.request());
    }

    private JsonNode createFirstAdmin(Request request) {
        if (accounts.adminExists()) {
            throw new Refusal(412, "api.process.admin_exists", 33685513, "Admin user is already set.", List.of());
        }
        ObjectNode source = JsonNodeFactory.instance.objectNode();
        source.putArray("profileIds").add("admin");
        JsonNode created = create(request, source, User.ALL, 0);
        if (request.args().path("reset").asBoolean(false)) {
            accounts.restrict(true);
        }
        return created;
    }

    private JsonNode createUser(Request request) {
        JsonNode profiles = request.inBody("content").path("profileIds");
        if (!profiles.isArray() || profiles.isEmpty()) {
            throw Refusal.missingArgument("body.content.profileIds");
        }
        String profile = profiles.path(0).asText();
        return create(
                request,
                JsonNodeFactory.instance.objectNode(),
                accounts.rightsOf(profile),
                accounts.requestsPerSecond(profile));
    }

    private JsonNode create(Request request, ObjectNode source, Set<String> rights, int requestsPerSecond) {
        String id = request.args().path("_id").asText("");
        JsonNode credentials = request.inBody("credentials").path("local");
        String password = credentials.path("password").asText("");
        // Kuzzle lets the three differ; here a user is known by its _id.
        if (id.isEmpty()
                || password.isEmpty()
                || !credentials.path("username").asText("").equals(id)) {
            throw Refusal.invalidArgument("body.credentials.local", "a username equal to _id, and a password");
        }
        if (request.inBody("content") instanceof ObjectNode content) {
            source.setAll(content.deepCopy());
        }
        source.putObject("_kuzzle_info")
                .put("createdAt", clock.millis())
                .putNull("updatedAt")
                .putNull("updater");
        accounts.add(new User(id, password, rights, source, requestsPerSecond));
        ObjectNode result = JsonNodeFactory.instance.objectNode().put("_id", id);
        result.set("_source", source.deepCopy());
        return result;
    }
}
