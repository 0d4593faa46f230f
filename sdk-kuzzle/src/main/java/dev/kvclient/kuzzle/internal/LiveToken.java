package dev.kvclient.kuzzle.internal;

import dev.kvclient.kuzzle.auth.LoginToken;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A token that is in use, and its time by the client's own clock: that of the server may go differently. */
final class LiveToken {
    /**
     * A token is refreshed when it is a second old. One that is made in the same second, for as long a life, is the
     * same text: the server would end it together with the one that it replaces (Kuzzle 2.56, seen).
     */
    static final Duration TO_REFRESH = Duration.ofSeconds(1);

    /** A tenth of its life: a token is renewed so long before its end, so that there is time for several attempts. */
    private static final int PART = 10;

    /**
     * 2 s: the end within a token counts whole seconds and may come one earlier than its life says, and a login may
     * have to wait for a second.
     */
    private static final Duration LEAST = Duration.ofSeconds(2);

    /** 1 min: attempts for so long are enough, and a token of a day is not given up hours before its end. */
    private static final Duration MOST = Duration.ofMinutes(1);

    private final String text;
    private final @Nullable LoginToken answer;
    private final long askedAt;
    private final long gotAt;

    /**
     * A token.
     *
     * @param answer what the server said of it; null for a token from elsewhere, of whose life nothing is known
     * @param askedAt when it was asked for, by the monotonic clock: it cannot live longer than its life from then on
     * @param gotAt when it was had
     */
    LiveToken(String text, @Nullable LoginToken answer, long askedAt, long gotAt) {
        this.text = text;
        this.answer = answer;
        this.askedAt = askedAt;
        this.gotAt = gotAt;
    }

    /** The token. A secret. */
    String text() {
        return text;
    }

    /** What the server said of it. Only of a token of a login or a refresh. */
    LoginToken shown() {
        return Objects.requireNonNull(answer, "a token from elsewhere");
    }

    /** Whether it is known to have an end. */
    boolean ends() {
        return answer != null && answer.life().isPresent();
    }

    /** How long it is still good; negative if it is over. Only if it {@linkplain #ends ends}. */
    Duration left(long now) {
        return life().minusNanos(now - askedAt);
    }

    /** When it is to be renewed, from now on; negative if that is past. Only if it {@linkplain #ends ends}. */
    Duration untilRenewal(long now) {
        return left(now).minus(margin(life()));
    }

    /** How long before the end of such a life a token is renewed. In the second half of its life at any rate. */
    static Duration margin(Duration life) {
        Duration margin = life.dividedBy(PART);
        if (margin.compareTo(LEAST) < 0) {
            margin = LEAST;
        } else if (margin.compareTo(MOST) > 0) {
            margin = MOST;
        }
        Duration half = life.dividedBy(2);
        return margin.compareTo(half) > 0 ? half : margin;
    }

    /** How long a refresh has to wait; negative if it has not. */
    Duration untilRefresh(long now) {
        return TO_REFRESH.minusNanos(now - gotAt);
    }

    private Duration life() {
        return answer == null ? Duration.ZERO : answer.life().orElse(Duration.ZERO);
    }

    /** Hides the token. */
    @Override
    public String toString() {
        return "LiveToken[]";
    }
}
