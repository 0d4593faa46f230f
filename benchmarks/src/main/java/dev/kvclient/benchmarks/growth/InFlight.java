package dev.kvclient.benchmarks.growth;

import dev.kvclient.KvClient;
import dev.kvclient.Ordering;
import dev.kvclient.benchmarks.report.Spread;
import dev.kvclient.benchmarks.server.LoadServer;
import dev.kvclient.error.KvException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

/**
 * The memory that a request takes while it is in flight, future and frame included, key and value not: against a server
 * that does not answer. A lane is what remembers the last write of a key; it is told apart by the same requests without
 * an order.
 */
final class InFlight {
    private static final int REQUESTS = 10_000;
    private static final int ROUNDS = 7;
    private static final String VALUE = "v".repeat(30);

    private InFlight() {}

    static List<Figure> measure() throws IOException {
        double[] ordered = new double[ROUNDS];
        double[] unordered = new double[ROUNDS];
        double[] lanes = new double[ROUNDS];
        // The first round loads classes.
        for (int round = -1; round < ROUNDS; round++) {
            double with = bytes(Ordering.PER_KEY);
            double without = bytes(Ordering.NONE);
            if (round >= 0) {
                ordered[round] = with;
                unordered[round] = without;
                lanes[round] = with - without;
            }
        }
        return List.of(
                new Figure("a set in flight on NDB, with its lane", "bytes", Spread.of(ordered)),
                new Figure("a set in flight on NDB, without order", "bytes", Spread.of(unordered)),
                new Figure("a lane", "bytes", Spread.of(lanes)));
    }

    private static double bytes(Ordering ordering) throws IOException {
        String[] keys = IntStream.range(0, REQUESTS).mapToObj(i -> "key-" + i).toArray(String[]::new);
        CompletableFuture<?>[] all = new CompletableFuture<?>[REQUESTS];
        double each;
        try (LoadServer server = LoadServer.silentNdb();
                KvClient kv = KvClient.builder(Clients.ndb(server.port()))
                        .ordering(ordering)
                        .maxOutstanding(REQUESTS, 1L << 30)
                        .closeTimeout(Duration.ZERO)
                        .connect()) {
            long before = Heap.used();
            for (int i = 0; i < REQUESTS; i++) {
                all[i] = kv.async().set(keys[i], VALUE);
            }
            server.awaitMessages(REQUESTS);
            each = (double) (Heap.used() - before) / REQUESTS;
        }
        for (CompletableFuture<?> one : all) {
            requireFailed(one);
        }
        return each;
    }

    private static void requireFailed(CompletableFuture<?> one) {
        try {
            one.join();
        } catch (CompletionException e) {
            Clients.require(e.getCause() instanceof KvException, "each request is told of the end");
            return;
        }
        throw new IllegalStateException("a server that does not answer has answered");
    }
}
