package dev.kvclient;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How to delete. Immutable: each method gives new options. */
public final class DeleteOptions extends RequestOptions<DeleteOptions> {
    private static final DeleteOptions NONE = new DeleteOptions(CallOptions.none(), Condition.none(), null);

    private final Condition condition;
    private final @Nullable WhenOffline whenOffline;

    private DeleteOptions(CallOptions call, Condition condition, @Nullable WhenOffline whenOffline) {
        super(call);
        this.condition = condition;
        this.whenOffline = whenOffline;
    }

    /** Nothing is given: an unconditional delete. */
    public static DeleteOptions none() {
        return NONE;
    }

    /** Deletes only if the entry still has this version. Needs {@link Capability#DELETE_IF_VERSION}. */
    public DeleteOptions ifVersion(Version value) {
        return new DeleteOptions(call(), Condition.version(value), whenOffline);
    }

    /**
     * Deletes only if the entry is still as it was read. Needs {@link Capability#DELETE_IF_VERSION}.
     *
     * @throws dev.kvclient.error.KvUnsupportedException if the entry has no version, because its backend knows none
     */
    public DeleteOptions ifUnchanged(KvEntry<?> entry) {
        return ifVersion(Condition.versionOf(entry, Capability.DELETE_IF_VERSION));
    }

    /** What to do when the backend cannot be reached. Waits, unless told. */
    public DeleteOptions whenOffline(WhenOffline value) {
        return new DeleteOptions(call(), condition, Objects.requireNonNull(value, "value"));
    }

    @Override
    public DeleteOptions call(CallOptions value) {
        return new DeleteOptions(value, condition, whenOffline);
    }

    /** What must hold. */
    public Condition condition() {
        return condition;
    }

    /** What to do when the backend cannot be reached. */
    public WhenOffline whenOffline() {
        return whenOffline == null ? WhenOffline.WAIT : whenOffline;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeleteOptions that
                && call().equals(that.call())
                && condition.equals(that.condition)
                && whenOffline == that.whenOffline;
    }

    @Override
    public int hashCode() {
        return Objects.hash(call(), condition, whenOffline);
    }

    @Override
    public String toString() {
        return "DeleteOptions[condition=" + condition + ", " + call() + "]";
    }
}
