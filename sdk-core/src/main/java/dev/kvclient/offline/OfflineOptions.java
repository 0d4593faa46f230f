package dev.kvclient.offline;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How requests wait while there is no connection. Immutable: each method gives new options. Begin with {@link
 * OfflineQueue#inMemory()}, {@link OfflineQueue#durable} or {@link OfflineQueue#none()}.
 */
public final class OfflineOptions {
    /** 500 requests, as Kuzzle's SDKs have it: enough for a short outage, too few to hide a long one. */
    public static final int DEFAULT_MAX_ENTRIES = 500;

    /** 100,000 requests: a durable queue is meant for long outages, and its entries are in memory as well. */
    public static final int DEFAULT_MAX_DURABLE_ENTRIES = 100_000;

    /** 64 MiB of keys and values. */
    public static final long DEFAULT_MAX_BYTES = 64L << 20;

    /** Two minutes, as Kuzzle's SDKs have it: whoever waits in memory has given up by then. */
    public static final Duration DEFAULT_TTL = Duration.ofMinutes(2);

    /** How many outcomes of accepted writes a durable queue remembers. */
    public static final int KEPT_OUTCOMES = 10_000;

    static final OfflineOptions NONE = new OfflineOptions(new Parts(false, null, DEFAULT_MAX_ENTRIES));
    static final OfflineOptions IN_MEMORY = new OfflineOptions(new Parts(true, null, DEFAULT_MAX_ENTRIES));

    private final Parts parts;

    private OfflineOptions(Parts parts) {
        this.parts = parts;
    }

    static OfflineOptions durable(Path file) {
        return new OfflineOptions(new Parts(true, Objects.requireNonNull(file, "file"), DEFAULT_MAX_DURABLE_ENTRIES));
    }

    /**
     * How many requests may wait; each member of an accepted batch counts as one.
     *
     * @param value at least 1
     */
    public OfflineOptions maxEntries(int value) {
        require(value >= 1, "a queue takes at least one request");
        return with(p -> p.maxEntries = value);
    }

    /**
     * How many bytes the keys and values of those that wait may have together.
     *
     * @param value at least 1
     */
    public OfflineOptions maxBytes(long value) {
        require(value >= 1, "a queue takes at least one byte");
        return with(p -> p.maxBytes = value);
    }

    /**
     * How long a request may wait whose caller waits for it; after that it fails with {@link
     * dev.kvclient.error.KvOfflineException}.
     *
     * @param value more than zero
     */
    public OfflineOptions ttl(Duration value) {
        require(value.compareTo(Duration.ZERO) > 0, "a time to live is more than zero");
        return with(p -> p.ttl = value);
    }

    /**
     * How long an accepted write may wait, also across restarts; after that it leaves the queue as {@link
     * DeliveryStatus#EXPIRED}. Without end, unless told.
     *
     * @param value more than zero
     */
    public OfflineOptions acceptedTtl(Duration value) {
        require(value.compareTo(Duration.ZERO) > 0, "a time to live is more than zero");
        return with(p -> p.acceptedTtl = value);
    }

    /** What a full queue does. Refuses, unless told. */
    public OfflineOptions overflow(Overflow value) {
        return with(p -> p.overflow = Objects.requireNonNull(value, "value"));
    }

    /**
     * Which requests may wait; the others fail at once without a connection. Asked on the caller's thread, once a
     * request; what it throws fails the request.
     */
    public OfflineOptions filter(Predicate<? super QueuedRequest> value) {
        return with(p -> p.filter = Objects.requireNonNull(value, "value"));
    }

    /**
     * The time between two requests of the queue when it is being sent, to spare a backend that has just come back.
     * Zero unless told: then as many are under way as the connection takes.
     *
     * @param value zero or more
     */
    public OfflineOptions replayInterval(Duration value) {
        require(!value.isNegative(), "an interval is not negative");
        return with(p -> p.replayInterval = value);
    }

    /** Whether requests may wait at all. */
    public boolean isEnabled() {
        return parts.enabled;
    }

    /** The file of a durable queue. */
    public Optional<Path> file() {
        return Optional.ofNullable(parts.file);
    }

    /** How many requests may wait. */
    public int maxEntries() {
        return parts.maxEntries;
    }

    /** How many bytes they may have. */
    public long maxBytes() {
        return parts.maxBytes;
    }

    /** How long a request may wait. */
    public Duration ttl() {
        return parts.ttl;
    }

    /** How long an accepted write may wait; empty for ever. */
    public Optional<Duration> acceptedTtl() {
        return Optional.ofNullable(parts.acceptedTtl);
    }

    /** What a full queue does. */
    public Overflow overflow() {
        return parts.overflow;
    }

    /** Which requests may wait, if not all. */
    public Optional<Predicate<? super QueuedRequest>> filter() {
        return Optional.ofNullable(parts.filter);
    }

    /** The time between two requests. */
    public Duration replayInterval() {
        return parts.replayInterval;
    }

    private OfflineOptions with(Consumer<Parts> change) {
        require(parts.enabled, "no queue has no settings");
        Parts copy = new Parts(parts);
        change.accept(copy);
        return new OfflineOptions(copy);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new KvRequestException(Failure.of(Outcome.NOT_SENT, otherwise));
        }
    }

    @Override
    public String toString() {
        if (!parts.enabled) {
            return "OfflineOptions[none]";
        }
        return "OfflineOptions[" + (parts.file == null ? "in memory" : "durable") + ", maxEntries=" + parts.maxEntries
                + ", maxBytes=" + parts.maxBytes + ", ttl=" + parts.ttl + ", overflow=" + parts.overflow + "]";
    }

    /** Written before the options that hold it are handed out, and never after. */
    private static final class Parts {
        private final boolean enabled;
        private final @Nullable Path file;
        private int maxEntries;
        private long maxBytes = DEFAULT_MAX_BYTES;
        private Duration ttl = DEFAULT_TTL;
        private @Nullable Duration acceptedTtl;
        private Overflow overflow = Overflow.REJECT;
        private @Nullable Predicate<? super QueuedRequest> filter;
        private Duration replayInterval = Duration.ZERO;

        Parts(boolean enabled, @Nullable Path file, int maxEntries) {
            this.enabled = enabled;
            this.file = file;
            this.maxEntries = maxEntries;
        }

        Parts(Parts other) {
            this(other.enabled, other.file, other.maxEntries);
            this.maxBytes = other.maxBytes;
            this.ttl = other.ttl;
            this.acceptedTtl = other.acceptedTtl;
            this.overflow = other.overflow;
            this.filter = other.filter;
            this.replayInterval = other.replayInterval;
        }
    }
}
