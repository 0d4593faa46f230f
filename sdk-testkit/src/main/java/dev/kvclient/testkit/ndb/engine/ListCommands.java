package dev.kvclient.testkit.ndb.engine;

import static dev.kvclient.testkit.ndb.engine.StatusEngine.answer;
import static dev.kvclient.testkit.ndb.engine.StatusEngine.done;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The commands on lists of objects. */
final class ListCommands {

    private final Map<String, List<Object>> lists = new HashMap<>();

    void register(Map<String, Command> commands) {
        commands.put("OLST_CREATE", this::create);
        commands.put("OLST_DELETE", this::delete);
        commands.put("OLST_DELETE_ALL", this::deleteAll);
        commands.put("OLST_EXIST", this::exist);
        commands.put(
                "OLST_LEN",
                (name, params) -> done(name, "len", (long) list(params).size()));
        commands.put("OLST_ADD", this::add);
        commands.put("OLST_SET_RNG", this::setRange);
        commands.put("OLST_GET", this::get);
        commands.put("OLST_GET_RNG", this::getRange);
        commands.put("OLST_RMV", this::remove);
        commands.put("OLST_SPLICE", this::splice);
    }

    void clear() {
        lists.clear();
    }

    private List<Object> list(Params params) throws Refusal {
        return list(params.string("name"));
    }

    private List<Object> list(String name) throws Refusal {
        List<Object> list = lists.get(name);
        if (list == null) {
            throw Refusal.of(Status.NOT_EXIST);
        }
        return list;
    }

    private static List<Object> items(Params params) throws Refusal {
        List<Object> items = params.array("items").items();
        for (Object item : items) {
            if (!(item instanceof JsonObject)) {
                throw Refusal.type();
            }
        }
        return items;
    }

    private Reply create(String command, Params params) throws Refusal {
        if (lists.putIfAbsent(params.string("name"), new ArrayList<>()) != null) {
            throw Refusal.of(Status.DUPLICATE);
        }
        return done(command);
    }

    private Reply delete(String command, Params params) throws Refusal {
        list(params);
        lists.remove(params.string("name"));
        return done(command);
    }

    private Reply deleteAll(String command, Params params) {
        lists.clear();
        return done(command);
    }

    private Reply exist(String command, Params params) throws Refusal {
        list(params);
        return done(command);
    }

    private Reply add(String command, Params params) throws Refusal {
        params.string("name");
        List<Object> items = items(params);
        long asked = params.has("pos") ? params.unsigned("pos") : Long.MAX_VALUE;
        List<Object> list = list(params);
        int place = (int) Math.min(asked, list.size());
        list.addAll(place, items);
        JsonObject answer = JsonObject.sorted()
                .put("st", (long) Status.OK)
                .put("pos", (long) place)
                .put("size", (long) list.size());
        return Reply.of(answer(command, answer));
    }

    private Reply setRange(String command, Params params) throws Refusal {
        params.string("name");
        long place = params.unsigned("pos");
        List<Object> items = items(params);
        List<Object> list = list(params);
        if (place > list.size()) {
            throw Refusal.of(Status.BOUNDS);
        }
        if (place + items.size() > list.size()) {
            throw new ServerDiedException(command);
        }
        for (int i = 0; i < items.size(); i++) {
            list.set((int) place + i, items.get(i));
        }
        return done(command);
    }

    private Reply get(String command, Params params) throws Refusal {
        params.string("name");
        boolean tail = !params.has("pos");
        long asked = tail ? 0 : params.unsigned("pos");
        List<Object> list = list(params);
        if (asked >= list.size()) {
            throw Refusal.of(Status.BOUNDS);
        }
        return done(command, "item", list.get(tail ? list.size() - 1 : (int) asked));
    }

    private Reply getRange(String command, Params params) throws Refusal {
        params.string("name");
        Range range = Range.of(params, "rng", Status.VALUE_SIZE).forwards();
        return done(command, "items", JsonArray.of(range.in(list(params))));
    }

    private Reply remove(String command, Params params) throws Refusal {
        params.string("name");
        boolean head = params.has("head") && params.bool("head");
        boolean tail = params.has("tail") && params.bool("tail");
        Range range =
                params.has("rng") ? Range.of(params, "rng", Status.VALUE_SIZE).forwards() : new Range(0, 0);
        List<Object> list = list(params);
        if (head) {
            removeAt(command, list, 0);
        }
        if (tail) {
            removeAt(command, list, list.size() - 1);
        }
        range.in(list).clear();
        return done(command, "size", (long) list.size());
    }

    private static void removeAt(String command, List<Object> list, int place) {
        if (list.isEmpty()) {
            throw new ServerDiedException(command);
        }
        list.remove(place);
    }

    private Reply splice(String command, Params params) throws Refusal {
        if (!params.has("srcName") || !params.has("destName")) {
            throw Refusal.anonymous(Status.UNKNOWN);
        }
        String from = params.string("srcName");
        String to = params.string("destName");
        Range range = Range.of(params, "srcRng", Status.VALUE_SIZE).forwards();
        long asked = params.has("destPos") ? params.unsigned("destPos") : Long.MAX_VALUE;
        List<Object> source = list(from);
        List<Object> part = range.in(source);
        List<Object> moved = new ArrayList<>(part);
        List<Object> destination = lists.computeIfAbsent(to, name -> new ArrayList<>());
        int place = (int) Math.min(asked, destination.size());
        if (from.equals(to)) {
            // The place was meant before anything moved.
            place -= (int) Math.max(0, Math.min(place, range.stop(source.size())) - Math.min(range.start(), place));
        }
        part.clear();
        destination.addAll(place, moved);
        return done(command);
    }
}
