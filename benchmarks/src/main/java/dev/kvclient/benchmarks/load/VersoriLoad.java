package dev.kvclient.benchmarks.load;

import dev.kvclient.benchmarks.server.ServerProcess;
import dev.kvclient.spi.KvBackend;
import dev.kvclient.versori.VersoriBackend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The ways to talk to Versori, each over 64 connections of its own at the most: as many as the suite makes. */
final class VersoriLoad implements Target {
    private static final String STORE = "01J8Z3N4QK7T5V9W2X6Y0ABCDE";
    private static final int CONNECTIONS = VersoriBackend.DEFAULT_WINDOW_REQUESTS;

    private final ServerProcess server;
    private final Rates rates = new Rates();
    private final List<Contestant> contestants = new ArrayList<>();

    VersoriLoad() throws IOException {
        server = ServerProcess.start("versori");
        try {
            add(new VersoriPrepared(server.port(), STORE, CONNECTIONS));
            add(new Futures("R1 by hand", new VersoriByHand(server.port(), STORE, CONNECTIONS)));
            add(new Futures(Suite.NAME, Suite.plain(backend())));
            add(new Futures(Suite.BATCHED, Suite.batched(backend())));
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void add(Variant variant) {
        contestants.add(new InProcess(variant, rates));
    }

    private KvBackend backend() {
        return VersoriBackend.builder()
                .baseUrl("http://127.0.0.1:" + server.port())
                .store(STORE)
                .build();
    }

    @Override
    public String name() {
        return "Versori";
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
