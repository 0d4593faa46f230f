package dev.kvclient.versori;

import dev.kvclient.CallOptions;
import dev.kvclient.Version;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How Versori is to write. Immutable: each method gives new options, and throws {@link KvRequestException} for what
 * makes no sense.
 */
public final class VersoriSetOptions {
    private static final VersoriSetOptions NONE =
            new VersoriSetOptions(CallOptions.none(), null, null, false, null, false, null, null);

    private final CallOptions call;
    private final @Nullable Duration expireIn;
    private final @Nullable Instant expireAt;
    private final boolean refreshOnAccess;
    private final @Nullable Version ifVersionstamp;
    private final boolean ifNotExists;
    private final @Nullable Boolean overwrite;
    private final @Nullable Map<String, Object> metadata;

    private VersoriSetOptions(
            CallOptions call,
            @Nullable Duration expireIn,
            @Nullable Instant expireAt,
            boolean refreshOnAccess,
            @Nullable Version ifVersionstamp,
            boolean ifNotExists,
            @Nullable Boolean overwrite,
            @Nullable Map<String, Object> metadata) {
        this.call = call;
        this.expireIn = expireIn;
        this.expireAt = expireAt;
        this.refreshOnAccess = refreshOnAccess;
        this.ifVersionstamp = ifVersionstamp;
        this.ifNotExists = ifNotExists;
        this.overwrite = overwrite;
        this.metadata = metadata;
    }

    /** Nothing is given: an unconditional write that does not expire. */
    public static VersoriSetOptions none() {
        return NONE;
    }

    /**
     * The entry lives this long, counted from the call: what is left of it is sent.
     *
     * @param value at least a millisecond; a finer part is cut off
     * @throws KvRequestException if it is less, or an expiry is given already
     */
    public VersoriSetOptions expireIn(Duration value) {
        requireNoExpiry();
        if (value.compareTo(Duration.ofMillis(1)) < 0) {
            throw wrong("expireIn is at least a millisecond");
        }
        return new VersoriSetOptions(
                call, value, null, refreshOnAccess, ifVersionstamp, ifNotExists, overwrite, metadata);
    }

    /**
     * The entry lives until then, by the server's clock.
     *
     * @throws KvRequestException if an expiry is given already
     */
    public VersoriSetOptions expireAt(Instant value) {
        requireNoExpiry();
        Objects.requireNonNull(value, "expireAt");
        return new VersoriSetOptions(
                call, null, value, refreshOnAccess, ifVersionstamp, ifNotExists, overwrite, metadata);
    }

    /** Each read of the entry makes its life begin anew. */
    public VersoriSetOptions refreshOnAccess() {
        return new VersoriSetOptions(call, expireIn, expireAt, true, ifVersionstamp, ifNotExists, overwrite, metadata);
    }

    /**
     * Writes only if the entry still has this versionstamp.
     *
     * @throws KvRequestException together with {@link #ifNotExists()}, with which it cannot hold
     */
    public VersoriSetOptions ifVersionstamp(Version value) {
        Objects.requireNonNull(value, "ifVersionstamp");
        requireOneCondition(ifNotExists);
        return new VersoriSetOptions(
                call, expireIn, expireAt, refreshOnAccess, value, ifNotExists, overwrite, metadata);
    }

    /**
     * Writes only if there is no entry of this key.
     *
     * @throws KvRequestException together with {@link #ifVersionstamp}, with which it cannot hold
     */
    public VersoriSetOptions ifNotExists() {
        requireOneCondition(ifVersionstamp != null);
        return new VersoriSetOptions(
                call, expireIn, expireAt, refreshOnAccess, ifVersionstamp, true, overwrite, metadata);
    }

    /** Sent as {@code overwrite}; not sent unless given. The vendor's description does not say more of it. */
    public VersoriSetOptions overwrite(boolean value) {
        return new VersoriSetOptions(
                call, expireIn, expireAt, refreshOnAccess, ifVersionstamp, ifNotExists, value, metadata);
    }

    /**
     * Stores this beside the value, for {@link VersoriFilter#metadata}; it cannot be read back.
     *
     * @param value names and JSON-like values; copied
     */
    public VersoriSetOptions metadata(Map<String, ?> value) {
        return new VersoriSetOptions(
                call, expireIn, expireAt, refreshOnAccess, ifVersionstamp, ifNotExists, overwrite, Map.copyOf(value));
    }

    /** These options with another common part. */
    public VersoriSetOptions call(CallOptions value) {
        return new VersoriSetOptions(
                Objects.requireNonNull(value, "call"),
                expireIn,
                expireAt,
                refreshOnAccess,
                ifVersionstamp,
                ifNotExists,
                overwrite,
                metadata);
    }

    /** See {@link CallOptions#timeout(Duration)}. */
    public VersoriSetOptions timeout(Duration value) {
        return call(call.timeout(value));
    }

    /** The part that every request has. */
    public CallOptions call() {
        return call;
    }

    /** The life of the entry, if given. */
    public Optional<Duration> expireIn() {
        return Optional.ofNullable(expireIn);
    }

    /** The end of the entry's life, if given. */
    public Optional<Instant> expireAt() {
        return Optional.ofNullable(expireAt);
    }

    /** Whether reads make the life begin anew. */
    public boolean refreshesOnAccess() {
        return refreshOnAccess;
    }

    /** The versionstamp that the entry must have, if given. */
    public Optional<Version> ifVersionstamp() {
        return Optional.ofNullable(ifVersionstamp);
    }

    /** Whether there must be no entry. */
    public boolean isIfNotExists() {
        return ifNotExists;
    }

    /** What is sent as {@code overwrite}, if given. */
    public Optional<Boolean> overwrite() {
        return Optional.ofNullable(overwrite);
    }

    /** What is stored beside the value, if given. Unmodifiable. */
    public Optional<Map<String, Object>> metadata() {
        return Optional.ofNullable(metadata);
    }

    private void requireNoExpiry() {
        if (expireIn != null || expireAt != null) {
            throw wrong("a write has one expiry, and one is given already");
        }
    }

    private static void requireOneCondition(boolean otherGiven) {
        if (otherGiven) {
            throw wrong("ifVersionstamp and ifNotExists do not go together: an entry with a versionstamp exists");
        }
    }

    private static KvRequestException wrong(String problem) {
        return new KvRequestException(Failure.of(Outcome.NOT_SENT, problem));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VersoriSetOptions that
                && call.equals(that.call)
                && Objects.equals(expireIn, that.expireIn)
                && Objects.equals(expireAt, that.expireAt)
                && refreshOnAccess == that.refreshOnAccess
                && Objects.equals(ifVersionstamp, that.ifVersionstamp)
                && ifNotExists == that.ifNotExists
                && Objects.equals(overwrite, that.overwrite)
                && Objects.equals(metadata, that.metadata);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                call, expireIn, expireAt, refreshOnAccess, ifVersionstamp, ifNotExists, overwrite, metadata);
    }

    /** Without the values of the metadata. */
    @Override
    public String toString() {
        return "VersoriSetOptions[expireIn=" + expireIn + ", expireAt=" + expireAt + ", refreshOnAccess="
                + refreshOnAccess + ", ifVersionstamp=" + ifVersionstamp + ", ifNotExists=" + ifNotExists
                + ", overwrite=" + overwrite + ", metadata=" + (metadata == null ? null : metadata.keySet()) + ", "
                + call + "]";
    }
}
