package dev.kvclient.kuzzle;

import dev.kvclient.KvClient;
import java.util.Map;

/** What the contract must know of Kuzzle, in whichever process it runs. */
final class KuzzleFacts {
    /** The largest integer of JavaScript that no other one is rounded to. */
    static final long LARGEST_COUNTER = (1L << 53) - 1;

    private KuzzleFacts() {}

    /** Stores the JSON null, as others may. */
    static boolean storeNull(String url, String key) {
        try (KvClient kv = KvClient.connect(url)) {
            return kv.unwrap(KuzzleClient.class)
                    .query(KuzzleRequest.of("ms", "set").with("_id", key).body(Map.of("value", "null")), String.class)
                    .isPresent();
        }
    }
}
