package dev.kvclient.internal.view;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The future of a work of several requests: ending it early withdraws the one that is under way. */
final class LinkedFuture<T> extends CompletableFuture<T> {
    private volatile @Nullable Future<?> underWay;

    /** Makes the next request, unless nobody waits any more. */
    <X> CompletableFuture<X> follow(Supplier<CompletableFuture<X>> next) {
        if (isDone()) {
            return CompletableFuture.failedFuture(new CancellationException());
        }
        CompletableFuture<X> request = next.get();
        underWay = request;
        if (isDone()) {
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
        return withdrawIf(super.cancel(mayInterruptIfRunning));
    }

    @Override
    public boolean complete(T value) {
        return withdrawIf(super.complete(value));
    }

    /** Also by {@code orTimeout}. When the work itself ends so, there is nothing under way to withdraw. */
    @Override
    public boolean completeExceptionally(Throwable thrown) {
        return withdrawIf(super.completeExceptionally(thrown));
    }

    private boolean withdrawIf(boolean ended) {
        Future<?> request = underWay;
        if (ended && request != null) {
            request.cancel(false);
        }
        return ended;
    }
}
