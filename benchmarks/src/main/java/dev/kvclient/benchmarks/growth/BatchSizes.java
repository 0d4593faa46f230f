package dev.kvclient.benchmarks.growth;

import dev.kvclient.KvClient;
import dev.kvclient.benchmarks.load.KuzzleLoad;
import dev.kvclient.benchmarks.report.LineChart;
import dev.kvclient.benchmarks.report.Spread;
import dev.kvclient.benchmarks.server.ServerProcess;
import dev.kvclient.spi.KvBackend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a key costs in a batch of 1 to 10,000, in microseconds of the caller's time, one batch after the other. */
final class BatchSizes {
    private static final List<Integer> SIZES = List.of(1, 10, 100, 1_000, 10_000);
    private static final int KEYS_A_ROUND = 20_000;
    private static final int MOST_BATCHES = 500;
    private static final int ROUNDS = 5;
    private static final long WARM_UP_NANOS = 500_000_000;
    private static final double MICRO = 1_000;

    private BatchSizes() {}

    static LineChart.Panel ndb() throws IOException {
        try (ServerProcess server = ServerProcess.start("ndb")) {
            return measure("NDB", Clients.ndb(server.port()));
        }
    }

    static LineChart.Panel versori() throws IOException {
        try (ServerProcess server = ServerProcess.start("versori")) {
            return measure("Versori", Clients.versori(server.port()));
        }
    }

    static LineChart.Panel kuzzle() {
        return measure("Kuzzle", Clients.kuzzle(KuzzleLoad.port()));
    }

    private static LineChart.Panel measure(String server, KvBackend backend) {
        List<LineChart.Point> sets = new ArrayList<>();
        List<LineChart.Point> gets = new ArrayList<>();
        try (KvClient kv = KvClient.builder(backend).connect()) {
            for (int size : SIZES) {
                Map<String, String> values = new LinkedHashMap<>();
                for (int i = 0; i < size; i++) {
                    values.put("batch:" + i, "value of " + i);
                }
                sets.add(point(size, () -> kv.setAll(values).orThrow().size()));
                gets.add(point(size, () -> {
                    Map<String, String> found =
                            kv.getAll(values.keySet(), String.class).orThrow();
                    Clients.require(found.equals(values), "what is read is what was written");
                    return found.size();
                }));
            }
            kv.deleteAll(List.copyOf(keys())).orThrow();
        }
        Map<String, List<LineChart.Point>> series = new LinkedHashMap<>();
        series.put("setAll", sets);
        series.put("getAll", gets);
        return new LineChart.Panel(server + ": a key in a batch", "keys a batch", "us a key", series);
    }

    private static List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < SIZES.get(SIZES.size() - 1); i++) {
            keys.add("batch:" + i);
        }
        return keys;
    }

    /** A batch that was made; gives how many keys went well. */
    private interface Batch {
        int run();
    }

    private static LineChart.Point point(int size, Batch batch) {
        int batches = Math.max(1, Math.min(MOST_BATCHES, KEYS_A_ROUND / size));
        double[] micros = new double[ROUNDS];
        long warmUp = System.nanoTime() + WARM_UP_NANOS;
        do {
            Clients.require(batch.run() == size, "all keys went well");
        } while (System.nanoTime() - warmUp < 0);
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < batches; i++) {
                Clients.require(batch.run() == size, "all keys went well");
            }
            micros[round] = (System.nanoTime() - start) / MICRO / batches / size;
        }
        return new LineChart.Point(size, Spread.of(micros).median());
    }
}
