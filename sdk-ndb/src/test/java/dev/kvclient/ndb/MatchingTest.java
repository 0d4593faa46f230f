package dev.kvclient.ndb;

import static dev.kvclient.ndb.fixture.Clients.backend;
import static dev.kvclient.ndb.fixture.Clients.client;
import static dev.kvclient.ndb.fixture.Clients.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.KvClient;
import dev.kvclient.error.KvException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.ndb.NdbServer;
import dev.kvclient.testkit.ndb.NdbVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Many threads on one connection to servers that answer out of turn or leave answers out: nobody may get what is
 * another's. Every value names its key, some keys are there from the beginning to the end, and some never are.
 */
class MatchingTest {
    private static final int THREADS = 16;
    private static final int KEYS_A_THREAD = 4;
    private static final long SEED = Long.getLong("matching.seed", 20_261_120L);
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("matching.seconds", 3));

    @RegisterExtension
    final NoThreadLeft noThreadLeft = new NoThreadLeft();

    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    @ParameterizedTest
    @CsvSource({"V0_4, STRICT", "V0_4, PIPELINED", "V0_5, PIPELINED"})
    void answersOutOfTurn(NdbVersion version, NdbOrdering ordering) throws Exception {
        try (NdbServer server = server(version);
                KvClient kv = client(backend(server).ordering(ordering)).connect()) {
            server.faults().reorder(SEED, 0.3);
            play(kv, 100);
            assertThat(wrong).isEmpty();
            assertThat(done.get()).isGreaterThan(1_000);
        }
    }

    @ParameterizedTest
    @CsvSource({"V0_9, STRICT", "V0_9, PIPELINED", "V0_5, PIPELINED"})
    void answersThatAreLost(NdbVersion version, NdbOrdering ordering) throws Exception {
        try (NdbServer server = server(version);
                KvClient kv = client(backend(server).ordering(ordering).answerTimeout(Duration.ofSeconds(5)))
                        .connect()) {
            server.faults().loseBehindLarge(2_048);
            play(kv, 1_500);
            assertThat(wrong).isEmpty();
            assertThat(done.get()).isGreaterThan(500);
            if (ordering == NdbOrdering.PIPELINED) {
                assertThat(server.faults().lostAnswers()).isPositive();
            }
        }
    }

    @Test
    void withAnswersInOrderNothingIsDropped() throws Exception {
        try (NdbServer server = server(NdbVersion.V0_9);
                KvClient kv = client(backend(server)).connect()) {
            play(kv, 200);
            assertThat(wrong).isEmpty();
            assertThat(failed).hasValue(0);
            assertThat(server.connectionsAccepted()).isEqualTo(1);
        }
    }

    private void play(KvClient kv, int valueSize) throws InterruptedException {
        String filler = "x".repeat(valueSize);
        for (String key : allKeys()) {
            kv.set(key, key + ":0:" + filler);
        }
        CountDownLatch end = new CountDownLatch(THREADS);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Worker worker = new Worker(kv, i, filler);
            Thread thread = new Thread(
                    () -> {
                        try {
                            worker.run();
                        } finally {
                            end.countDown();
                        }
                    },
                    "ndb-matching-" + i);
            threads.add(thread);
            thread.start();
        }
        // Every call ends: by its deadline of 10 s at the latest.
        assertThat(end.await(TIME.toSeconds() + 20, TimeUnit.SECONDS)).isTrue();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static List<String> allKeys() {
        return IntStream.range(0, THREADS * KEYS_A_THREAD)
                .mapToObj(MatchingTest::key)
                .toList();
    }

    private static String key(int number) {
        return "key-" + number;
    }

    /** Writes its own keys, whose last value it therefore knows, and reads all. */
    private final class Worker implements Runnable {
        private final KvClient kv;
        private final int number;
        private final String filler;
        private final Random random;
        private final long[] last = new long[KEYS_A_THREAD];
        private final boolean[] sure = new boolean[KEYS_A_THREAD];

        Worker(KvClient kv, int number, String filler) {
            this.kv = kv;
            this.number = number;
            this.filler = filler;
            this.random = new Random(SEED + number);
            for (int i = 0; i < KEYS_A_THREAD; i++) {
                sure[i] = true;
            }
        }

        @Override
        public void run() {
            long end = System.nanoTime() + TIME.toNanos();
            while (System.nanoTime() < end) {
                try {
                    step();
                    done.incrementAndGet();
                } catch (KvException e) {
                    failed.incrementAndGet();
                    if (e.outcome() != Outcome.NOT_SENT && e.outcome() != Outcome.UNKNOWN) {
                        wrong.add("nothing here is refused: " + e);
                    }
                }
            }
        }

        private void step() {
            switch (random.nextInt(6)) {
                case 0, 1 -> write();
                case 2 -> readOwn();
                case 3 -> {
                    String never = "never-" + random.nextInt(100);
                    kv.get(never, String.class).ifPresent(value -> wrong.add(never + " gave " + head(value)));
                }
                case 4 -> {
                    boolean there = random.nextBoolean();
                    String key = there ? key(random.nextInt(THREADS * KEYS_A_THREAD)) : "never-1";
                    if (kv.contains(key) != there) {
                        wrong.add("contains " + key + " was " + !there);
                    }
                }
                default -> readAny();
            }
        }

        private void write() {
            int own = random.nextInt(KEYS_A_THREAD);
            String key = key(number * KEYS_A_THREAD + own);
            long next = last[own] + 1;
            last[own] = next;
            sure[own] = false;
            kv.set(key, key + ":" + next + ":" + filler);
            sure[own] = true;
        }

        private void readOwn() {
            int own = random.nextInt(KEYS_A_THREAD);
            String key = key(number * KEYS_A_THREAD + own);
            Optional<String> value = kv.get(key, String.class);
            check(key, value);
            if (sure[own] && value.isPresent() && !value.get().startsWith(key + ":" + last[own] + ":")) {
                wrong.add(key + " should hold " + last[own] + " and gave " + head(value.get()));
            }
        }

        private void readAny() {
            String key = key(random.nextInt(THREADS * KEYS_A_THREAD));
            check(key, kv.get(key, String.class));
        }

        private void check(String key, Optional<String> value) {
            if (value.isEmpty()) {
                wrong.add(key + " gave nothing");
            } else if (!value.get().startsWith(key + ":")) {
                wrong.add(key + " gave " + head(value.get()));
            }
        }

        private String head(String value) {
            return value.substring(0, Math.min(20, value.length()));
        }
    }
}
