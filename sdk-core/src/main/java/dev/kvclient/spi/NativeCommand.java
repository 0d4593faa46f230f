package dev.kvclient.spi;

import java.util.concurrent.CompletionStage;

/**
 * A request of a backend's native API. It passes the same engine as the common ones; it is never stored on disk.
 *
 * @param <R> what carrying it out gives
 */
public non-sealed interface NativeCommand<R> extends KvCommand<R> {
    /** Carries it out. */
    CompletionStage<R> run(Exchange exchange);

    @Override
    default CompletionStage<R> dispatch(CommandHandler handler, Exchange exchange) {
        return run(exchange);
    }
}
