package dev.kvclient.kuzzle.ms;

import dev.kvclient.CallOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * {@link KuzzleMemoryStorage} with futures, which are completed as {@link dev.kvclient.AsyncKvOperations} says. What is
 * refused fails the future, too; only null arguments throw.
 */
public interface KuzzleAsyncMemoryStorage
        extends KuzzleAsyncStrings,
                KuzzleAsyncBits,
                KuzzleAsyncKeys,
                KuzzleAsyncHashes,
                KuzzleAsyncLists,
                KuzzleAsyncSets,
                KuzzleAsyncSortedSets,
                KuzzleAsyncGeo,
                KuzzleAsyncHyperLogLogs,
                KuzzleAsyncDatabase {
    /** See {@link KuzzleMemoryStorage#mexecute(Consumer)}. The futures of the commands are complete before this one. */
    CompletableFuture<KuzzleTransactionResult> mexecute(Consumer<? super KuzzleTransaction> commands);

    /**
     * See {@link KuzzleMemoryStorage#mexecuteResult(Function)}. To withdraw the transaction, use {@link #mexecute} and
     * cancel its future: this one only follows it.
     */
    default <T> CompletableFuture<T> mexecuteResult(
            Function<? super KuzzleTransaction, CompletableFuture<T>> commands) {
        AtomicReference<CompletableFuture<T>> wanted = new AtomicReference<>();
        return mexecute(tx -> wanted.set(commands.apply(tx))).thenCompose(result -> {
            result.orThrow();
            return wanted.get();
        });
    }

    /** See {@link KuzzleMemoryStorage#with(CallOptions)}. */
    KuzzleAsyncMemoryStorage with(CallOptions options);

    /** See {@link #with(CallOptions)}. */
    default KuzzleAsyncMemoryStorage with(UnaryOperator<CallOptions> options) {
        return with(options.apply(CallOptions.none()));
    }
}
