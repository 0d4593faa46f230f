package dev.kvclient.kuzzle.internal.ms;

import dev.kvclient.kuzzle.internal.KuzzleMessage;
import dev.kvclient.kuzzle.internal.ResultReader;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.WireRequest;
import java.util.List;

/** Makes the messages of the memory storage for a connection. */
@FunctionalInterface
public interface MsWire {
    /**
     * A message.
     *
     * @param x of the call that sends it
     * @param action its name on the wire
     * @param keys for messages and events
     */
    <T> WireRequest<T> message(
            Exchange x,
            String action,
            Effect effect,
            List<String> keys,
            KuzzleMessage.Arguments arguments,
            ResultReader<T> reader);
}
