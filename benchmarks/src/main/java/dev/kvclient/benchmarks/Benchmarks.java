package dev.kvclient.benchmarks;

import java.util.Map;
import java.util.TreeMap;

/** The way in: runs the benchmark that is named, or lists them. */
public final class Benchmarks {
    private static final Map<String, Benchmark> ALL = new TreeMap<>(Map.of("offline", new OfflineFigures()));

    private Benchmarks() {}

    /** A program that measures and prints what it has found. */
    interface Benchmark {
        /** One line on what it measures. */
        String about();

        /** Measures. */
        void run() throws Exception;
    }

    /** Runs the benchmark of that name. */
    public static void main(String[] arguments) throws Exception {
        Benchmark chosen = arguments.length == 1 ? ALL.get(arguments[0]) : null;
        if (chosen == null) {
            ALL.forEach((name, one) -> System.out.println(name + "  " + one.about()));
            System.exit(arguments.length == 0 ? 0 : 2);
            return;
        }
        System.out.printf(
                "%s %s, %d processors, %d MiB of heap%n",
                System.getProperty("java.vm.name"),
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20);
        chosen.run();
    }
}
