package dev.kvclient.kuzzle.auth;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.time.Duration;
import java.util.OptionalLong;

/** How long a token is to live. Immutable. */
public final class TokenLife {
    /** 1 s: the end within a token counts whole seconds, so that one of less is over at once. */
    public static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final TokenLife UNSAID = new TokenLife(0);
    private static final TokenLife INFINITE = new TokenLife(-1);

    private final long millis;

    private TokenLife(long millis) {
        this.millis = millis;
    }

    /** As long as is usual: what the server is set to, and for an API key no end. */
    public static TokenLife usual() {
        return UNSAID;
    }

    /** Without an end, where the server allows it. */
    public static TokenLife infinite() {
        return INFINITE;
    }

    /**
     * That long; what is below a millisecond does not count.
     *
     * @param life 1 s at least
     * @throws KvRequestException if it is less
     */
    public static TokenLife of(Duration life) {
        if (life.compareTo(SHORTEST) < 0) {
            throw new KvRequestException(Failure.of(Outcome.NOT_SENT, "a token lives at least a second"));
        }
        return new TokenLife(life.toMillis());
    }

    /** As the server is told it, {@code expiresIn}: in milliseconds, -1 without an end; empty if it is the usual. */
    public OptionalLong expiresIn() {
        return millis == 0 ? OptionalLong.empty() : OptionalLong.of(millis);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenLife that && millis == that.millis;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(millis);
    }

    @Override
    public String toString() {
        return millis == 0
                ? "usual"
                : millis < 0 ? "infinite" : Duration.ofMillis(millis).toString();
    }
}
