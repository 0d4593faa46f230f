package dev.kvclient.benchmarks.growth;

import dev.kvclient.kuzzle.KuzzleBackend;
import dev.kvclient.ndb.NdbBackend;
import dev.kvclient.spi.KvBackend;
import dev.kvclient.versori.VersoriBackend;
import java.util.Locale;

/** What the measurements talk to. */
final class Clients {
    private static final String HOST = "127.0.0.1";
    private static final int MOST_PAYLOAD = 2 << 20;
    private static final int WINDOW = 20_000;
    private static final long WINDOW_BYTES = 1L << 30;

    private Clients() {}

    static KvBackend ndb(int port) {
        return NdbBackend.builder()
                .endpoint(HOST, port)
                .maxPayload(MOST_PAYLOAD)
                .window(WINDOW, WINDOW_BYTES)
                .build();
    }

    static KvBackend versori(int port) {
        return VersoriBackend.builder()
                .baseUrl("http://" + HOST + ":" + port)
                .store("01J8Z3N4QK7T5V9W2X6Y0ABCDE")
                .build();
    }

    static KvBackend kuzzle(int port) {
        return KuzzleBackend.builder().endpoint(HOST, port).build();
    }

    static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException(String.format(Locale.ROOT, "does not hold: %s", what));
        }
    }
}
