package dev.kvclient.testkit.ndb.engine;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A JSONPath of jsoncons's dialect, as far as it is known: names, indexes (from the end too), slices, wildcards,
 * unions, descent and filters with comparisons. Functions and regular expressions are refused as bad paths.
 */
final class JsonPath {

    /** One step: from a place to the places that it leads to. */
    @FunctionalInterface
    interface Step {
        void from(Match place, List<Match> to);
    }

    /** A place in a value. {@code steps} are names and indexes from the root. */
    record Match(List<Object> steps, Object value) {

        Match child(Object step, Object child) {
            List<Object> longer = new ArrayList<>(steps);
            longer.add(step);
            return new Match(longer, child);
        }

        /** Returns the normalized path, {@code $['pets'][0]}. */
        String location() {
            StringBuilder text = new StringBuilder("$");
            for (Object step : steps) {
                if (step instanceof String name) {
                    text.append("['")
                            .append(name.replace("\\", "\\\\").replace("'", "\\'"))
                            .append("']");
                } else {
                    text.append('[').append(step).append(']');
                }
            }
            return text.toString();
        }

        /** Returns a copy of the root with another value at this place; the same root where it is gone. */
        Object replaceIn(Object root, Object by) {
            return replace(root, 0, by);
        }

        private Object replace(Object in, int depth, Object by) {
            if (depth == steps.size()) {
                return by;
            }
            Object step = steps.get(depth);
            if (in instanceof JsonObject object && step instanceof String name) {
                Object child = object.get(name);
                return child == null ? in : object.copy().put(name, replace(child, depth + 1, by));
            }
            if (in instanceof JsonArray array
                    && step instanceof Integer index
                    && index < array.items().size()) {
                JsonArray copy = JsonArray.of(array.items());
                copy.items().set(index, replace(array.items().get(index), depth + 1, by));
                return copy;
            }
            return in;
        }
    }

    private final List<Step> steps;

    JsonPath(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    static JsonPath compile(String text) throws BadPathException {
        return new JsonPathParser(text).parse();
    }

    /** Returns the places that it leads to, from the root. */
    List<Match> select(Object root) {
        List<Match> places = List.of(new Match(List.of(), root));
        for (Step step : steps) {
            List<Match> next = new ArrayList<>();
            places.forEach(place -> step.from(place, next));
            places = next;
        }
        return places;
    }

    static Step name(String name) {
        return (place, to) -> {
            if (place.value() instanceof JsonObject object) {
                Object child = object.get(name);
                if (child != null) {
                    to.add(place.child(name, child));
                }
            }
        };
    }

    static Step index(int index) {
        return (place, to) -> {
            if (place.value() instanceof JsonArray array) {
                int size = array.items().size();
                int at = index < 0 ? index + size : index;
                if (at >= 0 && at < size) {
                    to.add(place.child(at, array.items().get(at)));
                }
            }
        };
    }

    /** From {@code start} to before {@code stop}; negative ones count from the end. */
    static Step slice(int start, int stop) {
        return (place, to) -> {
            if (place.value() instanceof JsonArray array) {
                int size = array.items().size();
                int from = Math.max(0, start < 0 ? start + size : start);
                int until = Math.min(size, stop < 0 ? stop + size : stop);
                for (int i = from; i < until; i++) {
                    to.add(place.child(i, array.items().get(i)));
                }
            }
        };
    }

    static void children(Match place, List<Match> to) {
        if (place.value() instanceof JsonObject object) {
            for (Map.Entry<String, Object> member : object.entries()) {
                to.add(place.child(member.getKey(), member.getValue()));
            }
        } else if (place.value() instanceof JsonArray array) {
            for (int i = 0; i < array.items().size(); i++) {
                to.add(place.child(i, array.items().get(i)));
            }
        }
    }

    static Step union(List<Step> members) {
        List<Step> all = List.copyOf(members);
        return (place, to) -> all.forEach(step -> step.from(place, to));
    }

    /** The step from this place and from everything below. */
    static Step descend(Step step) {
        return (place, to) -> {
            step.from(place, to);
            List<Match> below = new ArrayList<>();
            children(place, below);
            Step again = descend(step);
            below.forEach(child -> again.from(child, to));
        };
    }

    /** Whether two values are equal; numbers by what they mean. */
    static boolean same(Object a, Object b) {
        if (a instanceof Number left && b instanceof Number right) {
            return compare(left, right) == 0;
        }
        if (a instanceof JsonArray left && b instanceof JsonArray right) {
            boolean same = left.items().size() == right.items().size();
            for (int i = 0; same && i < left.items().size(); i++) {
                same = same(left.items().get(i), right.items().get(i));
            }
            return same;
        }
        if (a instanceof JsonObject left && b instanceof JsonObject right) {
            return left.size() == right.size()
                    && left.entries().stream().allMatch(member -> {
                        Object other = right.get(member.getKey());
                        return other != null && same(member.getValue(), other);
                    });
        }
        return a.equals(b);
    }

    static int compare(Number a, Number b) {
        boolean finite = Double.isFinite(a.doubleValue()) && Double.isFinite(b.doubleValue());
        return finite
                ? new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString()))
                : Double.compare(a.doubleValue(), b.doubleValue());
    }
}
