package dev.kvclient.benchmarks.load;

import dev.kvclient.benchmarks.report.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lets the contestants of one server have their turns, round after round, so that they share whatever else goes on. */
final class Turns {
    private static final int FIRST_COUNT = 16;
    private static final int MOST_REQUESTS = 2_000_000;
    private static final int MOST_WARM_UP = 100_000;
    private static final double SECOND = 1e9;

    private final List<Contestant> contestants;
    private final LoadOptions options;

    Turns(List<Contestant> contestants, LoadOptions options) {
        this.contestants = contestants;
        this.options = options;
    }

    /** All stored, so that there is something to read. */
    void fill(Workload workload) throws Exception {
        for (Contestant contestant : contestants) {
            contestant.use(workload);
        }
        contestants.get(0).closedLoop(Operation.SET, 1, workload.count());
    }

    /** Lets the compiler see all of it, in both ways of calling. */
    void warmUp(int window) throws Exception {
        for (Contestant contestant : contestants) {
            for (Operation operation : Operation.values()) {
                run(contestant, operation, 1, options.warmUp().dividedBy(2));
                run(contestant, operation, window, options.warmUp());
            }
        }
    }

    /** A closed loop in a number of rounds. */
    List<Row> closed(Group group) throws Exception {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Contestant contestant : takingPart(group)) {
            counts.put(
                    contestant.name(),
                    count(run(contestant, group.operation(), group.window(), options.turn()), group));
        }
        return rounds(
                group,
                contestant -> contestant.closedLoop(
                        group.operation(), group.window(), counts.getOrDefault(contestant.name(), FIRST_COUNT)));
    }

    /** An open loop at a fixed rate, the same for all. */
    List<Row> open(Group group, double perSecond) throws Exception {
        int count = (int) Math.max(FIRST_COUNT, perSecond * options.openTurn().toNanos() / SECOND);
        return rounds(group, contestant -> contestant.openLoop(group.operation(), perSecond, count));
    }

    /** What a contestant does when it is its turn. */
    private interface Turn {
        Sample of(Contestant contestant) throws Exception;
    }

    private List<Row> rounds(Group group, Turn turn) throws Exception {
        List<Contestant> all = takingPart(group);
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        for (int round = 0; round < options.rounds(); round++) {
            for (int i = 0; i < all.size(); i++) {
                // Each round begins with another one.
                Contestant contestant = all.get((round + i) % all.size());
                samples.computeIfAbsent(contestant.name(), name -> new ArrayList<>())
                        .add(turn.of(contestant));
            }
        }
        return all.stream()
                .map(contestant -> Row.of(group, contestant.name(), samples))
                .toList();
    }

    private List<Contestant> takingPart(Group group) {
        return contestants.stream()
                .filter(contestant -> contestant.takesPart(group.window()))
                .toList();
    }

    /** As many requests as the turn has time for, some windows at least. */
    private int count(double perSecond, Group group) {
        double inTurn = perSecond * options.turn().toNanos() / SECOND;
        return (int) Math.min(MOST_REQUESTS, Math.max(Math.max(FIRST_COUNT, 2.0 * group.window()), inTurn));
    }

    /** Runs for about so long; gives the rate, as far as it can be told. */
    private static double run(Contestant contestant, Operation operation, int window, Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        int count = Math.max(FIRST_COUNT, window);
        List<Double> seen = new ArrayList<>();
        do {
            seen.add(contestant.closedLoop(operation, window, count).perSecond());
            count = Math.min(MOST_WARM_UP, count * 2);
        } while (System.nanoTime() - end < 0);
        double[] later = seen.subList(seen.size() / 2, seen.size()).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        return Spread.of(later).median();
    }
}
