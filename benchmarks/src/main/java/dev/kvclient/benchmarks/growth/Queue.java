package dev.kvclient.benchmarks.growth;

import dev.kvclient.KvClient;
import dev.kvclient.benchmarks.report.Spread;
import dev.kvclient.offline.OfflineQueue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** The memory that a request takes while it waits in the offline queue, future included, key not. */
final class Queue {
    private static final int REQUESTS = 50_000;
    private static final int ROUNDS = 5;
    private static final String VALUE = "v".repeat(30);

    private Queue() {}

    static List<Figure> measure() {
        double[] bytes = new double[ROUNDS];
        for (int round = -1; round < ROUNDS; round++) {
            double each = bytes();
            if (round >= 0) {
                bytes[round] = each;
            }
        }
        return List.of(new Figure("a set in the offline queue", "bytes", Spread.of(bytes)));
    }

    private static double bytes() {
        String[] keys = IntStream.range(0, REQUESTS).mapToObj(i -> "key-" + i).toArray(String[]::new);
        try (KvClient kv = KvClient.builder("memory:")
                .offline(OfflineQueue.inMemory().maxEntries(REQUESTS).maxBytes(1L << 30))
                .timeout(Duration.ofMinutes(2))
                .maxOutstanding(REQUESTS, 1L << 30)
                .connect()) {
            kv.offlineQueue().pause();
            CompletableFuture<?>[] all = new CompletableFuture<?>[REQUESTS];
            long before = Heap.used();
            for (int i = 0; i < REQUESTS; i++) {
                all[i] = kv.async().set(keys[i], VALUE);
            }
            double each = (double) (Heap.used() - before) / REQUESTS;
            Clients.require(kv.offlineQueue().entries() == REQUESTS, "all are in the queue");
            kv.offlineQueue().resume();
            CompletableFuture.allOf(all).join();
            return each;
        }
    }
}
