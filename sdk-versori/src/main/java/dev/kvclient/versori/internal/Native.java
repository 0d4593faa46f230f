package dev.kvclient.versori.internal;

import dev.kvclient.codec.KvCodec;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.NativeCommand;
import dev.kvclient.spi.NativeFaces;
import dev.kvclient.spi.Pipeline;
import dev.kvclient.spi.TimeSource;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Versori's own API on its way into the engine: one class makes the calls, and both faces, the blocking and the
 * asynchronous one, carry the same ones out.
 */
record Native(Pipeline pipeline) {
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

    /** The face that waits. */
    <F> F blocking(Class<F> face, Object calls) {
        return NativeFaces.blocking(MethodHandles.lookup(), face, calls, pipeline);
    }

    /** The face with futures. */
    <F> F async(Class<F> face, Object calls) {
        return NativeFaces.async(MethodHandles.lookup(), face, calls, pipeline);
    }

    KvCodec codec() {
        return pipeline.codec();
    }

    TimeSource time() {
        return pipeline.time();
    }
}
