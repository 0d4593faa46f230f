package dev.kvclient.kuzzle.ms;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How {@code sort} sorts, and what it gives. Immutable: each method gives new ones. */
public final class SortArgs {
    private static final SortArgs NONE = new SortArgs(false, null, null, null, List.of());

    private final boolean alpha;
    private final @Nullable Boolean ascending;
    private final @Nullable String by;
    private final @Nullable RangeLimit limit;
    private final List<String> get;

    private SortArgs(
            boolean alpha,
            @Nullable Boolean ascending,
            @Nullable String by,
            @Nullable RangeLimit limit,
            List<String> get) {
        this.alpha = alpha;
        this.ascending = ascending;
        this.by = by;
        this.limit = limit;
        this.get = get;
    }

    /** As numbers, the lowest first. */
    public static SortArgs none() {
        return NONE;
    }

    /** As texts. */
    public SortArgs alpha() {
        return new SortArgs(true, ascending, by, limit, get);
    }

    /** The lowest first. */
    public SortArgs asc() {
        return new SortArgs(alpha, true, by, limit, get);
    }

    /** The highest first. */
    public SortArgs desc() {
        return new SortArgs(alpha, false, by, limit, get);
    }

    /**
     * By the values of other keys.
     *
     * @param pattern the name of the other key, with {@code *} for the element, such as {@code weight_*}; a pattern
     *     without one leaves the order as it is
     */
    public SortArgs by(String pattern) {
        return new SortArgs(alpha, ascending, Objects.requireNonNull(pattern, "pattern"), limit, get);
    }

    /** A part of it only. */
    public SortArgs limit(RangeLimit part) {
        return new SortArgs(alpha, ascending, by, Objects.requireNonNull(part, "part"), get);
    }

    /** See {@link #limit(RangeLimit)}. */
    public SortArgs limit(long offset, long count) {
        return limit(RangeLimit.of(offset, count));
    }

    /**
     * Gives the values of other keys in the place of the elements; may be said several times.
     *
     * @param pattern the name of the other key, with {@code *} for the element; {@code #} is the element itself
     */
    public SortArgs get(String pattern) {
        List<String> more = new ArrayList<>(get);
        more.add(Objects.requireNonNull(pattern, "pattern"));
        return new SortArgs(alpha, ascending, by, limit, List.copyOf(more));
    }

    /** Whether as texts. */
    public boolean isAlpha() {
        return alpha;
    }

    /** Whether the lowest comes first; empty if it was not said. */
    public Optional<Boolean> ascending() {
        return Optional.ofNullable(ascending);
    }

    /** By the values of which keys. */
    public Optional<String> by() {
        return Optional.ofNullable(by);
    }

    /** Which part of it. */
    public Optional<RangeLimit> limit() {
        return Optional.ofNullable(limit);
    }

    /** The values of which keys it gives. */
    public List<String> get() {
        return get;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SortArgs that
                && alpha == that.alpha
                && Objects.equals(ascending, that.ascending)
                && Objects.equals(by, that.by)
                && Objects.equals(limit, that.limit)
                && get.equals(that.get);
    }

    @Override
    public int hashCode() {
        return Objects.hash(alpha, ascending, by, limit, get);
    }

    @Override
    public String toString() {
        return "SortArgs[alpha=" + alpha + ", ascending=" + ascending + ", by=" + by + ", limit=" + limit + ", get="
                + get + "]";
    }
}
