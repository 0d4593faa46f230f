package dev.kvclient.kuzzle.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The token of a login, or of a refresh. The client uses it by itself; {@link #value()} is for handing it on.
 *
 * @param userId whose it is
 * @param value the token. A secret; {@link #toString()} does not show it
 * @param expiresAt its end by the clock of the server; empty if there is none
 * @param life how long it was given; empty if it has no end
 */
public record LoginToken(String userId, String value, Optional<Instant> expiresAt, Optional<Duration> life) {
    /** Nothing of it may be null. */
    public LoginToken {
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(expiresAt, "expiresAt");
        Objects.requireNonNull(life, "life");
    }

    @Override
    public String toString() {
        return "LoginToken[of " + userId + ", until " + Shown.end(expiresAt) + "]";
    }
}
