package dev.kvclient.versori;

import dev.kvclient.CallOptions;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which entries Versori is to list, and in which portions. Immutable: each method gives new options. */
public final class VersoriListOptions {
    /** 100: the most entries of a page, and as many as come unless told. */
    public static final int MAX_LIMIT = 100;

    private static final VersoriListOptions NONE =
            new VersoriListOptions(CallOptions.none(), null, MAX_LIMIT, false, null, null, VersoriFilter.none());

    private final CallOptions call;
    private final @Nullable VersoriKey prefix;
    private final int limit;
    private final boolean reverse;
    private final @Nullable String after;
    private final @Nullable String before;
    private final VersoriFilter filter;

    private VersoriListOptions(
            CallOptions call,
            @Nullable VersoriKey prefix,
            int limit,
            boolean reverse,
            @Nullable String after,
            @Nullable String before,
            VersoriFilter filter) {
        this.call = call;
        this.prefix = prefix;
        this.limit = limit;
        this.reverse = reverse;
        this.after = after;
        this.before = before;
        this.filter = filter;
    }

    /** Everything, newest first, 100 to a page. */
    public static VersoriListOptions none() {
        return NONE;
    }

    /** Only the keys under this one: those that begin with its segments. */
    public VersoriListOptions prefix(VersoriKey value) {
        return new VersoriListOptions(
                call, Objects.requireNonNull(value, "prefix"), limit, reverse, after, before, filter);
    }

    /**
     * The most entries of the page.
     *
     * @param value 1 to {@value #MAX_LIMIT}
     * @throws KvRequestException if it is out of range
     */
    public VersoriListOptions limit(int value) {
        if (value < 1 || value > MAX_LIMIT) {
            throw new KvRequestException(
                    Failure.of(Outcome.NOT_SENT, "the limit of a page is from 1 to " + MAX_LIMIT + ": " + value));
        }
        return new VersoriListOptions(call, prefix, value, reverse, after, before, filter);
    }

    /** Oldest first. */
    public VersoriListOptions reverse() {
        return new VersoriListOptions(call, prefix, limit, true, after, before, filter);
    }

    /**
     * Begins behind a page.
     *
     * @param cursor what its {@link VersoriPage#nextCursor()} gave; an empty one is refused when it is used
     */
    public VersoriListOptions after(String cursor) {
        return new VersoriListOptions(
                call, prefix, limit, reverse, Objects.requireNonNull(cursor, "cursor"), before, filter);
    }

    /**
     * Ends before a page.
     *
     * @param cursor what its {@link VersoriPage#prevCursor()} gave; an empty one is refused when it is used
     */
    public VersoriListOptions before(String cursor) {
        return new VersoriListOptions(
                call, prefix, limit, reverse, after, Objects.requireNonNull(cursor, "cursor"), filter);
    }

    /** Only entries that meet this. */
    public VersoriListOptions filter(VersoriFilter value) {
        return new VersoriListOptions(
                call, prefix, limit, reverse, after, before, Objects.requireNonNull(value, "filter"));
    }

    /** These options with another common part. */
    public VersoriListOptions call(CallOptions value) {
        return new VersoriListOptions(
                Objects.requireNonNull(value, "call"), prefix, limit, reverse, after, before, filter);
    }

    /** See {@link CallOptions#timeout(Duration)}. */
    public VersoriListOptions timeout(Duration value) {
        return call(call.timeout(value));
    }

    /** The part that every request has. */
    public CallOptions call() {
        return call;
    }

    /** The key under which the entries are, if given. */
    public Optional<VersoriKey> prefix() {
        return Optional.ofNullable(prefix);
    }

    /** The most entries of the page. */
    public int limit() {
        return limit;
    }

    /** Whether the oldest come first. */
    public boolean isReverse() {
        return reverse;
    }

    /** The cursor behind which the page begins, if given. */
    public Optional<String> after() {
        return Optional.ofNullable(after);
    }

    /** The cursor before which the page ends, if given. */
    public Optional<String> before() {
        return Optional.ofNullable(before);
    }

    /** What entries must meet. */
    public VersoriFilter filter() {
        return filter;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VersoriListOptions that
                && call.equals(that.call)
                && Objects.equals(prefix, that.prefix)
                && limit == that.limit
                && reverse == that.reverse
                && Objects.equals(after, that.after)
                && Objects.equals(before, that.before)
                && filter.equals(that.filter);
    }

    @Override
    public int hashCode() {
        return Objects.hash(call, prefix, limit, reverse, after, before, filter);
    }

    @Override
    public String toString() {
        return "VersoriListOptions[prefix=" + prefix + ", limit=" + limit + ", reverse=" + reverse + ", after=" + after
                + ", before=" + before + ", " + filter + ", " + call + "]";
    }
}
