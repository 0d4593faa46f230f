package dev.kvclient.testkit.kuzzle.ms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/**
 * Where the arguments of an action stand, written as a line of places:
 *
 * <pre>
 * _id              the key
 * body.value       a field of the body
 * top.start        a field of the request itself
 * top.idx=index    the same, called "index" when it is missing
 * top.start?       may be absent
 * body.keys*       a list whose items become arguments
 * top.keys*,       the same; a text is split at commas
 * top.options*^    the same, in upper case
 * top.match@match  (match, count, limit, pairs.key, pairs.field) translated by a rule of its own
 * </pre>
 */
final class ArgumentSpec implements ArgumentSource {

    private final List<Place> places = new ArrayList<>();

    ArgumentSpec(String line) {
        for (String word : line.split(" ", -1)) {
            if (!word.isEmpty()) {
                places.add(Place.of(word));
            }
        }
    }

    @Override
    public List<String> extract(Request request) {
        List<String> arguments = new ArrayList<>();
        for (Place place : places) {
            JsonNode value =
                    place.inBody ? request.inBody(place.field) : request.args().path(place.field);
            if (!value.isMissingNode() && !value.isNull()) {
                place.rule.accept(value, arguments);
            } else if (!place.optional) {
                throw Refusal.missingArgument(place.name);
            }
        }
        return arguments;
    }

    private static final class Place {
        final boolean inBody;
        final String field;
        final String name;
        final boolean optional;
        final BiConsumer<JsonNode, List<String>> rule;

        private Place(
                boolean inBody, String field, String name, boolean optional, BiConsumer<JsonNode, List<String>> rule) {
            this.inBody = inBody;
            this.field = field;
            this.name = name;
            this.optional = optional;
            this.rule = rule;
        }

        static Place of(String word) {
            BiConsumer<JsonNode, List<String>> rule = ArgumentSpec::flatten;
            String rest = word;
            int at = rest.indexOf('@');
            if (at >= 0) {
                rule = named(rest.substring(at + 1));
                rest = rest.substring(0, at);
            }
            boolean optional = rest.endsWith("?");
            rest = optional ? rest.substring(0, rest.length() - 1) : rest;
            if (rest.endsWith("*,")) {
                rule = ArgumentSpec::split;
                rest = rest.substring(0, rest.length() - 2);
            } else if (rest.endsWith("*^")) {
                rule = ArgumentSpec::upperCase;
                rest = rest.substring(0, rest.length() - 2);
            } else if (rest.endsWith("*")) {
                rest = rest.substring(0, rest.length() - 1);
            }
            int equals = rest.indexOf('=');
            String path = equals < 0 ? rest : rest.substring(0, equals);
            boolean inBody = path.startsWith("body.");
            String field = path.substring(path.indexOf('.') + 1);
            String fallback = field.equals("_id") ? "key" : field;
            return new Place(inBody, field, equals < 0 ? fallback : rest.substring(equals + 1), optional, rule);
        }
    }

    private static BiConsumer<JsonNode, List<String>> named(String rule) {
        return switch (rule) {
            case "match" -> ArgumentSpec::match;
            case "count" -> ArgumentSpec::count;
            case "limit" -> ArgumentSpec::limit;
            case "pairs.key" -> (value, arguments) -> pairs(value, "key", arguments, ArgumentSpec::single);
            case "pairs.field" -> (value, arguments) -> pairs(value, "field", arguments, ArgumentSpec::flatten);
            default -> throw new IllegalArgumentException("no such rule: " + rule);
        };
    }

    /** Lists become several arguments whether meant so or not: ioredis flattens what it is given. */
    static void flatten(JsonNode value, List<String> arguments) {
        if (value.isArray()) {
            value.forEach(item -> arguments.add(JsText.argument(item)));
        } else {
            arguments.add(JsText.argument(value));
        }
    }

    private static void split(JsonNode value, List<String> arguments) {
        if (value.isTextual()) {
            arguments.addAll(JsText.splitAtCommas(value.textValue()));
        } else {
            flatten(value, arguments);
        }
    }

    private static void upperCase(JsonNode value, List<String> arguments) {
        List<String> raw = new ArrayList<>();
        split(value, raw);
        raw.forEach(item -> arguments.add(item.toUpperCase(Locale.ROOT)));
    }

    private static void match(JsonNode value, List<String> arguments) {
        if (!value.isTextual()) {
            throw Refusal.invalidType("match", "<string>");
        }
        arguments.add("MATCH");
        arguments.add(JsText.argument(value));
    }

    private static void count(JsonNode value, List<String> arguments) {
        if (!startsLikeAnInteger(value)) {
            throw Refusal.invalidType("count", "integer");
        }
        arguments.add("COUNT");
        arguments.add(JsText.argument(value));
    }

    /** {@code parseInt} takes what begins like an integer; Redis then refuses the rest of it. */
    static boolean startsLikeAnInteger(JsonNode value) {
        return !value.isArray() && JsText.argument(value).strip().matches("(?s)[+-]?\\d.*");
    }

    private static void limit(JsonNode value, List<String> arguments) {
        List<String> pair = new ArrayList<>();
        split(value, pair);
        if (pair.size() != 2) {
            throw Refusal.invalidArgument("limit", "<offset, count>");
        }
        arguments.add("LIMIT");
        arguments.addAll(pair);
    }

    /** The client of Redis is given the arguments of mset as one list, whose items it does not flatten. */
    private static void single(JsonNode value, List<String> arguments) {
        arguments.add(JsText.argument(value));
    }

    private static void pairs(
            JsonNode entries, String left, List<String> arguments, BiConsumer<JsonNode, List<String>> each) {
        if (!(entries instanceof ArrayNode)) {
            throw Refusal.invalidType("body.entries", "array");
        }
        for (JsonNode entry : entries) {
            if (entry.isNull()) {
                throw Refusal.redis("Cannot read properties of null (reading '" + left + "')");
            }
            JsonNode value = entry.path("value");
            boolean zero = value.isNumber() && value.doubleValue() == 0;
            if (!entry.isContainerNode() || !JsText.truthy(entry.path(left)) || !(JsText.truthy(value) || zero)) {
                throw Refusal.invalidArgument("entries", "<array of objects>");
            }
            each.accept(entry.path(left), arguments);
            each.accept(value, arguments);
        }
    }
}
