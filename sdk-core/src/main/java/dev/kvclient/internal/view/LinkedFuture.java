package dev.kvclient.internal.view;

import dev.kvclient.internal.engine.ClientFuture;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The future of a work of several requests: cancelling it withdraws the one that is under way. */
final class LinkedFuture<T> extends ClientFuture<T> {
    private volatile @Nullable Future<?> underWay;

    /** Notes the request that is under way now. */
    <X> CompletableFuture<X> follow(CompletableFuture<X> request) {
        underWay = request;
        if (isCancelled()) {
            request.cancel(false);
        }
        return request;
    }

    /** Ends as that ends, with its bare exception. */
    @SuppressWarnings("NullAway") // of a value and an exception, one is there
    void endWith(CompletionStage<T> last) {
        last.whenComplete((value, thrown) -> {
            if (thrown == null) {
                complete(value);
            } else {
                completeExceptionally(
                        thrown instanceof CompletionException && thrown.getCause() != null
                                ? thrown.getCause()
                                : thrown);
            }
        });
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        Future<?> request = underWay;
        if (cancelled && request != null) {
            request.cancel(mayInterruptIfRunning);
        }
        return cancelled;
    }
}
