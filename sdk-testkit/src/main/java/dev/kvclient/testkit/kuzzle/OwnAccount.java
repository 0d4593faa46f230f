package dev.kvclient.testkit.kuzzle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kvclient.testkit.kuzzle.ms.Refusal;
import dev.kvclient.testkit.kuzzle.ms.Request;
import java.util.List;
import java.util.Set;

/** The actions of {@code auth} with which users look after themselves: rights, API keys, credentials. */
final class OwnAccount {

    private static final Set<String> ACTIONS = Set.of(
            "getMyRights",
            "checkRights",
            "createApiKey",
            "searchApiKeys",
            "deleteApiKey",
            "getStrategies",
            "credentialsExist",
            "getMyCredentials",
            "createMyCredentials",
            "updateMyCredentials",
            "deleteMyCredentials",
            "validateMyCredentials",
            "updateSelf");

    /** How many keys a search finds unless asked for more or fewer. */
    private static final int PAGE = 10;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Accounts accounts;

    OwnAccount(Accounts accounts) {
        this.accounts = accounts;
    }

    boolean knows(String action) {
        return ACTIONS.contains(action);
    }

    JsonNode run(String action, Call call) {
        return switch (action) {
            case "getMyRights" -> rights(call.user());
            case "checkRights" -> checkRights(call);
            case "createApiKey" -> createApiKey(call);
            case "searchApiKeys" -> apiKeys(call);
            case "deleteApiKey" -> deleteApiKey(call);
            case "getStrategies" -> JSON.arrayNode().add("local");
            case "updateSelf" -> updateSelf(call);
            default -> credentials(action, call);
        };
    }

    private static JsonNode rights(User user) {
        ArrayNode hits = JSON.arrayNode();
        for (String right : user.rights()) {
            int colon = right.indexOf(':');
            hits.addObject()
                    .put("action", right.substring(colon + 1))
                    .put("collection", "*")
                    .put("controller", colon < 0 ? right : right.substring(0, colon))
                    .put("index", "*")
                    .put("value", "allowed");
        }
        ObjectNode result = JSON.objectNode();
        result.set("hits", hits);
        return result.put("total", hits.size());
    }

    private static JsonNode checkRights(Call call) {
        String controller = text(call.request(), "controller");
        String action = text(call.request(), "action");
        return JSON.objectNode().put("allowed", call.user().may(controller, action));
    }

    private JsonNode createApiKey(Call call) {
        Token token = AuthController.authenticated(call);
        String description = text(call.request(), "description");
        JsonNode life = call.request().args().path("expiresIn");
        JsonNode id = call.request().args().path("_id");
        return accounts.createApiKey(
                        token.userId(),
                        id.isTextual() ? id.textValue() : null,
                        description,
                        life.isMissingNode() || life.isNull() ? -1 : Timespan.millis(life))
                .shown(true);
    }

    /** Finds them all, whatever the query says. */
    private JsonNode apiKeys(Call call) {
        ObjectNode result = JSON.objectNode();
        ArrayNode hits = result.putArray("hits");
        JsonNode args = call.request().args();
        accounts.apiKeysOf(AuthController.authenticated(call).userId()).stream()
                .skip(args.path("from").asInt(0))
                .limit(args.path("size").asInt(PAGE))
                .forEach(key -> hits.add(key.shown(false)));
        return result.put("total", hits.size());
    }

    private JsonNode deleteApiKey(Call call) {
        JsonNode id = call.request().args().path("_id");
        if (!id.isTextual() || id.textValue().isEmpty()) {
            throw Refusal.missingArgument("_id");
        }
        String userId = AuthController.authenticated(call).userId();
        if (!accounts.deleteApiKey(userId, id.textValue())) {
            throw new Refusal(
                    404,
                    "services.storage.not_found",
                    16842763,
                    "Document \"" + id.textValue() + "\" not found in \"kuzzle\":\"api-keys\".",
                    List.of(id.textValue(), "kuzzle", "api-keys"));
        }
        return JSON.objectNode().put("_id", id.textValue());
    }

