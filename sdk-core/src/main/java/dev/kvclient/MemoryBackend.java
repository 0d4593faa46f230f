package dev.kvclient;

import dev.kvclient.internal.engine.Failures;
import dev.kvclient.internal.memory.MemoryKv;
import dev.kvclient.internal.memory.MemoryStore;
import dev.kvclient.spi.KvBackend;
import dev.kvclient.spi.TimeSource;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A backend in the memory of this process: for tests, and for applications that run without any other. Every capability
 * is native there.
 *
 * <p>The URL {@code memory:} stands for one of the client's own, {@code memory:name} for one that all clients of the
 * process share under that name as long as one of them is open. With {@link #like} it plays the limits of another
 * backend:
 *
 * <pre>{@code
 * KvClient kv = KvClient.builder(MemoryBackend.like(BackendProfile.NDB_STATUS)).connect();
 * }</pre>
 */
public final class MemoryBackend {
    private MemoryBackend() {}

    /** A backend of its own, without bounds. */
    public static KvBackend create() {
        return builder().build();
    }

    /** A backend of its own that can do what the profile says, and no more. */
    public static KvBackend like(Capabilities profile) {
        return builder().like(profile).build();
    }

    /** A backend with settings. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings. Not safe for use by several threads. */
    public static final class Builder {
        private Capabilities profile = BackendProfile.MEMORY;
        private @Nullable String name;
        private long maxEntries = Long.MAX_VALUE;
        private @Nullable Supplier<Instant> clock;

        private Builder() {}

        /** Shares the store of this name with other clients of the process. */
        public Builder name(String value) {
            this.name = Objects.requireNonNull(value, "name");
            return this;
        }

        /** Can do what the profile says, and no more. */
        public Builder like(Capabilities value) {
            this.profile = Objects.requireNonNull(value, "profile");
            return this;
        }

        /**
         * Takes at most so many entries; beyond that new keys are refused with
         * {@link dev.kvclient.error.KvOverloadException}.
         */
        public Builder maxEntries(long value) {
            if (value < 1) {
                throw Failures.wrong("maxEntries is at least 1: " + value);
            }
            this.maxEntries = value;
            return this;
        }

        /** The clock by which entries expire; that of the client ({@link TimeSource#now()}) unless given. */
        public Builder clock(Supplier<Instant> value) {
            this.clock = Objects.requireNonNull(value, "clock");
            return this;
        }

        /** The backend. */
        public KvBackend build() {
            MemoryStore store = name == null ? new MemoryStore() : MemoryStore.shared(name);
            return new MemoryKv(store, name, profile, maxEntries, clock);
        }
    }
}
