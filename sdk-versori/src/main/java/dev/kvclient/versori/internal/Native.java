package dev.kvclient.versori.internal;

import dev.kvclient.CallOptions;
import dev.kvclient.codec.KvCodec;
import dev.kvclient.error.KvException;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.NativeCommand;
import dev.kvclient.spi.Pipeline;
import dev.kvclient.spi.TimeSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Versori's own API on its way into the engine: each method makes one {@link Request}, which is then called or
 * submitted. The blocking and the asynchronous side make the same ones.
 */
record Native(Pipeline pipeline) {
    /**
     * What a method of the native API asks for.
     *
     * @param command carried out by the engine
     * @param options how
     * @param read makes what the caller sees of its result
     * @param <R> what carrying it out gives
     * @param <T> what the caller sees
     */
    record Request<R, T>(NativeCommand<R> command, CallOptions options, Function<R, T> read) {}

    /**
     * A command of the native API.
     *
     * @param operation its name
     * @param keys the keys that it names, as the lanes know them
     * @param effect what carrying it out does
     * @param barrier whether it touches keys that it does not name
     * @param weight about how many bytes of values it carries
     * @param work carries it out
     */
    record Command<R>(
            String operation,
            List<String> keys,
            Effect effect,
            boolean barrier,
            long weight,
            Function<Exchange, CompletionStage<R>> work)
            implements NativeCommand<R> {
        @Override
        public CompletionStage<R> run(Exchange exchange) {
            return work.apply(exchange);
        }
    }

    /** Carries it out and waits. */
    <R, T> T call(Request<R, T> request) {
        return pipeline.call(request.command(), request.options(), request.read());
    }

    /** Carries it out; what goes wrong, in making the request too, fails the future. */
    <T> CompletableFuture<T> submit(Supplier<? extends Request<?, T>> request) {
        Request<?, T> made;
        try {
            made = request.get();
        } catch (KvException e) {
            return CompletableFuture.failedFuture(e);
        }
        return submit(made);
    }

    private <R, T> CompletableFuture<T> submit(Request<R, T> request) {
        return pipeline.submit(request.command(), request.options(), request.read());
    }

    KvCodec codec() {
        return pipeline.codec();
    }

    TimeSource time() {
        return pipeline.time();
    }
}
