package dev.kvclient.testkit.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.Batching;
import dev.kvclient.Capability;
import dev.kvclient.KvClient;
import dev.kvclient.RetryPolicy;
import dev.kvclient.testkit.history.History;
import dev.kvclient.testkit.history.HistoryChecker;
import dev.kvclient.testkit.history.Operation;
import dev.kvclient.testkit.history.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/** One storm, from its first call to the verdict. */
final class Storm {
    private static final int THREADS = 16;
    private static final int KEYS = 160;
    private static final int COUNTERS = 40;
    private static final String KEY = "key";
    private static final String COUNTER = "counter";
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration ANSWER_TIMEOUT = Duration.ofMillis(500);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofMillis(10);
    private static final Duration NOT_LATER = Duration.ofMillis(100);

    /** More than the workers can have open, and few enough to be filled. */
    private static final int MOST_OUTSTANDING = THREADS * (Worker.OPEN + 1) + 20;

    private static final long MOST_OUTSTANDING_BYTES = 1 << 20;

    /** So many of the calls that may not wait may be refused late: a connection may come, and go before it is used. */
    private static final double LATE = 0.1;

    /** What a storm that was one has seen. */
    private static final int LEAST_CONNECTIONS = 2;

    private static final int LEAST_SUCCESSES = 300;
    private static final int SHOWN_VIOLATIONS = 5;

    private final String name;
    private final StormTarget target;
    private final long seed;
    private final Duration length;
    private final Batching batching;
    private final List<String> keys = numbered(KEY, KEYS);
    private final List<String> counters = numbered(COUNTER, COUNTERS);
    private final History history = new History();
    private final Figures figures = new Figures();

    Storm(String name, StormTarget target, long seed, Duration length) {
        this.name = name;
        this.target = target;
        this.seed = seed;
        this.length = length;
        this.batching = (seed & 1) == 0 ? Batching.none() : Batching.onTheFly();
    }

    private static List<String> numbered(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    void run() throws InterruptedException {
        Weather weather = new Weather(target, history, seed);
        try {
            try (Network network = new Network(target.port(), seed, length);
                    KvClient kv = connect(network.port())) {
                work(kv, weather, network);
                Patience.until("every future is settled", TIMEOUT.multipliedBy(5), () -> history.open() == 0);
                readEverything(kv);
                System.out.println(report(weather, network));
                verdict();
                AfterStorm after = new AfterStorm(kv, target, figures, window());
                after.warmUp();
                after.everyPlaceIsFree(MOST_OUTSTANDING);
                after.everyLaneIsOpen(keys, KEY);
            }
        } catch (AssertionError | RuntimeException failed) {
            throw new AssertionError(failed.getMessage() + System.lineSeparator() + howToLookAtIt(), failed);
        }
    }

    /** How many requests of single calls set out before one is answered. */
    private int window() {
        return batching.isOn() ? Math.min(batching.inFlight(), target.window()) : target.window();
    }

    private KvClient connect(int port) {
        return target.settings(KvClient.builder(target.backend("127.0.0.1", port, ANSWER_TIMEOUT, SOON, NOT_LATER)))
                .batching(batching)
                .timeout(TIMEOUT)
                .connectTimeout(CONNECT_TIMEOUT)
                .retry(RetryPolicy.standard().backoff(Duration.ofMillis(50), Duration.ofMillis(400)))
                .maxOutstanding(MOST_OUTSTANDING, MOST_OUTSTANDING_BYTES)
                .listener(figures)
                .listener(history.listener())
                .connect();
    }

    private void work(KvClient kv, Weather weather, Network network) throws InterruptedException {
        long end = System.nanoTime() + length.toNanos();
        Repertoire repertoire = new Repertoire(kv.capabilities(), keys, counters);
        Queue<Throwable> died = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Recorded recorded = new Recorded(history, figures, Integer.toString(i));
            Worker worker = new Worker(kv, recorded, repertoire, figures, seed + i, () -> System.nanoTime() - end < 0);
            Thread thread = new Thread(worker, "kv-storm-" + i);
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((dead, thrown) -> died.add(thrown));
            threads.add(thread);
        }
        weather.begin(seed);
        network.begin();
        threads.forEach(Thread::start);
        try {
            for (Thread thread : threads) {
                // A worker can wait for one call, and for one place, after the end.
                thread.join(length.plus(TIMEOUT.multipliedBy(5)).toMillis());
                assertThat(thread.isAlive()).as("%s hangs", thread).isFalse();
            }
        } finally {
            network.end();
            weather.end();
        }
        assertThat(died).as("workers that died").isEmpty();
        assertThat(weather.broken()).as("the weather's own failure").isEmpty();
    }

    /** What is there in the end is part of the history. */
    private void readEverything(KvClient kv) {
        assertThat(kv.awaitConnected(Duration.ofSeconds(10))).isTrue();
        Recorded recorded = new Recorded(history, figures, "end");
        Way way = Way.blocking(kv);
        keys.forEach(key -> recorded.get(way, key));
        if (kv.capabilities().supports(Capability.INCREMENT)) {
            counters.forEach(counter -> recorded.getCounter(way, counter));
        }
    }

    private void verdict() {
        List<Violation> violations = HistoryChecker.check(history);
        assertThat(violations.stream().limit(SHOWN_VIOLATIONS).toList())
                .as("%d violations, of which the first are", violations.size())
                .isEmpty();
        assertThat(figures.successes()).as("calls that went well").isGreaterThan(LEAST_SUCCESSES);
        assertThat(figures.connections()).as("connections").isGreaterThanOrEqualTo(LEAST_CONNECTIONS);
        assertThat(figures.refused())
                .as("calls that were refused at once, offline")
                .isPositive();
        assertThat((double) figures.refusedLate())
                .as("calls that were refused late, offline, of %d", figures.refused())
                .isLessThan(1 + LATE * figures.refused());
    }

    private String report(Weather weather, Network network) {
        List<Operation> operations = history.operations();
        long sentAgain = operations.stream().filter(o -> o.attempts() > 1).count();
        return "%s: seed %d, %s, %d s, %d operations, %d of them sent again; %s; %s; %s"
                .formatted(
                        name,
                        seed,
                        batching,
                        length.toSeconds(),
                        operations.size(),
                        sentAgain,
                        figures,
                        weather,
                        network);
    }

    private String howToLookAtIt() {
        Path file = Path.of(System.getProperty("storm.directory", "target"), name + "-" + seed + ".history");
        String again = "-Dstorm.seed=" + seed + " for the same chances";
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            history.write(file, List.of(name + ", " + again));
        } catch (IOException e) {
            return again + ". Its history could not be written: " + e;
        }
        return again + "; java -cp sdk-testkit.jar:sdk-core.jar dev.kvclient.testkit.history.Main " + file
                + " checks its history.";
    }
}
