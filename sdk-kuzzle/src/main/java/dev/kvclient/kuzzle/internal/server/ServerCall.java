package dev.kvclient.kuzzle.internal.server;

import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.NativeCommand;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * An action of the controller {@code server} as a command of the engine.
 *
 * @param reader reads the frame of the answer
 */
record ServerCall<R>(ServerWire wire, String action, Function<byte[], R> reader) implements NativeCommand<R> {
    @Override
    public String operation() {
        return "server:" + action;
    }

    @Override
    public Effect effect() {
        return Effect.READ;
    }

    @Override
    public CompletionStage<R> run(Exchange x) {
        return x.send(wire.message(x, action, reader));
    }
}
