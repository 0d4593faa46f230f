package dev.kvclient.testkit.storm;

import dev.kvclient.AsyncKvOperations;
import dev.kvclient.KvOperations;
import dev.kvclient.error.KvException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How an operation is made: by a call that blocks or by one that gives a future, with these options or those. */
interface Way {
    /**
     * Makes it.
     *
     * @param blocking the call that blocks
     * @param async the call that gives a future
     * @param placed to be told when that call has returned
     * @param end to be told once how it ended
     */
    <T> void go(
            Function<KvOperations, T> blocking,
            Function<AsyncKvOperations, CompletableFuture<T>> async,
            Runnable placed,
            BiConsumer<@Nullable T, @Nullable Throwable> end);

    /** By a call that blocks. */
    static Way blocking(KvOperations kv) {
        return new Way() {
            @Override
            public <T> void go(
                    Function<KvOperations, T> blocking,
                    Function<AsyncKvOperations, CompletableFuture<T>> async,
                    Runnable placed,
                    BiConsumer<@Nullable T, @Nullable Throwable> end) {
                T result;
                try {
                    result = blocking.apply(kv);
                } catch (KvException e) {
                    end.accept(null, e);
                    return;
                }
                end.accept(result, null);
            }
        };
    }
}
