package dev.kvclient.benchmarks.growth;

import dev.kvclient.KvClient;
import dev.kvclient.Scan;
import dev.kvclient.benchmarks.load.KuzzleLoad;
import dev.kvclient.benchmarks.report.LineChart;
import dev.kvclient.benchmarks.report.Spread;
import dev.kvclient.benchmarks.server.ServerProcess;
import dev.kvclient.spi.KvBackend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/** Lists 100,000 keys as a stream, and looks at the heap on the way: it must not grow with what is behind. */
final class Listing {
    private static final int KEYS = 100_000;
    private static final int LOOK_EVERY = 10_000;
    private static final String PREFIX = "listed:";
    private static final double KIB = 1_024;
    private static final double SECOND = 1e9;

    private Listing() {}

    static LineChart.Panel versori(List<Figure> figures) throws IOException {
        try (ServerProcess server = ServerProcess.start("versori")) {
            return measure("Versori", Clients.versori(server.port()), figures);
        }
    }

    static LineChart.Panel kuzzle(List<Figure> figures) {
        return measure("Kuzzle", Clients.kuzzle(KuzzleLoad.port()), figures);
    }

    private static LineChart.Panel measure(String server, KvBackend backend, List<Figure> figures) {
        List<LineChart.Point> heap = new ArrayList<>();
        try (KvClient kv = KvClient.builder(backend).connect()) {
            write(kv);
            try {
                long start = System.nanoTime();
                int listed = list(kv, key -> {});
                double rate = listed * SECOND / (System.nanoTime() - start);
                figures.add(new Figure("keys listed on " + server, "keys/s", Spread.of(rate)));
                long before = Heap.used();
                list(kv, count -> {
                    if (count % LOOK_EVERY == 0) {
                        heap.add(new LineChart.Point(count, (Heap.used() - before) / KIB));
                    }
                });
            } finally {
                kv.deletePrefix(PREFIX);
            }
        }
        Map<String, List<LineChart.Point>> series = new LinkedHashMap<>();
        series.put("heap since the beginning", heap);
        return new LineChart.Panel(server + ": listing " + KEYS + " keys", "keys listed so far", "KiB", series);
    }

    private static void write(KvClient kv) {
        for (int from = 0; from < KEYS; from += LOOK_EVERY) {
            Map<String, Integer> values = new LinkedHashMap<>();
            for (int i = from; i < from + LOOK_EVERY; i++) {
                values.put(PREFIX + i, i);
            }
            kv.setAll(values).orThrow();
        }
    }

    private static int list(KvClient kv, IntConsumer each) {
        BitSet seen = new BitSet(KEYS);
        seen.set(KEYS);
        int count = 0;
        try (Stream<String> keys = kv.keys(Scan.prefix(PREFIX))) {
            Iterator<String> all = keys.iterator();
            while (all.hasNext()) {
                seen.set(Integer.parseInt(all.next().substring(PREFIX.length())));
                each.accept(++count);
            }
        }
        // Kuzzle may give a key twice.
        Clients.require(seen.cardinality() == KEYS + 1, "every key is listed");
        return count;
    }
}
