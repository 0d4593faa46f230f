package dev.kvclient.internal.engine;

import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the caller of an asynchronous call holds. Cancelling it withdraws the call, and so does completing it, which is
 * what {@code orTimeout} and {@code completeOnTimeout} do.
 */
final class CallFuture<T> extends CompletableFuture<T> {
    private final Call<?, T> call;

    CallFuture(Call<?, T> call) {
        this.call = call;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return withdrawIf(super.cancel(mayInterruptIfRunning));
    }

    @Override
    public boolean completeExceptionally(Throwable thrown) {
        return withdrawIf(super.completeExceptionally(thrown));
    }

    @Override
    public boolean complete(T value) {
        return withdrawIf(super.complete(value));
    }

    private boolean withdrawIf(boolean completedByCaller) {
        if (completedByCaller) {
            // Whoever looks at the events sees why; the caller knows.
            call.withdrawByCaller(KvClosedException::new, "withdrawn by the caller");
        }
        return completedByCaller;
    }

    @SuppressWarnings("NullAway") // a call that has no failure has a value
    void settleWith(@Nullable T value, @Nullable KvException failure) {
        if (failure == null) {
            super.complete(value);
        } else {
            super.completeExceptionally(failure);
        }
    }
}
