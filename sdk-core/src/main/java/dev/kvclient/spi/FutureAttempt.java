package dev.kvclient.spi;

import dev.kvclient.error.KvException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The attempt of a request that belongs to the adapter itself, such as one of its sign-in: nobody withdraws it, and its
 * end completes a future. The answer is read on the thread that brings it.
 *
 * @param result what is completed
 * @param <T> what the answer gives
 */
public record FutureAttempt<T>(CompletableFuture<T> result) implements WireAttempt<T> {
    /** An attempt for that future. */
    public FutureAttempt {
        Objects.requireNonNull(result, "result");
    }

    @Override
    public boolean withdrawn() {
        return false;
    }

    @Override
    public boolean sending() {
        return true;
    }

    @Override
    public void onWithdrawal(Runnable action) {
        // Nobody withdraws it: it ends with its connection.
    }

    @Override
    public void answered(Supplier<? extends T> read) {
        try {
            result.complete(read.get());
        } catch (RuntimeException | Error e) {
            // An Error too: nobody else would end the future, and the thread that reads has other answers to bring.
            result.completeExceptionally(e);
        }
    }

    @Override
    public void failed(KvException failure) {
        result.completeExceptionally(failure);
    }
}
