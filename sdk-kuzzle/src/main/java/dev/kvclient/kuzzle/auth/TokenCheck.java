package dev.kvclient.kuzzle.auth;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What the server says of a token.
 *
 * @param valid whether it takes it
 * @param userId whose it is; empty if it is not valid
 * @param expiresAt its end by the clock of the server; empty if it has none, or is not valid
 * @param problem what is wrong with it, in the server's words; empty if it is valid
 */
public record TokenCheck(
        boolean valid, Optional<String> userId, Optional<Instant> expiresAt, Optional<String> problem) {
    /** Nothing of it may be null. */
    public TokenCheck {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(expiresAt, "expiresAt");
        Objects.requireNonNull(problem, "problem");
    }
}
