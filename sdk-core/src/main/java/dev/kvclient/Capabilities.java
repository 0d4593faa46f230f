package dev.kvclient;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a backend, as it is set up, can do, and within which sizes. Immutable.
 *
 * <p>Made by adapters with {@link #builder()}; what a builder is not told is {@link Support#UNSUPPORTED}.
 */
public final class Capabilities {
    private final Map<Capability, Report> reports;
    private final Limits limits;
    private final boolean clearAsksForConfirmation;

    private Capabilities(Builder from) {
        EnumMap<Capability, Report> all = new EnumMap<>(Capability.class);
        for (Capability capability : Capability.values()) {
            all.put(capability, new Report(capability, Support.UNSUPPORTED, ""));
        }
        all.putAll(from.reports);
        this.reports = all;
        this.limits = from.limits;
        this.clearAsksForConfirmation = from.clearAsksForConfirmation;
    }

    /** Starts with nothing supported and no limits. */
    public static Builder builder() {
        return new Builder();
    }

    /** How well the capability is supported. */
    public Support support(Capability capability) {
        return report(capability).support();
    }

    /** Whether the capability is supported at all, natively or by emulation. */
    public boolean supports(Capability capability) {
        return support(capability) != Support.UNSUPPORTED;
    }

    /** The support of a capability, with its cost and guarantee in words. */
    public Report report(Capability capability) {
        return Objects.requireNonNull(reports.get(Objects.requireNonNull(capability, "capability")));
    }

    /** The sizes that the backend takes. */
    public Limits limits() {
        return limits;
    }

    /**
     * Whether {@link KvOperations#clear(ClearOptions)} wants {@link ClearOptions#everything()}, because it would remove
     * what others have stored as well.
     */
    public boolean clearAsksForConfirmation() {
        return clearAsksForConfirmation;
    }

    /** A builder that starts with these capabilities. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.reports.putAll(reports);
        builder.limits = limits;
        builder.clearAsksForConfirmation = clearAsksForConfirmation;
        return builder;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Capabilities[");
        reports.forEach((capability, report) ->
                text.append(capability).append('=').append(report.support()).append(", "));
        return text.append(limits).append(']').toString();
    }

    /** How well one capability is supported. */
    public static final class Report {
        private final Capability capability;
        private final Support support;
        private final String note;

        private Report(Capability capability, Support support, String note) {
            this.capability = capability;
            this.support = support;
            this.note = note;
        }

        /** The capability that this is about. */
        public Capability capability() {
            return capability;
        }

        /** How well it is supported. */
        public Support support() {
            return support;
        }

        /** What it costs and what it guarantees, or why it is missing; empty if there is nothing to say. */
        public String note() {
            return note;
        }

        @Override
        public String toString() {
            return capability + "=" + support + (note.isEmpty() ? "" : " (" + note + ")");
        }
    }

    /** Collects capabilities. Not safe for use by several threads. */
    public static final class Builder {
        private final EnumMap<Capability, Report> reports = new EnumMap<>(Capability.class);
        private Limits limits = Limits.none();
        private boolean clearAsksForConfirmation;

        private Builder() {}

        /** The backend does these itself. */
        public Builder natively(Capability... capabilities) {
            for (Capability capability : capabilities) {
                put(capability, Support.NATIVE, "");
            }
            return this;
        }

        /** The backend does this itself, and there is something to know about it. */
        public Builder natively(Capability capability, String note) {
            return put(capability, Support.NATIVE, note);
        }

        /**
         * The client does this with several requests.
         *
         * @param note what it costs and what it guarantees
         */
        public Builder emulated(Capability capability, String note) {
            return put(capability, Support.EMULATED, note);
        }

        /**
         * This cannot be done.
         *
         * @param note why not
         */
        public Builder unsupported(Capability capability, String note) {
            return put(capability, Support.UNSUPPORTED, note);
        }

        /** The sizes that the backend takes. */
        public Builder limits(Limits value) {
            this.limits = Objects.requireNonNull(value, "limits");
            return this;
        }

        /** Whether clearing removes what others have stored, and so wants {@link ClearOptions#everything()}. */
        public Builder clearAsksForConfirmation(boolean value) {
            this.clearAsksForConfirmation = value;
            return this;
        }

        /** The capabilities as collected. */
        public Capabilities build() {
            return new Capabilities(this);
        }

        private Builder put(Capability capability, Support support, String note) {
            reports.put(capability, new Report(capability, support, Objects.requireNonNull(note, "note")));
            return this;
        }
    }
}
