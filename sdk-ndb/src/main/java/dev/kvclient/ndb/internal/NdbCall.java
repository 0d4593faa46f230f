package dev.kvclient.ndb.internal;

import dev.kvclient.error.KvException;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.Futures;
import dev.kvclient.spi.NativeCommand;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A call of the native API as a command of the engine: which servers have it, what it waits for, and what it sends.
 * Immutable: the methods that change something give a new one.
 *
 * @param dialect what the server speaks, known when the call sets out
 * @param operation the name on the wire, of the command that matters if there are several
 * @param keys what it is about, for messages and events
 * @param lanes whose order it keeps, each once
 * @param describe says more about what went wrong
 */
record NdbCall<R>(
        Supplier<Dialect> dialect,
        String operation,
        Effect effect,
        Need need,
        List<String> keys,
        List<String> lanes,
        boolean barrier,
        long weight,
        UnaryOperator<KvException> describe,
        Body<R> body)
        implements NativeCommand<R> {
    /** What a call sends. */
    @FunctionalInterface
    interface Body<R> {
        CompletionStage<R> run(Exchange exchange, Dialect dialect);
    }

    /** A call that keeps to no order. */
    static <R> NdbCall<R> of(NdbApi api, String operation, Effect effect, Need need, Body<R> body) {
        return new NdbCall<>(
                api.dialect(), operation, effect, need, List.of(), List.of(), false, 0, UnaryOperator.identity(), body);
    }

    /** Waits for what was done before in these lanes. */
    NdbCall<R> inLanes(List<String> names) {
        return new NdbCall<>(dialect, operation, effect, need, keys, names, barrier, weight, describe, body);
    }

    /** Touches what it does not name. */
    NdbCall<R> asBarrier() {
        return new NdbCall<>(dialect, operation, effect, need, keys, lanes, true, weight, describe, body);
    }

    /** Carries so many bytes of values. */
    NdbCall<R> weighing(long bytes) {
        return new NdbCall<>(dialect, operation, effect, need, keys, lanes, barrier, bytes, describe, body);
    }

    /** Is about these, which is told if it fails. */
    NdbCall<R> about(List<String> names) {
        return new NdbCall<>(dialect, operation, effect, need, names, lanes, barrier, weight, describe, body);
    }

    /** Is about that, which is told if it fails. */
    NdbCall<R> about(String name) {
        return about(List.of(name));
    }

    /** Says more about what went wrong. */
    NdbCall<R> describing(UnaryOperator<KvException> more) {
        return new NdbCall<>(
                dialect,
                operation,
                effect,
                need,
                keys,
                lanes,
                barrier,
                weight,
                e -> more.apply(describe.apply(e)),
                body);
    }

    @Override
    public CompletionStage<R> run(Exchange exchange) {
        Dialect now = dialect.get();
        need.require(operation, now);
        return body.run(exchange, now).exceptionally(thrown -> {
            Throwable cause = Futures.cause(thrown);
            throw cause instanceof KvException e ? describe.apply(e) : new CompletionException(cause);
        });
    }

    /** The operation and what it is about: what is sent may hold values and tokens. */
    @Override
    public String toString() {
        return operation + keys;
    }
}
