package dev.kvclient.testkit.kuzzle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kvclient.testkit.kuzzle.ms.Refusal;
import dev.kvclient.testkit.kuzzle.ms.Request;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The controller {@code auth}, with the strategy {@code local} alone. */
final class AuthController implements Controller {

    private static final Set<String> ACTIONS =
            Set.of("login", "logout", "checkToken", "getCurrentUser", "refreshToken", "createToken");

    private final OwnAccount own;

    private final Accounts accounts;
    private final TokenLinks links;
    private final Duration tokenLife;

    /** Makes one whose tokens live so long unless asked otherwise. */
    AuthController(Accounts accounts, TokenLinks links, Duration tokenLife) {
        this.accounts = accounts;
        own = new OwnAccount(accounts);
        this.links = links;
        this.tokenLife = tokenLife;
    }

    @Override
    public boolean knows(String action) {
        return ACTIONS.contains(action) || own.knows(action);
    }

    @Override
    public JsonNode run(String action, Call call) {
        return switch (action) {
            case "login" -> login(call);
            case "logout" -> logout(call);
            case "checkToken" -> checkToken(call.request());
            case "getCurrentUser" -> currentUser(call.user());
            case "refreshToken" -> refreshToken(call);
            case "createToken" -> createToken(call);
            default -> own.run(action, call);
        };
    }

    private JsonNode login(Call call) {
        Request request = call.request();
        JsonNode strategy = request.args().path("strategy");
        if (strategy.isMissingNode() || strategy.isNull()) {
            throw Refusal.missingArgument("strategy");
        }
        if (!strategy.isTextual()) {
            throw Refusal.invalidType("strategy", "string");
        }
        if (!strategy.textValue().equals("local")) {
            String name = strategy.textValue();
            throw new Refusal(
                    400,
                    "security.credentials.unknown_strategy",
                    117571585,
                    "Unknown authentication strategy \"" + name + "\"",
                    List.of(name));
        }
        String name = request.inBody("username").asText("");
        String password = request.inBody("password").asText("");
        if (name.isEmpty() || password.isEmpty()) {
            throw refused("Missing credentials");
        }
        User user = accounts.authenticate(name, password);
        if (user == null) {
            throw refused("wrong username or password");
        }
        Token token = accounts.issue(user.id(), ttl(request));
        links.link(call.connection(), token);
        return shown(token);
    }

    private JsonNode logout(Call call) {
        Token token = authenticated(call);
        if (call.request().args().path("global").asBoolean(false)) {
            accounts.revokeAllOf(token.userId()).forEach(links::forget);
        } else {
            accounts.revoke(token);
            links.forget(token);
        }
        return JsonNodeFactory.instance.objectNode().put("acknowledged", true);
    }

    private JsonNode checkToken(Request request) {
        JsonNode given = request.inBody("token");
        if (!given.isMissingNode() && !given.isNull() && !given.isTextual()) {
            throw Refusal.invalidType("body.token", "string");
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        String text = given.asText("");
        try {
            Token token = accounts.verify(text.isEmpty() || given.isNull() ? null : text);
            if (token == null) {
                return result.putNull("expiresAt")
                        .put("kuid", User.ANONYMOUS_ID)
                        .put("valid", true);
            }
            return result.put("expiresAt", token.expiresAt())
                    .put("kuid", token.userId())
                    .put("valid", true);
        } catch (Refusal invalid) {
            return result.put("state", invalid.getMessage()).put("valid", false);
        }
    }

    private static JsonNode currentUser(User user) {
        ObjectNode result = JsonNodeFactory.instance.objectNode().put("_id", user.id());
        result.set("_source", user.source());
        ArrayNode strategies = result.putArray("strategies");
        if (user.isAnonymous()) {
            strategies.addArray();
        } else if (user.hasCredentials()) {
            strategies.add("local");
        }
        return result;
    }

    private JsonNode refreshToken(Call call) {
        Token old = authenticated(call);
        Token fresh = accounts.refresh(old, ttl(call.request()));
        links.replace(old, fresh);
        return shown(fresh);
    }

    /** The anonymous user may do that too. */
    private JsonNode createToken(Call call) {
        long ttl = ttl(call.request());
        if (ttl == -1) {
            throw new Refusal(
                    400,
                    "security.token.invalid_expiration",
                    117506057,
                    "Token can not be created with this expiration time: expiresIn cannot be infinite",
                    List.of("expiresIn", "cannot be infinite"));
        }
        boolean singleUse = call.request().args().path("singleUse").asBoolean(false);
        String userId = call.user().id();
        Token token = singleUse ? accounts.issueForOneUse(userId, ttl) : accounts.issue(userId, ttl);
        return JsonNodeFactory.instance
                .objectNode()
                .put("expiresAt", token.expiresAt())
                .put("singleUse", token.singleUse())
                .put("token", token.text())
                .put("ttl", token.ttl());
    }

    static Token authenticated(Call call) {
        Token token = call.token();
        if (token == null) {
            String action = String.valueOf(call.request().action());
            throw new Refusal(
                    401,
                    "security.rights.unauthorized",
                    117637121,
                    "Unauthorized: authentication required to execute the action \"auth:" + action + "\".",
                    List.of("auth", action));
        }
        return token;
    }

    private long ttl(Request request) {
        JsonNode given = request.args().path("expiresIn");
        return given.isMissingNode() || given.isNull() ? tokenLife.toMillis() : Timespan.millis(given);
    }

    private static ObjectNode shown(Token token) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("_id", token.userId())
                .put("expiresAt", token.expiresAt())
                .put("jwt", token.text())
                .put("ttl", token.ttl());
    }

    private static Refusal refused(String words) {
        return new Refusal(401, "plugin.strategy.missing_user", 67305492, words, List.of(words));
    }
}