    private JsonNode updateSelf(Call call) {
        AuthController.authenticated(call);
        JsonNode body = body(call.request());
        for (String forbidden : List.of("_id", "profileIds")) {
            if (body.hasNonNull(forbidden)) {
                throw Refusal.forbiddenArgument("body." + forbidden);
            }
        }
        ObjectNode source = call.user().source();
        body.properties().forEach(field -> source.set(field.getKey(), field.getValue()));
        accounts.add(call.user().withSource(source));
        ObjectNode result = JSON.objectNode().put("_id", call.user().id());
        result.set("_source", source);
        return result;
    }

    /** A user is known by its id here, which therefore is its user name too. */
    private JsonNode credentials(String action, Call call) {
        AuthController.authenticated(call);
        Request request = call.request();
        JsonNode strategy = request.args().path("strategy");
        if (!strategy.isTextual()) {
            throw Refusal.missingArgument("strategy");
        }
        if (!strategy.textValue().equals("local")) {
            throw new Refusal(
                    400,
                    "security.credentials.unknown_strategy",
                    117571585,
                    "Unknown authentication strategy \"" + strategy.textValue() + "\"",
                    List.of(strategy.textValue()));
        }
        User user = call.user();
        return switch (action) {
            case "credentialsExist" -> BooleanNode.valueOf(user.hasCredentials());
            case "getMyCredentials" -> {
                refuseWithout(user);
                yield shown(user);
            }
            case "deleteMyCredentials" -> {
                refuseWithout(user);
                accounts.add(user.withPassword(null));
                yield JSON.objectNode().put("acknowledged", true);
            }
            case "validateMyCredentials" -> {
                refuseUnlessGood(body(request), user, true);
                yield BooleanNode.TRUE;
            }
            case "createMyCredentials" -> {
                refuseUnlessGood(body(request), user, true);
                if (user.hasCredentials()) {
                    throw refused(412, "A strategy already exists for user \"" + user.id() + "\".");
                }
                yield write(request, user);
            }
            default -> {
                refuseUnlessGood(body(request), user, false);
                refuseWithout(user);
                yield write(request, user);
            }
        };
    }

    private JsonNode write(Request request, User user) {
        JsonNode password = request.inBody("password");
        if (password.isTextual()) {
            accounts.add(user.withPassword(password.textValue()));
        }
        return shown(user);
    }

    private static void refuseUnlessGood(JsonNode credentials, User user, boolean whole) {
        if (credentials.hasNonNull("kuid")) {
            throw refused(400, "kuid cannot be specified in credentials.");
        }
        String name = credentials.path("username").asText(whole ? "" : user.id());
        if (!name.equals(user.id())) {
            throw name.isEmpty()
                    ? refused(400, "Username required.")
                    : refused(412, "Login \"" + name + "\" is already used.");
        }
        if (whole && credentials.path("password").asText("").isEmpty()) {
            throw refused(400, "Password required.");
        }
    }

    private static void refuseWithout(User user) {
        if (!user.hasCredentials()) {
            throw refused(412, "No credentials found for user \"" + user.id() + "\".");
        }
    }

    /** What a strategy refuses has words of its own, and no id. */
    private static Refusal refused(int status, String words) {
        return new Refusal(status, null, 0, words, List.of());
    }

    private static ObjectNode shown(User user) {
        return JSON.objectNode().put("username", user.id()).put("kuid", user.id());
    }

    private static JsonNode body(Request request) {
        if (request.body() == null) {
            throw Refusal.bodyRequired();
        }
        return request.body();
    }

    private static String text(Request request, String field) {
        JsonNode value = body(request).path(field);
        if (value.isMissingNode() || value.isNull()) {
            throw Refusal.missingArgument("body." + field);
        }
        if (!value.isTextual()) {
            throw Refusal.invalidType("body." + field, "string");
        }
        return value.textValue();
    }
}
