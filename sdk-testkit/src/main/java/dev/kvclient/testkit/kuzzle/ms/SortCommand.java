package dev.kvclient.testkit.kuzzle.ms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The command {@code sort}: the items of a list, a set or a sorted set, by themselves or by what other keys hold. */
final class SortCommand {

    private final Keyspace db;
    private final String key;
    private final List<String> gets = new ArrayList<>();
    private @Nullable String by;
    private @Nullable String store;
    private boolean descending;
    private boolean alphabetical;
    private long offset;
    private long limit = -1;

    /** An item with what it is sorted by. */
    private record Item(String text, @Nullable String weight, double number) {}

    private SortCommand(Keyspace db, List<String> args) {
        this.db = db;
        this.key = args.get(0);
        for (int i = 1; i < args.size(); i++) {
            String option = args.get(i).toUpperCase(Locale.ROOT);
            boolean hasNext = i + 1 < args.size();
            if (option.equals("ASC") || option.equals("DESC")) {
                descending = option.equals("DESC");
            } else if (option.equals("ALPHA")) {
                alphabetical = true;
            } else if (option.equals("LIMIT") && i + 2 < args.size()) {
                offset = RedisNumbers.integer(args.get(++i));
                limit = RedisNumbers.integer(args.get(++i));
            } else if (option.equals("STORE") && hasNext) {
                store = args.get(++i);
            } else if (option.equals("BY") && hasNext) {
                by = args.get(++i);
            } else if (option.equals("GET") && hasNext) {
                gets.add(args.get(++i));
            } else {
                throw new RedisException(RedisException.SYNTAX);
            }
        }
    }

    static void addTo(CommandTable table) {
        table.add(new Command("sort", -2, SortCommand::arguments, (db, args) -> new SortCommand(db, args).run()));
    }

    private static List<String> arguments(Request request) {
        JsonNode key = request.args().path("_id");
        if (!JsText.truthy(key)) {
            throw Refusal.missingArgument("_id");
        }
        List<String> arguments = new ArrayList<>();
        ArgumentSpec.flatten(key, arguments);
        if (JsText.truthy(request.inBody("alpha"))) {
            arguments.add("ALPHA");
        }
        JsonNode direction = request.inBody("direction");
        if (!direction.isMissingNode()) {
            arguments.add(direction(direction));
        }
        option(request, "by", arguments);
        if (!request.inBody("limit").isMissingNode()) {
            JsonNode limit = ofType(request, "limit");
            arguments.add("LIMIT");
            arguments.add(integer(limit.path(0), "limit.offset"));
            arguments.add(integer(limit.path(1), "limit.count"));
        }
        if (!request.inBody("get").isMissingNode()) {
            for (JsonNode pattern : ofType(request, "get")) {
                arguments.add("GET");
                ArgumentSpec.flatten(pattern, arguments);
            }
        }
        option(request, "store", arguments);
        return arguments;
    }

    private static JsonNode ofType(Request request, String field) {
        JsonNode value = request.inBody(field);
        if (!value.isArray()) {
            throw Refusal.invalidType("body." + field, "array");
        }
        return value;
    }

    private static String direction(JsonNode direction) {
        if (direction.isNull()) {
            throw Refusal.redis("Cannot read properties of null (reading 'toUpperCase')");
        }
        if (!direction.isTextual()) {
            throw Refusal.redis("request.input.body.direction.toUpperCase is not a function");
        }
        String upperCase = direction.textValue().toUpperCase(Locale.ROOT);
        if (!upperCase.equals("ASC") && !upperCase.equals("DESC")) {
            throw Refusal.invalidArgument("direction", "\"ASC\", \"DESC\"");
        }
        return upperCase;
    }

    private static void option(Request request, String name, List<String> arguments) {
        JsonNode value = request.inBody(name);
        if (!value.isMissingNode()) {
            arguments.add(name.toUpperCase(Locale.ROOT));
            ArgumentSpec.flatten(value, arguments);
        }
    }

