package dev.kvclient;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvUnsupportedException;
import dev.kvclient.error.Outcome;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What must hold for a write or a delete to take place. Immutable. */
public final class Condition {
    private static final Condition NONE = new Condition(Kind.NONE, null);
    private static final Condition ABSENT = new Condition(Kind.ABSENT, null);
    private static final Condition PRESENT = new Condition(Kind.PRESENT, null);

    private final Kind kind;
    private final @Nullable Version version;

    /** The kinds of condition. */
    public enum Kind {
        /** No condition. */
        NONE,
        /** The key must not be there. */
        ABSENT,
        /** The key must be there. */
        PRESENT,
        /** The entry must have a certain version. */
        VERSION
    }

    private Condition(Kind kind, @Nullable Version version) {
        this.kind = kind;
        this.version = version;
    }

    /** No condition. */
    public static Condition none() {
        return NONE;
    }

    /** The key must not be there. */
    public static Condition absent() {
        return ABSENT;
    }

    /** The key must be there. */
    public static Condition present() {
        return PRESENT;
    }

    /** The entry must have this version. */
    public static Condition version(Version version) {
        return new Condition(Kind.VERSION, Objects.requireNonNull(version, "version"));
    }

    static Version versionOf(KvEntry<?> entry, Capability lacking) {
        return entry.version()
                .orElseThrow(() -> new KvUnsupportedException(
                        Failure.of(Outcome.NOT_SENT, "not supported: " + lacking + ": the entry has no version")
                                .key(entry.key()),
                        lacking));
    }

    /** Which kind it is. */
    public Kind kind() {
        return kind;
    }

    /** The version, for {@link Kind#VERSION}. */
    public Optional<Version> version() {
        return Optional.ofNullable(version);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Condition that && kind == that.kind && Objects.equals(version, that.version);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, version);
    }

    @Override
    public String toString() {
        return version == null ? kind.toString() : kind + " " + version;
    }
}
