package dev.kvclient.testkit.ndb.engine;

import static dev.kvclient.testkit.ndb.engine.StatusEngine.done;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The commands on the five kinds of arrays. */
final class ArrayCommands {

    /** {@code arrays.maxCapacity} of the configuration. */
    private static final int MAX_CAPACITY = 10_000;

    private final Map<ArrayKind, Family> families = new EnumMap<>(ArrayKind.class);

    ArrayCommands() {
        for (ArrayKind kind : ArrayKind.values()) {
            families.put(kind, new Family(kind));
        }
    }

    void register(Map<String, Command> commands) {
        families.values().forEach(family -> family.register(commands));
    }

    void clear() {
        families.values().forEach(family -> family.arrays.clear());
    }

    /** The arrays of one kind, which share a space of names. */
    private static final class Family {

        private final ArrayKind kind;
        private final Map<String, FixedArray> arrays = new HashMap<>();

        Family(ArrayKind kind) {
            this.kind = kind;
        }

        void register(Map<String, Command> commands) {
            String prefix = kind.name();
            commands.put(prefix + "_CREATE", this::create);
            commands.put(prefix + "_DELETE", this::delete);
            commands.put(prefix + "_DELETE_ALL", this::deleteAll);
            commands.put(prefix + "_EXIST", this::exist);
            commands.put(
                    prefix + "_LEN",
                    (name, params) -> done(name, "len", (long) array(params).capacity()));
            commands.put(
                    prefix + "_USED",
                    (name, params) -> done(name, "used", (long) array(params).used()));
            commands.put(prefix + "_SET", this::set);
            commands.put(prefix + "_SET_RNG", this::setRange);
            commands.put(prefix + "_GET", this::get);
            commands.put(prefix + "_GET_RNG", this::getRange);
            commands.put(prefix + "_CLEAR", this::clear);
            boolean sorted = kind.isSorted();
            commands.put(prefix + "_SWAP", sorted ? Family::disabled : this::swap);
            commands.put(prefix + "_MIN", sorted ? this::min : Family::disabled);
            commands.put(prefix + "_MAX", sorted ? this::max : Family::disabled);
            commands.put(prefix + "_INTERSECT", sorted ? this::intersect : Family::disabled);
        }

        /** The answer to a command of the other sort. */
        private static Reply disabled(String command, Params params) throws Refusal {
            throw Refusal.anonymous(Status.COMMAND_DISABLED);
        }

        private FixedArray array(Params params) throws Refusal {
            return array(params, "name");
        }

        private FixedArray array(Params params, String parameter) throws Refusal {
            FixedArray array = arrays.get(params.string(parameter));
            if (array == null) {
                throw Refusal.of(Status.NOT_EXIST);
            }
            return array;
        }

        private Reply create(String command, Params params) throws Refusal {
            String name = params.string("name");
            long length = params.unsigned("len");
            if (arrays.containsKey(name)) {
                throw Refusal.of(Status.DUPLICATE);
            }
            if (length == 0 || length > MAX_CAPACITY) {
                throw Refusal.of(Status.BOUNDS);
            }
            arrays.put(name, kind.create((int) length));
            return done(command);
        }

        private Reply delete(String command, Params params) throws Refusal {
            arrays.remove(params.string("name"));
            return done(command);
        }

        private Reply deleteAll(String command, Params params) {
            arrays.clear();
            return done(command);
        }

        private Reply exist(String command, Params params) throws Refusal {
            array(params);
            return done(command);
        }

        private Reply set(String command, Params params) throws Refusal {
            params.string("name");
            Object given = params.get("item");
            if (given == null) {
                throw Refusal.anonymous(Status.UNKNOWN);
            }
            Object item = kind.item(given);
            boolean placed = !kind.isSorted() && params.has("pos");
            long place = placed ? params.unsigned("pos") : 0;
            FixedArray array = array(params);
            if (placed) {
                array.set(place, item);
            } else {
                array.append(List.of(item));
            }
            return done(command);
        }

        private Reply setRange(String command, Params params) throws Refusal {
            params.string("name");
            List<Object> given = params.array("items").items();
            boolean placed = !kind.isSorted() && params.has("pos");
            long place = placed ? params.unsigned("pos") : 0;
            FixedArray array = array(params);
            if (!placed && !kind.isSorted() && !array.hasRoomFor(given.size())) {
                throw new ServerDiedException(command);
            }
            List<Object> items = new ArrayList<>(given.size());
            for (Object item : given) {
                items.add(kind.loose(item));
            }
            if (placed) {
                array.setAll(place, items);
            } else {
                array.append(items);
            }
            return done(command);
        }

        private Reply get(String command, Params params) throws Refusal {
            params.string("name");
            long place = params.unsigned("pos");
            return done(command, "item", array(params).get(place));
        }

        private Reply getRange(String command, Params params) throws Refusal {
            params.string("name");
            Range range = Range.of(params, "rng", Status.VALUE_SIZE).forwards();
            return done(command, "items", JsonArray.of(array(params).range(range)));
        }

        private Reply clear(String command, Params params) throws Refusal {
            params.string("name");
            Range range = Range.of(params, "rng", Status.COMMAND_SYNTAX);
            FixedArray array = array(params);
            if (range.isBackwards()) {
                throw new ServerDiedException(command);
            }
            array.clear(range);
            return done(command);
        }

        private Reply swap(String command, Params params) throws Refusal {
            params.string("name");
            long a = params.unsigned("posA");
            long b = params.unsigned("posB");
            array(params).swap(a, b);
            return done(command);
        }

        private Reply min(String command, Params params) throws Refusal {
            params.string("name");
            long count = params.unsigned("n");
            return done(command, "items", JsonArray.of(array(params).smallest(count)));
        }

        private Reply max(String command, Params params) throws Refusal {
            params.string("name");
            long count = params.unsigned("n");
            return done(command, "items", JsonArray.of(array(params).largest(count)));
        }

        private Reply intersect(String command, Params params) throws Refusal {
            if (params.string("srcA").equals(params.string("srcB"))) {
                throw Refusal.of(Status.DUPLICATE);
            }
            FixedArray first = array(params, "srcA");
            return done(command, "items", JsonArray.of(first.intersect(array(params, "srcB"))));
        }
    }
}
