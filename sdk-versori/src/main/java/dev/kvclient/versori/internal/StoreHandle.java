package dev.kvclient.versori.internal;

import dev.kvclient.spi.TimeSource;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A store as requests address it: by an id that may have to be looked up first. Remembers when the store was last seen
 * to exist: what a 404 means depends on it.
 */
final class StoreHandle {
    /** 1 min: a store that was there is taken to be there that long, so that absent keys cost one request each. */
    private static final Duration TRUSTED = Duration.ofMinutes(1);

    private volatile @Nullable String id;
    private volatile @Nullable Long seenAtNanos;

    /** A store that is still to be looked up. */
    StoreHandle() {}

    StoreHandle(String id) {
        this.id = id;
    }

    boolean isKnown() {
        return id != null;
    }

    /** Fails if it was not looked up yet. */
    String id() {
        String known = id;
        if (known == null) {
            throw HttpFailures.notOpen();
        }
        return known;
    }

    void found(String value) {
        this.id = Objects.requireNonNull(value, "id");
    }

    /** A request about it was answered well. */
    void seen(TimeSource time) {
        seenAtNanos = time.nanoTime();
    }

    /** A request about it was told that it is not there. */
    void missed() {
        seenAtNanos = null;
    }

    /** Whether it was there a short time ago. */
    boolean wasSeen(TimeSource time) {
        Long at = seenAtNanos;
        return at != null && time.nanoTime() - at < TRUSTED.toNanos();
    }
}
