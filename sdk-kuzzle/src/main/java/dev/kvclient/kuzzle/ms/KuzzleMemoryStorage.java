package dev.kvclient.kuzzle.ms;

import dev.kvclient.CallOptions;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Kuzzle's memory storage, which is a Redis: a method for each action of the controller {@code ms}, under its own name,
 * over the connection of a client and with its deadlines, retry, order and events.
 *
 * <pre>{@code
 * KuzzleMemoryStorage ms = kv.unwrap(KuzzleClient.class).ms();
 * ms.zadd("scores", 42, "ada");
 * List<ScoredMember> best = ms.zrevrangeWithScores("scores", 0, 9);
 * }</pre>
 *
 * <p><b>Values.</b> Redis keeps strings. Where an action takes a value, a {@code String} is stored as it is and
 * anything else as JSON text, as the client's codec writes it; the server itself would store an object as
 * {@code [object Object]}. Values are read as {@code String}, or as a type: parsed as JSON, or else taken as the
 * content of a JSON string. The client's {@link dev.kvclient.kuzzle.ValueFormat} makes no difference here, so that what
 * the common API has stored with {@code ValueFormat.JSON} shows its quotes. Members of sets, fields of hashes and other
 * names are strings.
 *
 * <p><b>What is refused here</b>, with a {@link dev.kvclient.error.KvRequestException} and nothing sent: empty keys and
 * lone surrogates; no keys, fields, members or values at all where Redis needs one; integers from 2^53 on, which the
 * server would round; expiries below 1; and what else an action says. What cannot be written as a value is a
 * {@link dev.kvclient.error.KvSerializationException}.
 *
 * <p><b>What the server refuses</b>: what a key holds is of another kind (WRONGTYPE), no number, out of range and the
 * like, a {@link dev.kvclient.error.KvRequestException}; everything else as {@link dev.kvclient.KvOperations} says.
 *
 * <p><b>Once or twice.</b> An action that changes nothing, or nothing further when it is carried out once more, is sent
 * again if its answer was lost; others are not. A number or a flag, such as how many members were added, is then what
 * the second time gave. The table in {@code docs/kuzzle.md} says which action is which.
 *
 * <p><b>Order.</b> Actions that write a key take effect in the order of the calls; those that touch keys they do not
 * name ({@code keys}, {@code scan}, {@code dbsize}, {@code randomkey}, {@code sort} by other keys) wait for all earlier
 * writes, and {@code flushdb} makes everything behind it wait too.
 *
 * <p>Safe for use by many threads. It ends with the client that it came from.
 */
public interface KuzzleMemoryStorage
        extends KuzzleStrings,
                KuzzleBits,
                KuzzleKeys,
                KuzzleHashes,
                KuzzleLists,
                KuzzleSets,
                KuzzleSortedSets,
                KuzzleGeo,
                KuzzleHyperLogLogs,
                KuzzleDatabase {
    /**
     * Carries commands out as one transaction ({@code mexecute}): nothing comes between them, and either all are
     * carried out or none. A command that Redis refuses, such as one about a key that holds something else, fails
     * alone: the others take effect, for Redis does not roll back.
     *
     * <pre>{@code
     * KuzzleTransactionResult result = ms.mexecute(tx -> {
     *     tx.rpoplpush("todo", "doing");
     *     tx.incr("started");
     * });
     * }</pre>
     *
     * @param commands calls the methods of the transaction; run at once, on the calling thread. What it throws is
     *     thrown here, and nothing is sent. The futures that the methods return are complete when this method returns;
     *     to wait for one before that fails
     * @return what became of the commands
     * @throws dev.kvclient.error.KvException if the transaction as a whole has failed
     */
    KuzzleTransactionResult mexecute(Consumer<? super KuzzleTransaction> commands);

    /**
     * The same for a transaction that is to succeed as a whole, and of which a result is wanted:
     *
     * <pre>{@code
     * long hits = ms.mexecuteResult(tx -> {
     *     tx.set("hits", 0, SetArgs.none().nx().ex(Duration.ofMinutes(1)));
     *     return tx.incr("hits");
     * });
     * }</pre>
     *
     * @param commands as above; returns the future of one of its commands, or what was made of several of them with the
     *     methods of the future
     * @return what that future gives; null if it gives null
     * @throws dev.kvclient.error.KvBatchException if a command was refused; the others took effect
     * @throws dev.kvclient.error.KvException if the transaction as a whole has failed
     */
    default <T> T mexecuteResult(Function<? super KuzzleTransaction, CompletableFuture<T>> commands) {
        AtomicReference<CompletableFuture<T>> wanted = new AtomicReference<>();
        mexecute(tx -> wanted.set(commands.apply(tx))).orThrow();
        return Objects.requireNonNull(wanted.get()).join();
    }

    /**
     * The same, with these options for each request: how long it may take, whether it may wait while the client is
     * offline, {@link dev.kvclient.kuzzle.KuzzleAttributes} and so on.
     */
    KuzzleMemoryStorage with(CallOptions options);

    /** See {@link #with(CallOptions)}. */
    default KuzzleMemoryStorage with(UnaryOperator<CallOptions> options) {
        return with(options.apply(CallOptions.none()));
    }

    /** The same with futures. */
    KuzzleAsyncMemoryStorage async();
}
