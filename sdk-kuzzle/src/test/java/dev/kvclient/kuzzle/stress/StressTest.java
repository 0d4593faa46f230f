package dev.kvclient.kuzzle.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.CallOptions;
import dev.kvclient.KvClient;
import dev.kvclient.KvType;
import dev.kvclient.RetryPolicy;
import dev.kvclient.error.KvOverloadException;
import dev.kvclient.kuzzle.KuzzleBackend;
import dev.kvclient.testkit.FaultRule;
import dev.kvclient.testkit.history.History;
import dev.kvclient.testkit.history.HistoryChecker;
import dev.kvclient.testkit.history.Operation;
import dev.kvclient.testkit.history.Violation;
import dev.kvclient.testkit.kuzzle.Fault;
import dev.kvclient.testkit.kuzzle.Faults;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Eight threads of mixed work against a server that drops, delays, refuses, forgets and restarts: every call ends, no
 * answer is wrong, and what is read goes with the promise on order.
 *
 * <p>{@code -Dstress.seconds=30} for longer than the 5 s of the build, {@code -Dstress.seed=N} for the chances of an
 * earlier run; what befalls which request depends on the threads all the same.
 */
class StressTest {
    private static final int THREADS = 8;
    private static final int KEYS = 32;
    private static final int COUNTERS = 8;

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration ANSWER_TIMEOUT = Duration.ofMillis(500);

    /** More than the workers can have open, and few enough to be filled. */
    private static final int MOST_OUTSTANDING = THREADS * (Worker.OPEN + 1) + 20;

    private static final int WINDOW = 64;

    private final long seed = Long.getLong("stress.seed", new Random().nextLong());
    private final Duration length = Duration.ofSeconds(Integer.getInteger("stress.seconds", 5));
    private final List<String> keys =
            IntStream.range(0, KEYS).mapToObj(i -> "key" + i).toList();
    private final List<String> counters =
            IntStream.range(0, COUNTERS).mapToObj(i -> "counter" + i).toList();
    private final History history = new History();
    private final Figures figures = new Figures();

    @Test
    void endsEveryCallAndKeepsThePromises() throws InterruptedException {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Weather weather;
        try (KuzzleServer server = KuzzleServer.start()) {
            weather = new Weather(server, seed);
            try (KvClient kv = connect(server)) {
                Recorded recorded = new Recorded(kv, history, figures);
                work(recorded, weather);
                everythingHasEnded();
                readEverything(recorded);
                everyPlaceIsFree(server, kv);
                everyLaneIsOpen(kv);
            }
            noThreadIsLeft(before, "kvclient-");
        }
        List<Operation> operations = history.operations();
        long sentAgain = operations.stream().filter(o -> o.attempts() > 1).count();
        System.out.printf(
                "stress: seed %d, %d s, %d operations, %d of them sent again; %s; %s%n",
                seed, length.toSeconds(), operations.size(), sentAgain, figures, weather);

        List<Violation> violations = HistoryChecker.check(operations);
        assertThat(violations.stream().limit(5).toList())
                .as("seed %d: %d violations", seed, violations.size())
                .isEmpty();
        assertThat(figures.connections()).as("connections").isGreaterThan(2);
        assertThat(figures.successes()).as("calls that went well").isGreaterThan(1_000);
    }

    private KvClient connect(KuzzleServer server) {
        return KvClient.builder(KuzzleBackend.builder()
                        .endpoint("127.0.0.1", server.port())
                        .answerTimeout(ANSWER_TIMEOUT)
                        .reconnect(Duration.ofMillis(10), Duration.ofMillis(100))
                        .window(WINDOW, KuzzleBackend.DEFAULT_WINDOW_BYTES)
                        .build())
                .timeout(TIMEOUT)
                .retry(RetryPolicy.standard().backoff(Duration.ofMillis(50), Duration.ofMillis(400)))
                .maxOutstanding(MOST_OUTSTANDING, 1 << 20)
                .listener(figures)
                .listener(history.listener())
                .connect();
    }

    private void work(Recorded recorded, Weather weather) throws InterruptedException {
        long end = System.nanoTime() + length.toNanos();
        List<Throwable> died = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Worker worker = new Worker(recorded, keys, counters, seed + i, () -> System.nanoTime() - end < 0);
            Thread thread = new Thread(worker, "stress-" + i);
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((dead, thrown) -> {
                synchronized (died) {
                    died.add(thrown);
                }
            });
            threads.add(thread);
        }
        weather.begin(seed);
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            // A worker can wait for one call, and for one place, after the end.
            thread.join(length.plus(TIMEOUT.multipliedBy(5)).toMillis());
            assertThat(thread.isAlive()).as("seed %d: %s hangs", seed, thread).isFalse();
        }
        weather.end();
        assertThat(died).as("seed %d: workers that died", seed).isEmpty();
    }

    private void everythingHasEnded() {
        await("every future is settled")
                .atMost(TIMEOUT.multipliedBy(5))
                .untilAsserted(() -> assertThat(history.open()).isZero());
    }

    /** What is there in the end is part of the history. */
    private void readEverything(Recorded recorded) {
        assertThat(recorded.client().awaitConnected(Duration.ofSeconds(10))).isTrue();
        keys.forEach(key -> recorded.get(recorded.blocking(), key));
        counters.forEach(counter -> recorded.get(recorded.blocking(), counter));
    }

    /**
     * As many calls as are taken at one time are taken, one more is not, and as many requests as the window holds are
     * sent: none of those before has kept its place.
     */
    private static void everyPlaceIsFree(KuzzleServer server, KvClient kv) {
        CallOptions patient = CallOptions.none().timeout(Duration.ofSeconds(20));
        long connections = server.connectionsAccepted();
        long received = server.requestsReceived();
        FaultRule silence = server.faults().on(Faults.any(), Fault.ignore());
        List<CompletableFuture<Optional<String>>> calls = IntStream.range(0, MOST_OUTSTANDING)
                .mapToObj(i -> kv.async().get("free" + i, KvType.of(String.class), patient))
                .toList();
        assertThat(kv.async().get("one more", String.class))
                .failsWithin(TIMEOUT)
                .withThrowableThat()
                .withCauseInstanceOf(KvOverloadException.class);
        await("the window is full")
                .atMost(Duration.ofSeconds(5))
                .until(() -> server.requestsReceived() - received >= WINDOW);
        assertThat(server.connectionsAccepted())
                .as("connections, for the loss of one gives its places back")
                .isEqualTo(connections);
        silence.remove();
        await("all calls have ended")
                .atMost(Duration.ofSeconds(25))
                .untilAsserted(() -> assertThat(calls).allMatch(CompletableFuture::isDone));
    }

    /** Nothing that has ended holds up a write of its key, or what waits for all writes. */
    private void everyLaneIsOpen(KvClient kv) {
        for (String key : keys) {
            kv.set(key, "last");
        }
        assertThat(kv.deletePrefix("key")).isEqualTo(KEYS);
        assertThat(kv.count("key")).isZero();
    }

    private static void noThreadIsLeft(Set<Thread> before, String name) {
        await("no thread is left")
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet().stream()
                                .filter(thread -> !before.contains(thread))
                                .map(Thread::getName)
                                .filter(thread -> thread.startsWith(name))
                                .collect(Collectors.toSet()))
                        .isEmpty());
    }
}
