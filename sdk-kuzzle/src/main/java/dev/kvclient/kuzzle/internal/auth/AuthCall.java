package dev.kvclient.kuzzle.internal.auth;

import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.NativeCommand;
import dev.kvclient.spi.WireRequest;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * An action with its arguments, as a command of the engine. It has no key.
 *
 * @param request makes its request
 */
record AuthCall<R>(AuthAction action, long weight, Function<Exchange, WireRequest<R>> request)
        implements NativeCommand<R> {
    @Override
    public String operation() {
        return action.operation();
    }

    @Override
    public List<String> keys() {
        return List.of();
    }

    @Override
    public Effect effect() {
        return action.effect();
    }

    @Override
    public CompletionStage<R> run(Exchange x) {
        return x.send(request.apply(x));
    }

    /** Names the action, no argument. */
    @Override
    public String toString() {
        return operation();
    }
}
