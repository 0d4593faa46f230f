package dev.kvclient.testkit.ndb.engine;

import java.util.ArrayList;
import java.util.List;

/** The condition of a {@code [?(...)]}. */
@FunctionalInterface
interface Filter {

    /** A side of a comparison, given the item that the filter looks at. */
    @FunctionalInterface
    interface Operand {
        Object of(Object item);
    }

    /** What is asked of two values. Longer signs come first, for the parser. */
    enum Relation {
        EQUAL("=="),
        DIFFERENT("!="),
        AT_MOST("<="),
        AT_LEAST(">="),
        LESS("<"),
        MORE(">");

        private final String sign;

        Relation(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }

        private boolean holds(int comparison) {
            return switch (this) {
                case EQUAL -> comparison == 0;
                case DIFFERENT -> comparison != 0;
                case AT_MOST -> comparison <= 0;
                case AT_LEAST -> comparison >= 0;
                case LESS -> comparison < 0;
                case MORE -> comparison > 0;
            };
        }

        /** Values of different kinds have no order. */
        boolean holds(Object left, Object right) {
            if (this == EQUAL || this == DIFFERENT) {
                return JsonPath.same(left, right) == (this == EQUAL);
            }
            if (left instanceof Number a && right instanceof Number b) {
                return holds(JsonPath.compare(a, b));
            }
            return left instanceof String a && right instanceof String b && holds(JsonObject.BYTE_ORDER.compare(a, b));
        }
    }

    /** Whether an item passes. */
    boolean passes(Object item);

    static Filter compare(Operand left, Relation relation, Operand right) {
        return item -> relation.holds(left.of(item), right.of(item));
    }

    /** False for null, false and what is empty. */
    static Filter truthy(Operand operand) {
        return item -> !isNothing(operand.of(item));
    }

    private static boolean isNothing(Object value) {
        if (value instanceof Boolean told) {
            return !told;
        }
        if (value instanceof JsonArray array) {
            return array.items().isEmpty();
        }
        if (value instanceof JsonObject object) {
            return object.size() == 0;
        }
        return value instanceof JsonNull || value.equals("");
    }

    default Filter or(Filter other) {
        return item -> passes(item) || other.passes(item);
    }

    default Filter and(Filter other) {
        return item -> passes(item) && other.passes(item);
    }

    default Filter not() {
        return item -> !passes(item);
    }

    /** The step to the children that pass. */
    default JsonPath.Step step() {
        return (place, to) -> {
            List<JsonPath.Match> children = new ArrayList<>();
            JsonPath.children(place, children);
            children.stream().filter(child -> passes(child.value())).forEach(to::add);
        };
    }
}
