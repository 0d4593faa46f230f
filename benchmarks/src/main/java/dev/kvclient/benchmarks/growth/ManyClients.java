package dev.kvclient.benchmarks.growth;

import dev.kvclient.KvClient;
import dev.kvclient.SetResult;
import dev.kvclient.benchmarks.report.Spread;
import dev.kvclient.benchmarks.server.ServerProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Two hundred clients in one process: what each takes while it is idle, and what all do together. */
final class ManyClients {
    private static final int CLIENTS = 200;
    private static final int REQUESTS_EACH = 200;
    private static final int ROUNDS = 5;
    private static final double SECOND = 1e9;

    private ManyClients() {}

    static List<Figure> measure() throws IOException {
        List<KvClient> clients = new ArrayList<>();
        try (ServerProcess server = ServerProcess.start("ndb")) {
            try {
                // One that stays, for what is loaded and made once.
                clients.add(connected(server));
                long before = Heap.used();
                int threadsBefore = Thread.activeCount();
                long start = System.nanoTime();
                while (clients.size() <= CLIENTS) {
                    clients.add(connected(server));
                }
                double millis = (System.nanoTime() - start) / 1e6 / CLIENTS;
                double threads = (double) (Thread.activeCount() - threadsBefore) / CLIENTS;
                double bytes = (double) (Heap.used() - before) / CLIENTS;
                double[] rates = new double[ROUNDS];
                for (int round = -1; round < ROUNDS; round++) {
                    double rate = together(clients);
                    if (round >= 0) {
                        rates[round] = rate;
                    }
                }
                return List.of(
                        new Figure("heap of an idle client of NDB, connected", "bytes", Spread.of(bytes)),
                        new Figure("threads of an idle client of NDB", "threads", Spread.of(threads)),
                        new Figure("connecting a client to NDB", "ms", Spread.of(millis)),
                        new Figure("sets by " + (CLIENTS + 1) + " clients at once", "requests/s", Spread.of(rates)));
            } finally {
                clients.forEach(KvClient::close);
            }
        }
    }

    private static KvClient connected(ServerProcess server) {
        KvClient kv = KvClient.builder(Clients.ndb(server.port())).connect();
        Clients.require(kv.set("many", 1).written(), "the client works");
        return kv;
    }

    /** Each client has five requests in flight, by turns of the one thread that sends. */
    private static double together(List<KvClient> clients) {
        int inFlight = 5;
        List<CompletableFuture<SetResult>> sent = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < REQUESTS_EACH; i++) {
            for (int client = 0; client < clients.size(); client++) {
                sent.add(clients.get(client).async().set("many:" + client, i));
            }
            if (i % inFlight == inFlight - 1) {
                sent.forEach(one -> Clients.require(one.join().written(), "the value is stored"));
                sent.clear();
            }
        }
        return REQUESTS_EACH * clients.size() * SECOND / (System.nanoTime() - start);
    }
}
