package dev.kvclient.kuzzle.internal.ms;

import dev.kvclient.kuzzle.internal.KuzzleMessage;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.NativeCommand;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * An action with its arguments, as a command of the engine.
 *
 * @param keys what it is about, each as often as it is named
 * @param barrier whether it touches keys that it does not name
 * @param absolute whether what it leaves behind does not depend on what was there, so that it may stand among others in
 *     a transaction that is repeated
 * @param arguments writes them, at the top level of a request or within a member of a transaction
 */
record MsCall<R>(
        MsWire wire,
        MsAction action,
        Effect effect,
        List<String> keys,
        boolean barrier,
        boolean absolute,
        long weight,
        KuzzleMessage.Arguments arguments,
        Decode<R> decode)
        implements NativeCommand<R> {
    @Override
    public String operation() {
        return "ms:" + action.wireName();
    }

    @Override
    public List<String> lanes() {
        return keys.stream().distinct().toList();
    }

    @Override
    public CompletionStage<R> run(Exchange x) {
        return x.send(
                wire.message(x, action.wireName(), effect, keys, arguments, parser -> decode.of(Tree.read(parser))));
    }

    /** Names the action and the keys, no argument. */
    @Override
    public String toString() {
        return operation() + keys;
    }
}
