package dev.kvclient.benchmarks;

import dev.kvclient.benchmarks.growth.Growth;
import dev.kvclient.benchmarks.jmh.JmhRun;
import dev.kvclient.benchmarks.load.LoadRun;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The way in: runs the benchmark that is named, or the load run if none is. */
public final class Benchmarks {
    private static final String LOAD = "load";
    private static final int USAGE = 2;

    private static final Map<String, Benchmark> ALL = new TreeMap<>(Map.of(
            LOAD,
            benchmark("side by side under load (what is run unless another is named): " + LoadRun.USAGE, LoadRun::run),
            "growth",
            benchmark("what work costs as it grows: requests, clients, batches, lists", Growth::run),
            "jmh",
            benchmark("the parts, with JMH: [names] [options of JMH]", JmhRun::run),
            "offline",
            benchmark(
                    "the offline queue: queueing in memory and on disk, replay, memory",
                    arguments -> new OfflineFigures().run())));

    private Benchmarks() {}

    /**
     * A program that measures and prints what it has found.
     *
     * @param about one line on what it measures
     * @param work does it
     */
    private record Benchmark(String about, Work work) {}

    /** Measures. */
    @FunctionalInterface
    private interface Work {
        void run(List<String> arguments) throws Exception;
    }

    private static Benchmark benchmark(String about, Work work) {
        return new Benchmark(about, work);
    }

    /** Runs the benchmark of that name, with the arguments behind it. */
    public static void main(String[] arguments) throws Exception {
        boolean named = arguments.length > 0 && !arguments[0].startsWith("--");
        Benchmark chosen = ALL.get(named ? arguments[0] : LOAD);
        if (chosen == null || List.of(arguments).contains("--help")) {
            ALL.forEach((name, one) -> System.out.printf(Locale.ROOT, "%-8s %s%n", name, one.about()));
            System.exit(chosen == null ? USAGE : 0);
            return;
        }
        System.out.printf(
                Locale.ROOT,
                "%s %s, %d processors, %d MiB of heap%n",
                System.getProperty("java.vm.name"),
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20);
        try {
            chosen.work().run(Arrays.asList(arguments).subList(named ? 1 : 0, arguments.length));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(USAGE);
        }
    }
}
