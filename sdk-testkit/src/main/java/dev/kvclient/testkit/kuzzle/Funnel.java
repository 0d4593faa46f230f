package dev.kvclient.testkit.kuzzle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kvclient.testkit.kuzzle.ms.Refusal;
import dev.kvclient.testkit.kuzzle.ms.Request;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes a request through Kuzzle's checks, in Kuzzle's order, to the action that it names. */
final class Funnel {

    private final Accounts accounts;
    private final Map<String, Controller> controllers;
    private final Counters counters;
    private final TokenLinks links;

    Funnel(Accounts accounts, Map<String, Controller> controllers, Counters counters, TokenLinks links) {
        this.accounts = accounts;
        this.links = links;
        this.controllers = Map.copyOf(controllers);
        this.counters = counters;
    }

    /**
     * Executes a request.
     *
     * @param request the request
     * @param from its connection, or null when it came over HTTP, each time another
     * @return the result
     * @throws Refusal when it is refused
     */
    JsonNode execute(Request request, @Nullable Connection from) {
        String controllerName = required(request.controller(), "controller");
        String action = required(request.action(), "action");
        Token token = accounts.verify(request.jwt());
        User user = accounts.userOf(token);
        links.link(from, token);
        if (!user.may(controllerName, action)) {
            throw notAllowed(user, controllerName, action);
        }
        boolean login = controllerName.equals("auth") && action.equals("login");
        if (login && from != null && !from.logins().allows()) {
            throw new Refusal(
                    429,
                    "api.process.too_many_logins_requests",
                    33685517,
                    "Rejected: Too many login attempts per second",
                    List.of());
        }
        if (!login && !accounts.isWithinLimit(user)) {
            throw new Refusal(
                    429,
                    "api.process.too_many_requests",
                    33685512,
                    "Rejected: requests rate limit exceeded for this user.",
                    List.of());
        }
        Controller controller = controllers.get(controllerName);
        if (controller == null) {
            throw new Refusal(
                    404,
                    "api.process.controller_not_found",
                    33685508,
                    "API controller \"" + controllerName + "\" not found.",
                    List.of(controllerName));
        }
        if (!controller.knows(action)) {
            throw new Refusal(
                    404,
                    "api.process.action_not_found",
                    33685509,
                    "API action \"" + controllerName + "\":\"" + action + "\" not found",
                    List.of(controllerName, action));
        }
        SdkVersions.check(request.volatileData());
        JsonNode result = controller.run(action, new Call(request, user, token, from));
        counters.executed(controllerName, action);
        return result;
    }

    private static String required(@Nullable String value, String name) {
        if (value == null || value.isEmpty()) {
            throw Refusal.missingArgument(name);
        }
        return value;
    }

    private static Refusal notAllowed(User user, String controller, String action) {
        List<String> props = List.of(controller, action, user.id());
        String what = controller + ":" + action;
        return user.isAnonymous()
                ? new Refusal(
                        401,
                        "security.rights.unauthorized",
                        117637121,
                        "Unauthorized: authentication required to execute the action \"" + what + "\". " + user.id(),
                        props)
                : new Refusal(
                        403,
                        "security.rights.forbidden",
                        117637122,
                        "Insufficient permissions to execute the action \"" + what + "\" (User \"" + user.id() + "\").",
                        props);
    }
}
