package dev.kvclient.kuzzle.internal;

import dev.kvclient.CallOptions;
import dev.kvclient.codec.KvCodec;
import dev.kvclient.kuzzle.KuzzleBackend;
import dev.kvclient.spi.KvCommand;
import dev.kvclient.spi.Pipeline;
import dev.kvclient.spi.TimeSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Carries commands out over a {@link FakeExchange}, without an engine. */
record FakePipeline(FakeExchange exchange) implements Pipeline {
    @Override
    public <R, T> T call(KvCommand<R> command, CallOptions options, Function<R, T> read) {
        try {
            return submit(command, options, read).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    @Override
    public <R, T> CompletableFuture<T> submit(KvCommand<R> command, CallOptions options, Function<R, T> read) {
        exchange.options(options);
        return command.dispatch(
                        KuzzleBackend.builder()
                                .endpoint("localhost", 7512)
                                .build()
                                .commands(),
                        exchange)
                .thenApply(read)
                .toCompletableFuture();
    }

    @Override
    public KvCodec codec() {
        return KvCodec.standard();
    }

    @Override
    public Executor callbacks() {
        return Runnable::run;
    }

    @Override
    public TimeSource time() {
        return exchange.time();
    }
}
