package dev.kvclient.testkit.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Checks one key that holds a counter. Each sum that was seen lies between what must have been counted by then and what
 * may have been; sums do not go down; no two additions have a share in the same sum; and what lies between the shares
 * that are known is the sum of others that may have counted. All that from one loss of the counter to the next.
 */
final class CounterCheck {
    private final String key;
    private final List<Operation> operations;
    private final List<Operation> losses;
    private final List<Violation> found;

    CounterCheck(String key, List<Operation> operations, List<Operation> losses, List<Violation> found) {
        this.key = key;
        this.operations = operations;
        this.losses = losses.stream()
                .sorted(Comparator.comparingLong(Operation::called))
                .toList();
        this.found = found;
    }

    /**
     * The time between two losses.
     *
     * @param lost what ended before this is gone for certain
     * @param from what is called after this is not gone
     * @param until what ended before this is in this life
     */
    private record Life(long lost, long from, long until) {
        boolean holds(Operation o) {
            return o.called() > from && o.ended() < until;
        }
    }

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
        for (Life life : lives()) {
            List<Look> seen =
                    looks.stream().filter(look -> life.holds(look.operation())).toList();
            withinBounds(life, seen, certain, possible);
            neverDown(seen);
            new Shares(key, seen, withoutShare(life, certain, possible), found).check();
        }
    }

    private List<Life> lives() {
        List<Life> lives = new ArrayList<>();
        long lost = Long.MIN_VALUE;
        long from = Long.MIN_VALUE;
        for (Operation loss : losses) {
            lives.add(new Life(lost, from, loss.called()));
            lost = loss.end().certain() ? loss.called() : lost;
            from = Math.max(from, loss.ended());
        }
        lives.add(new Life(lost, from, Operation.NEVER));
        return lives;
    }

    private @Nullable Look look(Operation o) {
        long by = o.action() == Action.ADD ? o.placed() : o.ended();
        if (o.seen().what() == Seen.What.ABSENT && o.action() == Action.READ) {
            return new Look(0, 0, by, o);
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
        return new Look(sum, sum - o.amount(), by, o);
    }

    private void withinBounds(Life life, List<Look> looks, List<Operation> certain, List<Operation> possible) {
        Sums counted = new Sums(
                certain.stream().filter(o -> o.called() > life.from).toList(), Operation::placed, Operation::amount);
        Sums maybeCounted = new Sums(
                certain.stream().filter(o -> o.ended() > life.lost).toList(), Operation::called, Operation::amount);
        Sums maybeMore = new Sums(possible, Operation::called, CounterCheck::most);
        for (Look look : looks) {
            // Its own share is in neither, so that both speak of the sum before.
            long least = counted.upTo(look.operation().called());
            long own = look.operation().amount();
            long most = saturated(maybeCounted.upTo(look.by()) - own, maybeMore.upTo(look.by()));
            if (look.before() < least || look.before() > most) {
                found.add(new Violation(
                        Violation.Kind.COUNT,
                        key,
                        "the sum before was " + look.before() + ", which is not within " + least + " and " + most,
                        List.of(look.operation())));
            }
        }
    }

    private void neverDown(List<Look> looks) {
        List<Look> byEnd = new ArrayList<>(looks);
        byEnd.sort(Comparator.comparingLong(Look::by));
        List<Look> byCall = new ArrayList<>(looks);
        byCall.sort(Comparator.comparingLong(look -> look.operation().called()));
        Look highest = null;
        int next = 0;
        for (Look look : byCall) {
            for (;
                    next < byEnd.size()
                            && byEnd.get(next).by() < look.operation().called();
                    next++) {
                Look earlier = byEnd.get(next);
                highest = highest == null || earlier.sum() > highest.sum() ? earlier : highest;
            }
            if (highest != null && look.before() < highest.sum()) {
                found.add(new Violation(
                        Violation.Kind.COUNT,
                        key,
                        "the sum went down",
                        List.of(highest.operation(), look.operation())));
            }
        }
    }

    /** What may have counted in this life without having told its sum, or with one of which it is not known when. */
    private List<Operation> withoutShare(Life life, List<Operation> certain, List<Operation> possible) {
        List<Operation> without = new ArrayList<>(possible);
        for (Operation o : certain) {
            if (o.ended() > life.lost && (o.seen().what() != Seen.What.VALUE || !life.holds(o))) {
                without.add(o);
            }
        }
        return without;
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
