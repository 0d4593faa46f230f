package dev.kvclient.kuzzle.ms;

import dev.kvclient.Cursor;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What a scan looks for, and from where. Immutable: each method gives new ones. */
public final class ScanArgs {
    private static final ScanArgs ALL = new ScanArgs(null, 0, null);

    private final @Nullable String match;
    private final int count;
    private final @Nullable Cursor from;

    private ScanArgs(@Nullable String match, int count, @Nullable Cursor from) {
        this.match = match;
        this.count = count;
        this.from = from;
    }

    /** Everything, from the beginning, in pages of the server's own size (10 or so). */
    public static ScanArgs all() {
        return ALL;
    }

    /** See {@link #match}. */
    public static ScanArgs matching(String pattern) {
        return ALL.match(pattern);
    }

    /**
     * Only what matches a pattern of Redis: {@code *}, {@code ?}, {@code [ab]}; a backslash takes their meaning away.
     *
     * @param pattern not empty
     * @throws KvRequestException if it is
     */
    public ScanArgs match(String pattern) {
        if (pattern.isEmpty()) {
            throw new KvRequestException(Failure.of(Outcome.NOT_SENT, "a pattern is not empty"));
        }
        return new ScanArgs(pattern, count, from);
    }

    /**
     * About so many a page: how many the server looks at, whether they match or not.
     *
     * @param about at least 1
     * @throws KvRequestException if it is less
     */
    public ScanArgs count(int about) {
        if (about < 1) {
            throw new KvRequestException(Failure.of(Outcome.NOT_SENT, "a page holds at least one"));
        }
        return new ScanArgs(match, about, from);
    }

    /** Goes on from there. */
    public ScanArgs from(Cursor cursor) {
        return new ScanArgs(match, count, Objects.requireNonNull(cursor, "cursor"));
    }

    /** The pattern. */
    public Optional<String> pattern() {
        return Optional.ofNullable(match);
    }

    /** About how many a page holds. */
    public OptionalInt count() {
        return count == 0 ? OptionalInt.empty() : OptionalInt.of(count);
    }

    /** Where it goes on; empty for the beginning. */
    public Optional<Cursor> from() {
        return Optional.ofNullable(from);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScanArgs that
                && Objects.equals(match, that.match)
                && count == that.count
                && Objects.equals(from, that.from);
    }

    @Override
    public int hashCode() {
        return Objects.hash(match, count, from);
    }

    @Override
    public String toString() {
        return "ScanArgs[match=" + match + ", count=" + count + ", from=" + from + "]";
    }
}
