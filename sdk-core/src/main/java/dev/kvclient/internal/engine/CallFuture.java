package dev.kvclient.internal.engine;

import dev.kvclient.error.KvClosedException;
import org.jspecify.annotations.Nullable;

/** What the caller of an asynchronous call holds. Cancelling it withdraws the call. */
final class CallFuture<T> extends ClientFuture<T> {
    private final Call<?, T> call;

    CallFuture(Call<?, T> call) {
        this.call = call;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled) {
            // Whoever looks at the events sees why; the caller sees a CancellationException.
            call.withdraw(KvClosedException::new, "cancelled by the caller");
        }
        return cancelled;
    }

    @SuppressWarnings("NullAway") // a call that has no failure has a value
    void settleWith(@Nullable T value) {
        complete(value);
    }
}
