package dev.kvclient.kuzzle.ms;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.util.Objects;

/** How {@code zadd} writes. Immutable: each method gives new ones. */
public final class ZAddArgs {
    private static final ZAddArgs NONE = new ZAddArgs(false, false, false);

    private final boolean onlyNew;
    private final boolean onlyKnown;
    private final boolean changed;

    private ZAddArgs(boolean onlyNew, boolean onlyKnown, boolean changed) {
        this.onlyNew = onlyNew;
        this.onlyKnown = onlyKnown;
        this.changed = changed;
    }

    /** New members are added, those that are there get the new score; the number is that of the added ones. */
    public static ZAddArgs none() {
        return NONE;
    }

    /**
     * Only adds members, and leaves those alone that are there ({@code NX}).
     *
     * @throws KvRequestException together with {@link #xx()}
     */
    public ZAddArgs nx() {
        if (onlyKnown) {
            throw exclusive();
        }
        return new ZAddArgs(true, false, changed);
    }

    /**
     * Only gives new scores to members that are there ({@code XX}).
     *
     * @throws KvRequestException together with {@link #nx()}
     */
    public ZAddArgs xx() {
        if (onlyNew) {
            throw exclusive();
        }
        return new ZAddArgs(false, true, changed);
    }

    /** The number is that of the added members and of those whose score has changed ({@code CH}). */
    public ZAddArgs ch() {
        return new ZAddArgs(onlyNew, onlyKnown, true);
    }

    private static KvRequestException exclusive() {
        return new KvRequestException(Failure.of(Outcome.NOT_SENT, "nx and xx exclude each other"));
    }

    /** Whether it only adds. */
    public boolean onlyNew() {
        return onlyNew;
    }

    /** Whether it only gives new scores. */
    public boolean onlyKnown() {
        return onlyKnown;
    }

    /** Whether changed scores are counted as well. */
    public boolean countsChanged() {
        return changed;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ZAddArgs that
                && onlyNew == that.onlyNew
                && onlyKnown == that.onlyKnown
                && changed == that.changed;
    }

    @Override
    public int hashCode() {
        return Objects.hash(onlyNew, onlyKnown, changed);
    }

    @Override
    public String toString() {
        return "ZAddArgs[nx=" + onlyNew + ", xx=" + onlyKnown + ", ch=" + changed + "]";
    }
}
