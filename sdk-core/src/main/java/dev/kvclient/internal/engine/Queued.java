package dev.kvclient.internal.engine;

import org.jspecify.annotations.Nullable;

/**
 * A place in the offline queue. Guarded by the lock of the {@link Gate}; linked into the rows of a {@link WaitingRoom}
 * by itself, since an entry of a collection would be as large again.
 */
final class Queued {
    final Call<?, ?> call;
    /** What goes on when it is let go; null for the call itself, which has not begun. */
    final @Nullable Runnable action;

    /** Whether something of it was sent before. */
    final boolean again;

    /** Whether nothing is before it in its lanes. */
    boolean open;
    /** Whether it must not be sent yet: its record is not on the disk, or it waits for its next try. */
    boolean held;

    Queued.@Nullable Row row;

    @Nullable
    Queued older;

    @Nullable
    Queued newer;

    boolean ready;

    @Nullable
    Queued readyBefore;

    @Nullable
    Queued readyBehind;

    Queued(Call<?, ?> call, @Nullable Runnable action, boolean again) {
        this.call = call;
        this.action = action;
        this.again = again;
    }

    /** Since when its call waits, by the monotonic clock. */
    long sinceNanos() {
        return call.queuedNanos;
    }

    /** The rows by age. A request stands in one of them for as long as it is in the queue. */
    enum Row {
        /** Their callers wait; by age. */
        CALLERS,
        /** They have been sent before, and go first. In no order of age. */
        AGAIN,
        /** They are on the disk, and nobody waits for them; by age. */
        ACCEPTED
    }
}
