package dev.kvclient.versori;

import dev.kvclient.CallOptions;
import dev.kvclient.Version;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How Versori is to delete. Immutable: each method gives new options. */
public final class VersoriDeleteOptions {
    private static final VersoriDeleteOptions NONE = new VersoriDeleteOptions(CallOptions.none(), null, false);

    private final CallOptions call;
    private final @Nullable Version ifVersionstamp;
    private final boolean cascade;

    private VersoriDeleteOptions(CallOptions call, @Nullable Version ifVersionstamp, boolean cascade) {
        this.call = call;
        this.ifVersionstamp = ifVersionstamp;
        this.cascade = cascade;
    }

    /** Nothing is given: an unconditional delete of one key. */
    public static VersoriDeleteOptions none() {
        return NONE;
    }

    /** Deletes only if the entry still has this versionstamp. The answer does not tell whether it had. */
    public VersoriDeleteOptions ifVersionstamp(Version value) {
        return new VersoriDeleteOptions(call, Objects.requireNonNull(value, "ifVersionstamp"), cascade);
    }

    /**
     * Deletes every key under this one as well. The server compares <b>text</b>: {@code products/1} takes
     * {@code products/10} along. A key with an empty segment, which would match more than it says, is refused before
     * anything is sent; for deleting everything there is {@link VersoriKv#deleteEverything}. The common API's
     * {@code deletePrefix} lists first and deletes exactly what it found.
     */
    public VersoriDeleteOptions cascade() {
        return new VersoriDeleteOptions(call, ifVersionstamp, true);
    }

    /** These options with another common part. */
    public VersoriDeleteOptions call(CallOptions value) {
        return new VersoriDeleteOptions(Objects.requireNonNull(value, "call"), ifVersionstamp, cascade);
    }

    /** See {@link CallOptions#timeout(Duration)}. */
    public VersoriDeleteOptions timeout(Duration value) {
        return call(call.timeout(value));
    }

    /** The part that every request has. */
    public CallOptions call() {
        return call;
    }

    /** The versionstamp that the entry must have, if given. */
    public Optional<Version> ifVersionstamp() {
        return Optional.ofNullable(ifVersionstamp);
    }

    /** Whether every key under it is deleted as well. */
    public boolean isCascade() {
        return cascade;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VersoriDeleteOptions that
                && call.equals(that.call)
                && Objects.equals(ifVersionstamp, that.ifVersionstamp)
                && cascade == that.cascade;
    }

    @Override
    public int hashCode() {
        return Objects.hash(call, ifVersionstamp, cascade);
    }

    @Override
    public String toString() {
        return "VersoriDeleteOptions[ifVersionstamp=" + ifVersionstamp + ", cascade=" + cascade + ", " + call + "]";
    }
}
