package dev.kvclient.benchmarks.load;

import dev.kvclient.benchmarks.server.ServerProcess;
import dev.kvclient.ndb.NdbBackend;
import dev.kvclient.spi.KvBackend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The ways to talk to NDB, each over one connection of its own. */
final class NdbLoad implements Target {
    static final String BY_HAND = "R1 by hand";
    static final String BY_HAND_JOINED = "R2 by hand, joined";

    private static final int MOST_PAYLOAD = 2 << 20;
    private static final int WINDOW = 4_096;
    private static final long WINDOW_BYTES = 1L << 30;

    private final ServerProcess server;
    private final Rates rates = new Rates();
    private final List<Contestant> contestants = new ArrayList<>();

    NdbLoad() throws Exception {
        server = ServerProcess.start("ndb");
        try {
            add(new NdbPrepared(server.port()));
            add(new Futures(BY_HAND, new NdbHandClient(new NdbByHand(server.port(), false))));
            add(new Futures(BY_HAND_JOINED, new NdbHandClient(new NdbByHand(server.port(), true))));
            add(new Futures(Suite.NAME, Suite.plain(backend())));
            add(new Futures(Suite.BATCHED, Suite.batched(backend())));
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    private void add(Variant variant) {
        contestants.add(new InProcess(variant, rates));
    }

    /** Its own window is as wide as what is measured, and longer requests than the usual are let through. */
    private KvBackend backend() {
        return NdbBackend.builder()
                .endpoint("127.0.0.1", server.port())
                .maxPayload(MOST_PAYLOAD)
                .window(WINDOW, WINDOW_BYTES)
                .build();
    }

    @Override
    public String name() {
        return "NDB";
    }

    @Override
    public List<Contestant> contestants() {
        return contestants;
    }

    @Override
    public void close() throws IOException {
        try (server) {
            for (Contestant contestant : contestants) {
                contestant.close();
            }
        }
    }
}
