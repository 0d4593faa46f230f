package dev.kvclient.kuzzle.ms;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.util.Objects;

/**
 * A member of a sorted set, and its score.
 *
 * @param member the member
 * @param score the score, which may be infinite
 */
public record ScoredMember(String member, double score) {
    /**
     * A member with a score.
     *
     * @throws KvRequestException if the score is no number (NaN)
     */
    public ScoredMember {
        Objects.requireNonNull(member, "member");
        if (Double.isNaN(score)) {
            throw new KvRequestException(Failure.of(Outcome.NOT_SENT, "a score is a number"));
        }
    }

    /** A member with a score. */
    public static ScoredMember of(double score, String member) {
        return new ScoredMember(member, score);
    }
}
