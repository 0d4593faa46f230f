package dev.kvclient.benchmarks;

import dev.kvclient.AsyncKvOperations;
import dev.kvclient.KvClient;
import dev.kvclient.KvClientBuilder;
import dev.kvclient.SetOptions;
import dev.kvclient.SetResult;
import dev.kvclient.WhenOffline;
import dev.kvclient.kuzzle.KuzzleBackend;
import dev.kvclient.offline.OfflineOptions;
import dev.kvclient.offline.OfflineQueue;
import dev.kvclient.spi.KvBackend;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the offline queue costs: how fast requests go in, in memory and on disk; how fast they are sent afterwards, next
 * to the same requests with a connection; and how much memory one takes.
 */
final class OfflineFigures {
    private static final int REQUESTS = 100_000;
    private static final int WARM_UP = 4;
    private static final int ROUNDS = 9;
    private static final String VALUE = "v".repeat(98);

    private final String[] keys =
            IntStream.range(0, REQUESTS).mapToObj(i -> "key-" + i).toArray(String[]::new);

    /** Measures and prints. */
    void run() throws Exception {
        inMemory();
        durable();
        replay();
    }

    private static KvBackend kuzzle(KuzzleServer server) {
        return KuzzleBackend.builder().endpoint("127.0.0.1", server.port()).build();
    }

    private static KvClientBuilder client(KvClientBuilder builder, OfflineOptions options) {
        return builder.offline(options.maxEntries(REQUESTS).maxBytes(1L << 30))
                .timeout(Duration.ofMinutes(2))
                .maxOutstanding(REQUESTS, 1L << 30);
    }

    private void inMemory() {
        Rounds pushed = new Rounds("queueing in memory, 2 threads", "entries/s");
        Rounds bytes = new Rounds("memory of an entry beyond key and value", "bytes");
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            try (KvClient kv =
                    client(KvClient.builder("memory:"), OfflineQueue.inMemory()).connect()) {
                kv.offlineQueue().pause();
                CompletableFuture<?>[] all = new CompletableFuture<?>[REQUESTS];
                long before = usedMemory();
                long start = System.nanoTime();
                byTwo(i -> all[i] = kv.async().set(keys[i], VALUE));
                double seconds = secondsSince(start);
                // The array of a value of 100 bytes of JSON has a header of 16 and is filled up to 8.
                long each = (usedMemory() - before) / REQUESTS - 120;
                require(kv.offlineQueue().entries() == REQUESTS, "all are in the queue");
                if (round >= 0) {
                    pushed.add(REQUESTS / seconds);
                    bytes.add((double) each);
                }
                kv.offlineQueue().resume();
                CompletableFuture.allOf(all).join();
            }
        }
        pushed.print();
        bytes.print();
    }

    private void durable() throws IOException {
        Rounds stored = new Rounds("accepting on disk, 2 threads", "entries/s");
        SetOptions accept = SetOptions.none().whenOffline(WhenOffline.ACCEPT);
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            Path folder = Files.createTempDirectory("kvclient-offline");
            try (KvClient kv = client(KvClient.builder("memory:"), OfflineQueue.durable(folder.resolve("queue.db")))
                    .connect()) {
                kv.offlineQueue().pause();
                CompletableFuture<?>[] all = new CompletableFuture<?>[REQUESTS];
                long start = System.nanoTime();
                byTwo(i -> all[i] = kv.async().set(keys[i], VALUE, accept));
                CompletableFuture.allOf(all).join();
                if (round >= 0) {
                    stored.add(REQUESTS / secondsSince(start));
                }
                require(all[REQUESTS - 1].join() instanceof SetResult.Accepted, "all are accepted");
            } finally {
                delete(folder);
            }
        }
        stored.print();
    }

    /** In turns, so that what else the machine does falls on both alike. */
    private void replay() {
        Rounds online = new Rounds("sending with a connection (Kuzzle, in process)", "entries/s");
        Rounds replayed = new Rounds("replay of the same entries", "entries/s");
        Rounds ratio = new Rounds("replay to sending", "%");
        try (KuzzleServer server = KuzzleServer.start();
                KvClient kv = client(KvClient.builder(kuzzle(server)), OfflineQueue.inMemory())
                        .connect()) {
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                CompletableFuture<?>[] all = new CompletableFuture<?>[REQUESTS];
                AsyncKvOperations async = kv.async();
                long start = System.nanoTime();
                for (int i = 0; i < REQUESTS; i++) {
                    all[i] = async.set(keys[i], VALUE);
                }
                CompletableFuture.allOf(all).join();
                double sending = REQUESTS / secondsSince(start);

                Arrays.fill(all, null);
                kv.offlineQueue().pause();
                for (int i = 0; i < REQUESTS; i++) {
                    all[i] = async.set(keys[i], VALUE);
                }
                start = System.nanoTime();
                kv.offlineQueue().resume();
                CompletableFuture.allOf(all).join();
                double replaying = REQUESTS / secondsSince(start);
                if (round >= 0) {
                    online.add(sending);
                    replayed.add(replaying);
                    ratio.add(100 * replaying / sending);
                }
            }
        }
        online.print();
        replayed.print();
        ratio.print();
    }

    private interface Numbered {
        void run(int number);
    }

    private static void byTwo(Numbered work) {
        Thread other = new Thread(() -> {
            for (int i = 1; i < REQUESTS; i += 2) {
                work.run(i);
            }
        });
        other.start();
        for (int i = 0; i < REQUESTS; i += 2) {
            work.run(i);
        }
        try {
            other.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while measuring", e);
        }
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static long usedMemory() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime now = Runtime.getRuntime();
        return now.totalMemory() - now.freeMemory();
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException(String.format(Locale.ROOT, "does not hold: %s", what));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            Optional<UncheckedIOException> failed = paths.sorted(Comparator.reverseOrder())
                    .map(OfflineFigures::remove)
                    .flatMap(Optional::stream)
                    .findFirst();
            if (failed.isPresent()) {
                throw failed.get().getCause();
            }
        }
    }

    private static Optional<UncheckedIOException> remove(Path path) {
        try {
            Files.delete(path);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(new UncheckedIOException(e));
        }
    }
}
