package dev.kvclient.testkit.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Who has which share in a counter. Each addition that told its sum has the part of it that it added; no part belongs
 * to two, and no sum was seen within one. What is between them was added by others, each as often as it was sent at the
 * most: a part that no choice of them comes to was lost or counted by one that had its share already. The check is the
 * sharper the less the amounts are alike.
 */
final class Shares {
    private final String key;
    private final List<Look> looks;
    private final List<Operation> others;
    private final List<Violation> found;

    /**
     * For one life of a counter.
     *
     * @param looks all sums that were seen
     * @param others what may have counted beside the additions among them
     */
    Shares(String key, List<Look> looks, List<Operation> others, List<Violation> found) {
        this.key = key;
        this.looks = looks;
        this.others = others;
        this.found = found;
    }

    void check() {
        List<Look> additions = looks.stream()
                .filter(Look::isAddition)
                .sorted(Comparator.comparingLong(Look::sum))
                .toList();
        if (eachForItself(additions) && others.stream().noneMatch(o -> o.end() == End.UNSETTLED)) {
            between(additions);
        }
    }

    private boolean eachForItself(List<Look> additions) {
        boolean well = true;
        for (int i = 1; i < additions.size(); i++) {
            Look one = additions.get(i - 1);
            Look other = additions.get(i);
            if (other.before() < one.sum()) {
                report("two additions had a share in the same sum", one, other);
                well = false;
            }
        }
        return well;
    }

    /** Goes through all sums that there were, from one to the next. */
    private void between(List<Look> additions) {
        NavigableMap<Long, Look> sums = new TreeMap<>();
        for (Look look : looks) {
            sums.merge(look.sum(), look, Shares::earlier);
            sums.merge(look.before(), look, Shares::earlier);
        }
        NavigableMap<Long, Look> owned = new TreeMap<>();
        additions.forEach(addition -> owned.put(addition.before(), addition));
        Map<Operation, Integer> used = new HashMap<>();
        // From the highest down, for what had counted at a sum had counted at all above it.
        Look upper = null;
        long from = 0;
        for (Map.Entry<Long, Look> sum : sums.descendingMap().entrySet()) {
            long to = from;
            from = sum.getKey();
            if (upper != null) {
                Map.Entry<Long, Look> owner = owned.floorEntry(from);
                if (owner == null || owner.getValue().sum() <= from) {
                    fill(from, to, upper, used);
                } else if (owner.getKey() != from || owner.getValue().sum() != to) {
                    report("a sum was seen within the share of an addition", owner.getValue(), sum.getValue());
                }
            }
            upper = upper == null ? sum.getValue() : earlier(upper, sum.getValue());
        }
        if (upper != null && from > 0) {
            fill(0, from, upper, used);
        }
    }

    private static Look earlier(Look one, Look other) {
        return one.by() <= other.by() ? one : other;
    }

    private void fill(long from, long to, Look upper, Map<Operation, Integer> used) {
        List<Operation> candidates = new ArrayList<>();
        for (Operation o : others) {
            if (o.called() <= upper.by() && o.amount() <= to - from) {
                candidates.add(o);
            }
        }
        Choice choice = new Choice(candidates, to - from);
        if (choice.isImpossible()) {
            found.add(new Violation(
                    Violation.Kind.COUNT,
                    key,
                    "from " + from + " to " + to + " was counted by none of those that may have",
                    List.of(upper.operation())));
        }
        choice.only().forEach((o, times) -> {
            if (used.merge(o, times, Integer::sum) > Math.max(1, o.attempts())) {
                found.add(new Violation(
                        Violation.Kind.COUNT, key, "it was counted more often than it was sent", List.of(o)));
            }
        });
    }

    private void report(String problem, Look one, Look other) {
        found.add(new Violation(Violation.Kind.COUNT, key, problem, List.of(one.operation(), other.operation())));
    }

    /** Looks for additions that come to an amount: for two ways to do so, within reason. */
    private static final class Choice {
        /** Beyond that no search is worth its time, and anything may be. */
        private static final int STEPS = 20_000;

        /** What one search can go through, one level for each. */
        private static final int MOST_CANDIDATES = 1_000;

        private final Operation[] candidates;

        /** What all from one on come to at the most. */
        private final long[] rest;

        private final int[] times;
        private final Map<Operation, Integer> only = new HashMap<>();
        private int steps;
        private int ways;

        Choice(List<Operation> from, long amount) {
            candidates = from.stream()
                    .sorted(Comparator.comparingLong(Operation::amount).reversed())
                    .toArray(Operation[]::new);
            times = new int[candidates.length];
            rest = new long[candidates.length + 1];
            for (int i = candidates.length - 1; i >= 0; i--) {
                rest[i] = saturated(rest[i + 1], candidates[i]);
            }
            if (candidates.length > MOST_CANDIDATES) {
                steps = STEPS;
            } else {
                search(0, amount);
            }
        }

        private static long saturated(long sum, Operation o) {
            long most = o.amount();
            for (int i = 1; i < o.attempts() && most >= 0; i++) {
                most += o.amount();
            }
            return most < 0 || sum + most < 0 ? Long.MAX_VALUE : sum + most;
        }

        boolean isImpossible() {
            return ways == 0 && steps < STEPS;
        }

        /** The one way that there is; empty if there are more. */
        Map<Operation, Integer> only() {
            return ways == 1 && steps < STEPS ? only : Map.of();
        }

        private void search(int at, long left) {
            if (left == 0) {
                ways++;
                for (int i = 0; i < at; i++) {
                    if (times[i] > 0) {
                        only.put(candidates[i], times[i]);
                    }
                }
                return;
            }
            if (ways > 1 || left > rest[at] || steps++ >= STEPS) {
                return;
            }
            Operation next = candidates[at];
            long most = Math.min(Math.max(1, next.attempts()), left / next.amount());
            for (int count = (int) most; count >= 0; count--) {
                times[at] = count;
                search(at + 1, left - count * next.amount());
            }
        }
    }
}
