package dev.kvclient.testkit.kuzzle.ms;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The arguments of the actions of sorted sets and of geo points whose shape Kuzzle checks by itself. */
final class SortedSetArguments {

    /** What JavaScript's {@code parseFloat} finds a number in. */
    private static final Pattern STARTS_LIKE_A_NUMBER =
            Pattern.compile("\\s*[+-]?(\\d|\\.\\d|Infinity).*", Pattern.DOTALL);

    private SortedSetArguments() {}

    static List<String> ofZadd(Request request) {
        List<String> arguments = keyed(request);
        JsonNode elements = list(request, "elements");
        if (JsText.truthy(request.inBody("nx")) && JsText.truthy(request.inBody("xx"))) {
            throw Refusal.mutuallyExclusive("nx", "xx");
        }
        for (String option : List.of("nx", "xx", "ch", "incr")) {
            if (JsText.truthy(request.inBody(option))) {
                arguments.add(option.toUpperCase(Locale.ROOT));
            }
        }
        refuseEmpty(elements, "elements");
        if (JsText.truthy(request.inBody("incr")) && elements.size() > 1) {
            throw Refusal.tooManyArguments("elements");
        }
        for (int i = 0; i < elements.size(); i++) {
            JsonNode element = elements.get(i);
            if (!element.isObject()) {
                throw Refusal.invalidArgument("elements", "<array of objects>");
            }
            if (!JsText.truthy(element.path("member"))) {
                throw Refusal.missingArgument("elements[" + i + "].member");
            }
            refuseUnlessNumber(element.path("score"), "score");
            ArgumentSpec.flatten(element.path("score"), arguments);
            ArgumentSpec.flatten(element.path("member"), arguments);
        }
        return arguments;
    }

    /** Of {@code zinterstore} and {@code zunionstore}. */
    static List<String> ofStore(Request request) {
        List<String> arguments = keyed(request);
        JsonNode keys = list(request, "keys");
        refuseEmpty(keys, "keys");
        arguments.add(Integer.toString(keys.size()));
        ArgumentSpec.flatten(keys, arguments);
        if (JsText.truthy(request.inBody("weights"))) {
            JsonNode weights = list(request, "weights");
            if (!weights.isEmpty()) {
                arguments.add("WEIGHTS");
                ArgumentSpec.flatten(weights, arguments);
            }
        }
        JsonNode aggregate = request.inBody("aggregate");
        if (JsText.truthy(aggregate)) {
            if (!aggregate.isTextual()) {
                throw Refusal.invalidType("body.aggregate", "string");
            }
            String name = aggregate.textValue().toUpperCase(Locale.ROOT);
            if (!Set.of("SUM", "MIN", "MAX").contains(name)) {
                throw Refusal.invalidArgument("aggregate", "\"SUM\", \"MIN\" or \"MAX\"");
            }
            arguments.add("AGGREGATE");
            arguments.add(name);
        }
        return arguments;
    }

    /** Of {@code geoadd}. A coordinate 0 counts as none. */
    static List<String> ofGeoadd(Request request) {
        JsonNode key = request.args().path("_id");
        if (key.isMissingNode() || key.isNull()) {
            throw Refusal.missingArgument("key");
        }
        List<String> arguments = new ArrayList<>();
        ArgumentSpec.flatten(key, arguments);
        JsonNode points = request.inBody("points");
        if (points.isMissingNode() || points.isNull()) {
            throw Refusal.missingArgument("points");
        }
        refuseEmpty(list(request, "points"), "points");
        for (JsonNode point : points) {
            if (point.isNull()) {
                throw Refusal.redis("Cannot read properties of null (reading 'lon')");
            }
            for (String field : List.of("lon", "lat", "name")) {
                if (!point.isContainerNode() || !JsText.truthy(point.path(field))) {
                    throw Refusal.invalidArgument("points", "<array of geopoints>");
                }
            }
            refuseUnlessNumber(point.path("lon"), "lon");
            refuseUnlessNumber(point.path("lat"), "lat");
            for (String field : List.of("lon", "lat", "name")) {
                ArgumentSpec.flatten(point.path(field), arguments);
            }
        }
        return arguments;
    }

    private static List<String> keyed(Request request) {
        JsonNode key = request.args().path("_id");
        if (!JsText.truthy(key)) {
            throw Refusal.missingArgument("_id");
        }
        if (request.body() == null) {
            throw Refusal.bodyRequired();
        }
        List<String> arguments = new ArrayList<>();
        ArgumentSpec.flatten(key, arguments);
        return arguments;
    }

    static JsonNode list(Request request, String field) {
        JsonNode value = request.inBody(field);
        if (value.isMissingNode() || value.isNull()) {
            throw Refusal.missingArgument("body." + field);
        }
        if (!value.isArray()) {
            throw Refusal.invalidType("body." + field, "array");
        }
        return value;
    }

    private static void refuseEmpty(JsonNode list, String name) {
        if (list.isEmpty()) {
            throw Refusal.emptyArgument(name);
        }
    }

    private static void refuseUnlessNumber(JsonNode value, String name) {
        boolean number = value.isValueNode()
                && STARTS_LIKE_A_NUMBER.matcher(JsText.argument(value)).matches();
        if (!number) {
            throw Refusal.invalidType(name, "number");
        }
    }
}
