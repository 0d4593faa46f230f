package dev.kvclient.internal.engine;

import dev.kvclient.offline.OfflineOptions;
import dev.kvclient.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ends what waits for too long in the offline queue, by one timer for all. Guarded by the lock of the queue. */
final class Expiry {
    private final TimeSource time;
    private final OfflineOptions options;
    private final WaitingRoom room;
    private final Runnable onTime;
    private TimeSource.@Nullable Cancellable timer;
    private long timerNanos;

    /** The action is run when it is time to {@linkplain #over look}, without the lock. */
    Expiry(TimeSource time, OfflineOptions options, WaitingRoom room, Runnable onTime) {
        this.time = time;
        this.options = options;
        this.room = room;
        this.onTime = onTime;
    }

    /** One more waits. */
    void watch(Queued one) {
        long at = expiresAt(one);
        if (at == Long.MAX_VALUE || (timer != null && timerNanos - at <= 0)) {
            return;
        }
        cancel();
        timerNanos = at;
        timer = time.schedule(Duration.ofNanos(Math.max(0, at - time.nanoTime())), onTime);
    }

    void cancel() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** Those whose time is over, which are still in the room; watches the others. */
    List<Queued> over() {
        timer = null;
        List<Queued> over = new ArrayList<>();
        long now = time.nanoTime();
        for (Queued.Row row : Queued.Row.values()) {
            Queued one = room.oldest(row);
            while (one != null) {
                long at = expiresAt(one);
                boolean isOver = at != Long.MAX_VALUE && at - now <= 0;
                if (isOver) {
                    over.add(one);
                } else {
                    watch(one);
                }
                // Those behind it are younger, but not among what was sent before.
                one = isOver || row == Queued.Row.AGAIN ? one.newer : null;
            }
        }
        return over;
    }

    /** How long such a request may wait. */
    Optional<Duration> limit(Queued one) {
        return one.call.isTold() ? options.acceptedTtl() : Optional.of(options.ttl());
    }

    private long expiresAt(Queued one) {
        return limit(one).map(limit -> one.sinceNanos() + Nanos.of(limit)).orElse(Long.MAX_VALUE);
    }
}
