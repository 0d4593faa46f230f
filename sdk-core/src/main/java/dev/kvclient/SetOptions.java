package dev.kvclient;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvUnsupportedException;
import dev.kvclient.error.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How to write. Immutable: each method gives new options.
 *
 * <p>Expiry and condition are taken from the defaults of a view each as one group: options that give an expiry, or
 * {@link #noExpiry()}, replace the default expiry whatever its kind, and likewise for the condition with
 * {@link #unconditional()}.
 */
public final class SetOptions extends RequestOptions<SetOptions> {
    private static final SetOptions NONE = new SetOptions(CallOptions.none(), null, null, null, null, false, null);

    private final @Nullable Duration ttl;
    private final @Nullable Instant expireAt;
    private final @Nullable Condition condition;
    private final @Nullable Map<String, Object> metadata;
    private final boolean refreshOnAccess;
    private final @Nullable WhenOffline whenOffline;

    private SetOptions(
            CallOptions call,
            @Nullable Duration ttl,
            @Nullable Instant expireAt,
            @Nullable Condition condition,
            @Nullable Map<String, Object> metadata,
            boolean refreshOnAccess,
            @Nullable WhenOffline whenOffline) {
        super(call);
        this.ttl = ttl;
        this.expireAt = expireAt;
        this.condition = condition;
        this.metadata = metadata;
        this.refreshOnAccess = refreshOnAccess;
        this.whenOffline = whenOffline;
    }

    /** Nothing is given: an unconditional write that does not expire. */
    public static SetOptions none() {
        return NONE;
    }

    /**
     * The value lives this long, counted from the call. Needs {@link Capability#EXPIRY}.
     *
     * @param value at least a millisecond, which is the finest that the backends know
     * @throws KvRequestException if it is less, or if an expiry is given already
     */
    public SetOptions ttl(Duration value) {
        requireNoExpiry();
        if (value.compareTo(Duration.ofMillis(1)) < 0) {
            throw wrong("a time to live is at least a millisecond");
        }
        return new SetOptions(call(), value, null, condition, metadata, refreshOnAccess, whenOffline);
    }

    /**
     * The value lives until then. Needs {@link Capability#EXPIRY}.
     *
     * @throws KvRequestException if an expiry is given already
     */
    public SetOptions expireAt(Instant value) {
        requireNoExpiry();
        return new SetOptions(
                call(),
                null,
                Objects.requireNonNull(value, "expireAt"),
                condition,
                metadata,
                refreshOnAccess,
                whenOffline);
    }

    /** The value does not expire, whatever the defaults say. */
    public SetOptions noExpiry() {
        return new SetOptions(call(), null, Instant.MAX, condition, metadata, false, whenOffline);
    }

    /**
     * Writes only if the key is not there. Needs {@link Capability#SET_IF_ABSENT}.
     *
     * @throws KvRequestException if a condition is given already
     */
    public SetOptions ifAbsent() {
        return condition(Condition.absent());
    }

    /**
     * Writes only if the key is there. Needs {@link Capability#SET_IF_PRESENT}.
     *
     * @throws KvRequestException if a condition is given already
     */
    public SetOptions ifPresent() {
        return condition(Condition.present());
    }

    /**
     * Writes only if the entry still has this version. Needs {@link Capability#SET_IF_VERSION}.
     *
     * @throws KvRequestException if a condition is given already
     */
    public SetOptions ifVersion(Version value) {
        return condition(Condition.version(value));
    }

    /**
     * Writes only if the entry is still as it was read. Needs {@link Capability#SET_IF_VERSION}.
     *
     * @throws KvUnsupportedException if the entry has no version, because its backend knows none
     * @throws KvRequestException if a condition is given already
     */
    public SetOptions ifUnchanged(KvEntry<?> entry) {
        return ifVersion(Condition.versionOf(entry, Capability.SET_IF_VERSION));
    }

    /** Writes whatever is there, whatever the defaults say. */
    public SetOptions unconditional() {
        return new SetOptions(call(), ttl, expireAt, Condition.none(), metadata, refreshOnAccess, whenOffline);
    }

    /**
     * Stores this beside the value, for the filters of a {@link Scan}. Needs {@link Capability#METADATA}.
     *
     * @param value names and JSON-like values (strings, numbers, booleans); copied
     */
    public SetOptions metadata(Map<String, ?> value) {
        return new SetOptions(call(), ttl, expireAt, condition, Map.copyOf(value), refreshOnAccess, whenOffline);
    }

    /**
     * Each read of the value makes its time to live begin anew. Needs {@link Capability#REFRESH_ON_ACCESS} and a ttl.
     */
    public SetOptions refreshOnAccess() {
        return new SetOptions(call(), ttl, expireAt, condition, metadata, true, whenOffline);
    }

    /** What to do when the backend cannot be reached. Waits, unless told. */
    public SetOptions whenOffline(WhenOffline value) {
        return new SetOptions(
                call(), ttl, expireAt, condition, metadata, refreshOnAccess, Objects.requireNonNull(value, "value"));
    }

    @Override
    public SetOptions call(CallOptions value) {
        return new SetOptions(value, ttl, expireAt, condition, metadata, refreshOnAccess, whenOffline);
    }

    /** The time to live, if given. */
    public Optional<Duration> ttl() {
        return Optional.ofNullable(ttl);
    }

    /** The end of the value's life, if given. */
    public Optional<Instant> expireAt() {
        return Optional.ofNullable(expireAt).filter(at -> !at.equals(Instant.MAX));
    }

    /** Whether they say anything of expiry, be it {@link #noExpiry()}. */
    public boolean givesExpiry() {
        return ttl != null || expireAt != null || refreshOnAccess;
    }

    /** What must hold. */
    public Condition condition() {
        return condition == null ? Condition.none() : condition;
    }

    /** What is stored beside the value. Unmodifiable. */
    public Map<String, Object> metadata() {
        return metadata == null ? Map.of() : metadata;
    }

    /** Whether reads make the time to live begin anew. */
    public boolean refreshesOnAccess() {
        return refreshOnAccess;
    }

    /** What to do when the backend cannot be reached. */
    public WhenOffline whenOffline() {
        return whenOffline == null ? WhenOffline.WAIT : whenOffline;
    }

    /** These options, with what they do not give taken from the defaults. */
    public SetOptions over(SetOptions defaults) {
        if (defaults.equals(NONE)) {
            return this;
        }
        boolean expiryGiven = givesExpiry();
        return new SetOptions(
                call().over(defaults.call()),
                expiryGiven ? ttl : defaults.ttl,
                expiryGiven ? expireAt : defaults.expireAt,
                condition != null ? condition : defaults.condition,
                metadata != null ? metadata : defaults.metadata,
                expiryGiven ? refreshOnAccess : defaults.refreshOnAccess,
                whenOffline != null ? whenOffline : defaults.whenOffline);
    }

    private SetOptions condition(Condition value) {
        if (condition != null && condition.kind() != Condition.Kind.NONE) {
            throw wrong(
                    "a write has one condition: " + condition + " is given already, " + value + " does not go with it");
        }
        return new SetOptions(call(), ttl, expireAt, value, metadata, refreshOnAccess, whenOffline);
    }

    private void requireNoExpiry() {
        if (ttl != null || expireAt().isPresent()) {
            throw wrong("a write has one expiry, and one is given already; noExpiry() takes it back");
        }
    }

    private static KvRequestException wrong(String problem) {
        return new KvRequestException(Failure.of(Outcome.NOT_SENT, problem));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SetOptions that
                && call().equals(that.call())
                && Objects.equals(ttl, that.ttl)
                && Objects.equals(expireAt, that.expireAt)
                && Objects.equals(condition, that.condition)
                && Objects.equals(metadata, that.metadata)
                && refreshOnAccess == that.refreshOnAccess
                && whenOffline == that.whenOffline;
    }

    @Override
    public int hashCode() {
        return Objects.hash(call(), ttl, expireAt, condition, metadata, refreshOnAccess, whenOffline);
    }

    @Override
    public String toString() {
        return "SetOptions[ttl=" + ttl + ", expireAt=" + expireAt().orElse(null) + ", condition=" + condition()
                + ", metadata=" + metadata().keySet() + ", " + call() + "]";
    }
}
