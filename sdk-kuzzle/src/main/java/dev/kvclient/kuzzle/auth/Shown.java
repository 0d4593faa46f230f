package dev.kvclient.kuzzle.auth;

import java.time.Instant;
import java.util.Optional;

/** How tokens are printed. */
final class Shown {
    private Shown() {}

    static String end(Optional<Instant> expiresAt) {
        return expiresAt.map(Instant::toString).orElse("revoked");
    }
}
