package dev.kvclient.kuzzle.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * An API key, without the token in it, which only {@link CreatedApiKey} has.
 *
 * @param id its id
 * @param userId whose it is
 * @param description what it is for
 * @param fingerprint the SHA-256 of its token, in hexadecimal digits
 * @param expiresAt its end by the clock of the server; empty if there is none
 * @param life how long it was given; empty if it has no end
 */
public record ApiKey(
        String id,
        String userId,
        String description,
        String fingerprint,
        Optional<Instant> expiresAt,
        Optional<Duration> life) {
    /** Nothing of it may be null. */
    public ApiKey {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(fingerprint, "fingerprint");
        Objects.requireNonNull(expiresAt, "expiresAt");
        Objects.requireNonNull(life, "life");
    }

    @Override
    public String toString() {
        return "ApiKey[" + id + " of " + userId + ", until " + Shown.end(expiresAt) + "]";
    }
}
