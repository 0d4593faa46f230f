package dev.kvclient.benchmarks.load;

import dev.kvclient.benchmarks.report.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures all that was asked for and writes down what was found. */
public final class LoadRun {
    /** Its arguments. */
    public static final String USAGE = LoadOptions.USAGE;

    private static final int SMALL = 32;
    private static final int USUAL_WINDOW = 256;

    /** More in flight than this would measure the garbage collector. */
    private static final long MOST_IN_FLIGHT = 64L << 20;

    /** The share of what the closed loop of the reference gave at which the open loop runs. */
    private static final double OPEN_SHARE = 0.5;

    private final LoadOptions options;
    private final Progress progress = Progress.standard();
    private final List<Row> rows = new ArrayList<>();
    private final Map<Integer, Workload> workloads = new LinkedHashMap<>();

    private LoadRun(LoadOptions options) {
        this.options = options;
    }

    /** Runs by the arguments of the command line. */
    public static void run(List<String> arguments) throws Exception {
        new LoadRun(LoadOptions.parse(arguments)).run();
    }

    private void run() throws Exception {
        if (options.only().contains(LoadOptions.Backend.NDB)) {
            try (Target ndb = new NdbLoad()) {
                measure(ndb);
            }
        }
        if (options.only().contains(LoadOptions.Backend.VERSORI)) {
            try (Target versori = new VersoriLoad()) {
                measure(versori);
            }
        }
        if (options.only().contains(LoadOptions.Backend.KUZZLE)) {
            try (Target kuzzle = KuzzleLoad.start(progress)) {
                measure(kuzzle);
            }
        }
        progress.clear();
        System.out.print(LoadTable.of(rows));
        LoadFiles.write(options, rows);
    }

    private void measure(Target target) throws Exception {
        List<Group> groups = groups(target);
        Turns turns = new Turns(target.contestants(), options);
        progress.step(0, groups.size(), target.name() + ", warm-up");
        Workload small = workload(SMALL);
        turns.fill(small);
        turns.warmUp(USUAL_WINDOW);
        int done = 0;
        for (Group group : groups) {
            progress.step(++done, groups.size(), group.title());
            Workload workload = workload(group.size());
            turns.fill(workload);
            if (group.isOpen()) {
                double rate = reference(group) * OPEN_SHARE;
                rows.addAll(turns.open(group, rate));
            } else {
                rows.addAll(turns.closed(group));
            }
        }
    }

    private Workload workload(int size) {
        return workloads.computeIfAbsent(size, Workload::ofSize);
    }

    /** What the hand-written client reached in the closed loop, or the suite where there is none. */
    private double reference(Group open) {
        List<Row> closed = rows.stream()
                .filter(row -> row.server().equals(open.server())
                        && row.operation().equals(open.operation().word())
                        && row.size() == open.size()
                        && row.window() > 0
                        && row.window() <= USUAL_WINDOW)
                .toList();
        boolean byHand = closed.stream().anyMatch(LoadTable::isByHand);
        return closed.stream()
                .filter(byHand ? LoadTable::isByHand : row -> row.variant().equals(Suite.NAME))
                .mapToDouble(row -> row.perSecond().median())
                .max()
                .orElseThrow();
    }

    private List<Group> groups(Target target) {
        List<Group> groups = new ArrayList<>();
        List<Integer> sizes = options.sizes().orElse(target.sizes());
        List<Integer> windows = options.windows().orElse(target.windows());
        for (int size : sizes) {
            for (int window : windows) {
                boolean asked = options.windows().isPresent() && options.sizes().isPresent();
                boolean usual = !options.quick() || size == SMALL || window == USUAL_WINDOW;
                if (asked || (usual && (long) size * window <= MOST_IN_FLIGHT)) {
                    add(groups, target.name(), size, window);
                }
            }
            if (size == sizes.get(0)) {
                add(groups, target.name(), size, 0);
            }
        }
        return groups;
    }

    private static void add(List<Group> groups, String server, int size, int window) {
        for (Operation operation : Operation.values()) {
            groups.add(new Group(server, operation, size, window));
        }
    }
}
