package dev.kvclient.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.AsyncKvOperations;
import dev.kvclient.ConnectionState;
import dev.kvclient.KvClient;
import dev.kvclient.KvWrite;
import dev.kvclient.Receipt;
import dev.kvclient.SetOptions;
import dev.kvclient.SetResult;
import dev.kvclient.WhenOffline;
import dev.kvclient.error.KvException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.engine.FakeBackend.Sent;
import dev.kvclient.offline.DeliveryStatus;
import dev.kvclient.offline.OfflineOptions;
import dev.kvclient.offline.OfflineQueue;
import dev.kvclient.offline.Overflow;
import dev.kvclient.offline.QueuedRequest;
import dev.kvclient.spi.Futures;
import dev.kvclient.spi.KvCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many threads, a link that comes and goes, and everything that can be done to an offline queue, at random. In the end
 * every request is settled, nothing is left anywhere, and what was said of each request is true.
 *
 * <p>More of it: {@code -Dqueue.seeds=100}.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OfflineHardTest {
    private static final int THREADS = 6;
    private static final int KEYS_EACH = 4;
    private static final Duration CHAOS = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final SetOptions ACCEPT = SetOptions.none().whenOffline(WhenOffline.ACCEPT);

    private final FakeBackend backend = new FakeBackend();
    private final Queue<Write> writes = new ConcurrentLinkedQueue<>();
    private final Queue<CompletableFuture<?>> others = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean over = new AtomicBoolean();

    @TempDir
    private Path folder;

    /** A write of a number, of which no key sees the same twice. */
    private record Write(String key, int number, CompletableFuture<SetResult> result) {
        private Outcome outcome() {
            return result.handle((done, thrown) -> thrown == null
                            ? Outcome.APPLIED
                            : Futures.cause(thrown) instanceof KvException e ? e.outcome() : Outcome.UNKNOWN)
                    .join();
        }

        private Optional<Receipt> receipt() {
            return result.isCompletedExceptionally()
                    ? Optional.empty()
                    : result.join().match(w -> Optional.empty(), n -> Optional.empty(), a -> Optional.of(a.receipt()));
        }
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("queue.seeds", 6));
    }

    @AfterEach
    void closeBackend() {
        backend.close();
    }

    private OfflineOptions options(Random random, boolean durable) {
        OfflineOptions some = durable ? OfflineQueue.durable(folder.resolve("queue.db")) : OfflineQueue.inMemory();
        return some.maxEntries(20 + random.nextInt(400))
                .ttl(random.nextBoolean() ? LONG : Duration.ofMillis(20 + random.nextInt(200)))
                .overflow(random.nextBoolean() ? Overflow.DROP_OLDEST : Overflow.REJECT)
                .replayInterval(Duration.ofNanos(random.nextInt(3) * 20_000L));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everythingIsSettledAndNothingIsLeft(long seed) throws Exception {
        Random random = new Random(seed);
        boolean durable = random.nextBoolean();
        try (Weather weather = new Weather(backend, seed);
                KvClient kv = backend.client()
                        .offline(options(random, durable))
                        .maxOutstanding(20 + random.nextInt(200), 1 << 20)
                        .connect()) {
            ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
            try {
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    Random own = new Random(seed * 31 + i);
                    int thread = i;
                    all.add(threads.submit(() -> use(kv, thread, durable, own)));
                }
                weatherUntilOver(kv, weather, random);
                for (Future<?> one : all) {
                    one.get();
                }
            } finally {
                threads.shutdownNow();
            }
            kv.offlineQueue().resume();
            weather.clear();
            allIsSettled();
            nothingIsLeft(kv);
            whatWasSaidIsTrue(kv, weather);
            if (kv.unwrap(Engine.class).settings().offline().ttl().equals(LONG)) {
                asManyPassAsEver(kv);
            }
        }
    }

    private void weatherUntilOver(KvClient kv, Weather weather, Random random) {
        OfflineQueue queue = kv.offlineQueue();
        long end = System.nanoTime() + CHAOS.toNanos();
        while (System.nanoTime() < end) {
            weather.pause(Duration.ofMillis(6));
            switch (random.nextInt(12)) {
                case 0 -> queue.pause();
                case 1, 2 -> queue.resume();
                case 3 -> queue.replayNow();
                case 4 -> queue.discard();
                case 5 -> queue.peek().stream().map(QueuedRequest::receipt).forEach(queue::cancel);
                case 6, 7, 8 -> weather.change(false);
                default -> weather.change(true);
            }
        }
        over.set(true);
    }

    /** Each key belongs to one thread, so that the order of its calls is known. */
    private void use(KvClient kv, int thread, boolean durable, Random random) {
        AsyncKvOperations async = kv.async();
        for (int number = 0; !over.get(); number++) {
            String key = "k" + thread + "-" + random.nextInt(KEYS_EACH);
            boolean accepting = durable && random.nextInt(3) == 0;
            SetOptions options = accepting ? ACCEPT : SetOptions.none();
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> writes.add(new Write(key, number, async.set(key, number, options)));
                case 3 ->
                    writes.add(new Write(
                            key,
                            number,
                            async.set(key, number, options.timeout(Duration.ofMillis(1 + random.nextInt(30))))));
                case 4 -> writes.add(new Write(key, number, async.set(key, number, options.queuable(accepting))));
                case 5 -> {
                    CompletableFuture<SetResult> one = async.set(key, number, options);
                    one.cancel(false);
                    writes.add(new Write(key, number, one));
                }
                case 6 -> {
                    int value = number;
                    Duration timeout = Duration.ofMillis(1 + random.nextInt(20));
                    writes.add(new Write(key, number, blocking(() -> kv.set(key, value, options.timeout(timeout)))));
                }
                case 7 ->
                    others.add(async.setAll(List.of(
                            KvWrite.of("batch" + thread, number).options(options),
                            KvWrite.of("other" + thread, number).options(options))));
                case 8 -> others.add(async.increment("counter" + thread, 1));
                default -> others.add(async.get(key, Integer.class));
            }
            if (number % 20 == 19) {
                LockSupport.parkNanos(random.nextInt(500_000));
            }
        }
    }

    private static CompletableFuture<SetResult> blocking(Callable<SetResult> call) {
        try {
            return CompletableFuture.completedFuture(call.call());
        } catch (Exception e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void allIsSettled() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> writes.stream().allMatch(write -> write.result().isDone())
                        && others.stream().allMatch(CompletableFuture::isDone));
    }

    private static void nothingIsLeft(KvClient kv) {
        Engine engine = kv.unwrap(Engine.class);
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(kv.offlineQueue().entries()).as("queue").isZero();
            assertThat(kv.offlineQueue().bytes()).as("bytes").isZero();
            assertThat(engine.lanes().size()).as("lanes").isZero();
            assertThat(engine.live().size()).as("live").isZero();
            assertThat(engine.places().requests()).as("places").isZero();
            assertThat(engine.places().bytes()).as("bytes in places").isZero();
            assertThat(engine.places().waiting()).as("waiting for places").isZero();
        });
    }

    private void whatWasSaidIsTrue(KvClient kv, Weather weather) {
        weather.handedOver.forEach(
                (key, numbers) -> assertThat(numbers).as("the order of %s", key).isSorted());
        for (Write write : writes) {
            boolean perhapsDone =
                    weather.perhapsDone.getOrDefault(write.key(), Set.of()).contains(write.number());
            switch (write.outcome()) {
                case NOT_SENT, REJECTED ->
                    assertThat(perhapsDone).as("%s", write).isFalse();
                case APPLIED ->
                    assertThat(perhapsDone || !isDelivered(kv, write))
                            .as("%s", write)
                            .isTrue();
                default -> assertThat(write.result()).isDone();
            }
        }
    }

    /** Whether it is said that the server has it. What was accepted must not wait any more. */
    private static boolean isDelivered(KvClient kv, Write write) {
        Optional<DeliveryStatus> status = write.receipt()
                .map(receipt -> kv.offlineQueue().outcome(receipt).orElseThrow().status());
        assertThat(status).isNotEqualTo(Optional.of(DeliveryStatus.WAITING));
        return status.isEmpty() || status.get() == DeliveryStatus.DELIVERED;
    }

    /** The count of those under way has come back to nothing: otherwise fewer would pass. */
    private void asManyPassAsEver(KvClient kv) {
        backend.change(ConnectionState.DISCONNECTED, null);
        backend.sent.clear();
        backend.onSend = one -> {
            if (one.command instanceof KvCommand.Ping) {
                one.setOut().answer();
            } else {
                backend.sent.add(one.setOut());
            }
        };
        int room = kv.unwrap(Engine.class).settings().offline().maxEntries();
        List<CompletableFuture<SetResult>> more = IntStream.range(0, Math.min(room, WaitingLine.MOST_UNDER_WAY + 5))
                .mapToObj(i -> kv.async().set("more" + i, i, SetOptions.none().timeout(Duration.ofSeconds(30))))
                .toList();
        backend.change(ConnectionState.CONNECTED, null);
        int expected = Math.min(more.size(), WaitingLine.MOST_UNDER_WAY);
        Awaitility.await().untilAsserted(() -> assertThat(backend.sent).hasSize(expected));
        for (int i = 0; i < more.size(); i++) {
            Sent one = backend.next();
            one.answer();
        }
        more.forEach(one -> assertThat(one).succeedsWithin(Duration.ofSeconds(10)));
    }
}
