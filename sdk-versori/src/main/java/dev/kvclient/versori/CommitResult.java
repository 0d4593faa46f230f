package dev.kvclient.versori;

import dev.kvclient.Version;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Versori says of a write. Immutable.
 *
 * <p>A write whose condition does not hold is no error to the server: it answers 200 with {@code committed: false}.
 */
public final class CommitResult {
    private final boolean committed;
    private final @Nullable Version version;

    /**
     * Collects the parts.
     *
     * @param committed whether it was written
     * @param version the versionstamp that it has got, or null
     */
    public CommitResult(boolean committed, @Nullable Version version) {
        this.committed = committed;
        this.version = version;
    }

    /** Whether it was written. An answer that does not say so means that it was. */
    public boolean committed() {
        return committed;
    }

    /** The versionstamp that the entry has got. */
    public Optional<Version> version() {
        return Optional.ofNullable(version);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CommitResult that
                && committed == that.committed
                && Objects.equals(version, that.version);
    }

    @Override
    public int hashCode() {
        return Objects.hash(committed, version);
    }

    @Override
    public String toString() {
        return "CommitResult[" + (committed ? "committed" : "not committed") + ", version=" + version + "]";
    }
}
