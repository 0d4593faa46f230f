package dev.kvclient.kuzzle.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A token that was made for somebody else to use.
 *
 * @param value the token. A secret; {@link #toString()} does not show it
 * @param singleUse whether it ends with its first use
 * @param expiresAt its end by the clock of the server
 * @param life how long it was given
 */
public record CreatedToken(String value, boolean singleUse, Instant expiresAt, Duration life) {
    /** Nothing of it may be null. */
    public CreatedToken {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(expiresAt, "expiresAt");
        Objects.requireNonNull(life, "life");
    }

    @Override
    public String toString() {
        return "CreatedToken[" + (singleUse ? "for one use, " : "") + "until " + expiresAt + "]";
    }
}