    private static String integer(JsonNode value, String name) {
        if (!ArgumentSpec.startsLikeAnInteger(value)) {
            throw Refusal.invalidType(name, "integer");
        }
        return JsText.argument(value);
    }

    private JsonNode run() {
        List<String> items = items();
        // A pattern without a star is no pattern: what comes is in the order in which it is kept.
        boolean sorts = by == null || by.contains("*");
        if (!sorts && db.value(key) instanceof Value.Ranked && descending) {
            Collections.reverse(items);
        }
        // A set has no order; what is stored of one should have.
        boolean forced = !sorts && store != null && db.value(key) instanceof Value.Members;
        if (forced) {
            alphabetical = true;
            by = null;
        }
        List<String> sorted = sorts || forced ? sorted(items) : items;
        int from = (int) Math.max(0, Math.min(offset, sorted.size()));
        int to = limit < 0 ? sorted.size() : (int) Math.min(from + limit, sorted.size());
        List<@Nullable String> results = new ArrayList<>();
        for (String item : sorted.subList(from, to)) {
            if (gets.isEmpty()) {
                results.add(item);
            }
            gets.forEach(pattern -> results.add(lookUp(pattern, item)));
        }
        return store == null ? reply(results) : write(store, results);
    }

    private List<String> items() {
        Value value = db.value(key);
        if (value == null) {
            return new ArrayList<>();
        }
        if (value instanceof Value.Items list) {
            return new ArrayList<>(list.items);
        }
        if (value instanceof Value.Members set) {
            return new ArrayList<>(set.members);
        }
        List<String> names = new ArrayList<>();
        SortedSetCommands.members(db, key).ascending().forEach(member -> names.add(member.name()));
        return names;
    }

    private List<String> sorted(List<String> texts) {
        List<Item> items = new ArrayList<>();
        for (String text : texts) {
            String weight = by == null ? text : lookUp(by, text);
            double number = alphabetical || weight == null ? 0 : number(weight);
            items.add(new Item(text, weight, number));
        }
        Comparator<Item> byText = Comparator.comparing(Item::text, RankedMembers.BY_BYTES);
        Comparator<Item> order = alphabetical
                ? Comparator.comparing(Item::weight, Comparator.nullsFirst(RankedMembers.BY_BYTES))
                : Comparator.comparingDouble(Item::number).thenComparing(byText);
        items.sort(descending ? order.reversed() : order);
        return new ArrayList<>(items.stream().map(Item::text).toList());
    }

    private static double number(String text) {
        String otherwise = "ERR One or more scores can't be converted into double";
        double number = Scores.lenient(text, otherwise);
        Scores.refuseOverflow(number, text, otherwise);
        return number;
    }

    /** What a pattern means for an item: {@code #} itself, {@code key_*} a string, {@code key_*->field} of a hash. */
    private @Nullable String lookUp(String pattern, String item) {
        if (pattern.equals("#")) {
            return item;
        }
        int star = pattern.indexOf('*');
        if (star < 0) {
            return null;
        }
        int arrow = pattern.indexOf("->", star);
        boolean field = arrow >= 0 && arrow + 2 < pattern.length();
        String tail = pattern.substring(star + 1, field ? arrow : pattern.length());
        Value value = db.value(pattern.substring(0, star) + item + tail);
        if (field) {
            return value instanceof Value.Fields hash ? hash.fields.get(pattern.substring(arrow + 2)) : null;
        }
        return value instanceof Value.Text text ? new String(text.bytes, StandardCharsets.UTF_8) : null;
    }

    private static JsonNode reply(List<@Nullable String> results) {
        ArrayNode reply = Replies.list();
        for (String result : results) {
            reply.add(Replies.text(result));
        }
        return reply;
    }

    private JsonNode write(String to, List<@Nullable String> results) {
        Value.Items list = new Value.Items();
        for (String result : results) {
            list.items.add(result == null ? "" : result);
        }
        db.remove(to);
        if (!list.isEmpty()) {
            db.put(to, list);
        }
        return Replies.integer(list.items.size());
    }
}
