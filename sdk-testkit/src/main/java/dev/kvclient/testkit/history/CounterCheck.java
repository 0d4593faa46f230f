package dev.kvclient.testkit.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Checks one key that holds a counter. Each sum that was seen lies between what must have been counted by then and what
 * may have been; sums do not go down; and no two additions have a share in the same sum.
 */
final class CounterCheck {
    private final String key;
    private final List<Operation> operations;
    private final List<Violation> found;

    CounterCheck(String key, List<Operation> operations, List<Violation> found) {
        this.key = key;
        this.operations = operations;
        this.found = found;
    }

    /** A sum that was seen: at one moment between the two times. */
    private record Look(long sum, long before, long called, long by, Operation operation) {}

    void run() {
        List<Operation> certain = new ArrayList<>();
        List<Operation> possible = new ArrayList<>();
        List<Look> looks = new ArrayList<>();
        for (Operation o : operations) {
            if (o.action() == Action.ADD) {
                if (o.end().certain()) {
                    certain.add(o);
                } else if (o.end().possible()) {
                    possible.add(o);
                }
            } else if (o.action() != Action.READ) {
                throw new IllegalArgumentException("a counter is only added to: " + o);
            }
            Look look = look(o);
            if (look != null) {
                looks.add(look);
            }
        }
        withinBounds(looks, certain, possible);
        neverDown(looks);
        eachForItself(looks);
    }

    private @Nullable Look look(Operation o) {
        long by = o.action() == Action.ADD ? o.placed() : o.ended();
        if (o.seen().what() == Seen.What.ABSENT && o.action() == Action.READ) {
            return new Look(0, 0, o.called(), by, o);
        }
        if (o.seen().what() != Seen.What.VALUE) {
            return null;
        }
        long sum;
        try {
            sum = Long.parseLong(o.seen().text());
        } catch (NumberFormatException e) {
            found.add(new Violation(Violation.Kind.FOREIGN, key, "what was read is no sum", List.of(o)));
            return null;
        }
        return new Look(sum, sum - o.amount(), o.called(), by, o);
    }

    private void withinBounds(List<Look> looks, List<Operation> certain, List<Operation> possible) {
        Sums counted = new Sums(certain, Operation::placed, Operation::amount);
        Sums maybeCounted = new Sums(certain, Operation::called, Operation::amount);
        Sums maybeMore = new Sums(possible, Operation::called, CounterCheck::most);
        for (Look look : looks) {
            // Its own share is in neither, so that both speak of the sum before.
            long least = counted.upTo(look.called);
            long own = look.operation.action() == Action.ADD ? look.operation.amount() : 0;
            long most = saturated(maybeCounted.upTo(look.by) - own, maybeMore.upTo(look.by));
            if (look.before < least || look.before > most) {
                found.add(new Violation(
                        Violation.Kind.COUNT,
                        key,
                        "the sum before was " + look.before + ", which is not within " + least + " and " + most,
                        List.of(look.operation)));
            }
        }
    }

    private void neverDown(List<Look> looks) {
        List<Look> byEnd = new ArrayList<>(looks);
        byEnd.sort(Comparator.comparingLong(Look::by));
        List<Look> byCall = new ArrayList<>(looks);
        byCall.sort(Comparator.comparingLong(Look::called));
        Look highest = null;
        int next = 0;
        for (Look look : byCall) {
            for (; next < byEnd.size() && byEnd.get(next).by < look.called; next++) {
                Look earlier = byEnd.get(next);
                highest = highest == null || earlier.sum > highest.sum ? earlier : highest;
            }
            if (highest != null && look.before < highest.sum) {
                found.add(new Violation(
                        Violation.Kind.COUNT, key, "the sum went down", List.of(highest.operation, look.operation)));
            }
        }
    }

    /** No part of a sum is the share of two acknowledged additions. */
    private void eachForItself(List<Look> looks) {
        List<Look> additions = looks.stream()
                .filter(look -> look.operation.action() == Action.ADD)
                .sorted(Comparator.comparingLong(Look::sum))
                .toList();
        for (int i = 1; i < additions.size(); i++) {
            Look one = additions.get(i - 1);
            Look other = additions.get(i);
            if (other.before < one.sum) {
                found.add(new Violation(
                        Violation.Kind.COUNT,
                        key,
                        "two additions had a share in the same sum",
                        List.of(one.operation, other.operation)));
            }
        }
    }

    private static long most(Operation add) {
        return add.end() == End.UNSETTLED ? Long.MAX_VALUE : add.amount() * Math.max(1, add.attempts());
    }

    private static long saturated(long a, long b) {
        return b > 0 && a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    /** What some additions come to, up to a time. */
    private static final class Sums {
        private final long[] times;
        private final long[] sums;

        Sums(List<Operation> additions, ToLongFunction<Operation> time, ToLongFunction<Operation> share) {
            Operation[] sorted =
                    additions.stream().sorted(Comparator.comparingLong(time)).toArray(Operation[]::new);
            times = Arrays.stream(sorted).mapToLong(time).toArray();
            sums = new long[sorted.length];
            for (int i = 0; i < sorted.length; i++) {
                sums[i] = saturated(i == 0 ? 0 : sums[i - 1], share.applyAsLong(sorted[i]));
            }
        }

        /** Those whose time is not after this. */
        long upTo(long time) {
            int at = Arrays.binarySearch(times, time);
            int count = at >= 0 ? at + 1 : -at - 1;
            return count == 0 ? 0 : sums[count - 1];
        }
    }
}
