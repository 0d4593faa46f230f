package dev.kvclient.kuzzle.ms;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How {@code zinterstore} and {@code zunionstore} make the new scores. Immutable: each method gives new ones. */
public final class ZStoreArgs {
    private static final ZStoreArgs NONE = new ZStoreArgs(List.of(), null);

    private final List<Double> weights;
    private final @Nullable Aggregate aggregate;

    private ZStoreArgs(List<Double> weights, @Nullable Aggregate aggregate) {
        this.weights = weights;
        this.aggregate = aggregate;
    }

    /** The sums of the scores as they are. */
    public static ZStoreArgs none() {
        return NONE;
    }

    /**
     * Multiplies the scores of each sorted set first.
     *
     * @param factors as many as there are sorted sets, in their order; may be infinite
     * @throws KvRequestException if one is no number (NaN)
     */
    public ZStoreArgs weights(double... factors) {
        if (Arrays.stream(factors).anyMatch(Double::isNaN)) {
            throw new KvRequestException(Failure.of(Outcome.NOT_SENT, "a weight is a number"));
        }
        return new ZStoreArgs(Arrays.stream(factors).boxed().toList(), aggregate);
    }

    /** What becomes of several scores. */
    public ZStoreArgs aggregate(Aggregate how) {
        return new ZStoreArgs(weights, Objects.requireNonNull(how, "how"));
    }

    /** The factors; empty if there are none. */
    public List<Double> weights() {
        return weights;
    }

    /** What becomes of several scores; empty if it was not said. */
    public Optional<Aggregate> aggregate() {
        return Optional.ofNullable(aggregate);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ZStoreArgs that && weights.equals(that.weights) && aggregate == that.aggregate;
    }

    @Override
    public int hashCode() {
        return Objects.hash(weights, aggregate);
    }

    @Override
    public String toString() {
        return "ZStoreArgs[weights=" + weights + ", aggregate=" + aggregate + "]";
    }
}
