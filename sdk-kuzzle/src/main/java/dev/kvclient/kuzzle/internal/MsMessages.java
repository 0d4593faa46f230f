package dev.kvclient.kuzzle.internal;

import dev.kvclient.kuzzle.KuzzleAttributes;
import dev.kvclient.kuzzle.internal.ms.MsWire;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.WireRequest;
import java.util.List;

/** Messages of the memory storage over a transport, with the attributes of their call. */
record MsMessages(KuzzleTransport transport) implements MsWire {
    @Override
    public <T> WireRequest<T> message(
            Exchange x,
            String action,
            Effect effect,
            List<String> keys,
            KuzzleMessage.Arguments arguments,
            ResultReader<T> reader) {
        return new KuzzleMessage<>(
                transport,
                "ms",
                action,
                effect,
                keys,
                arguments,
                reader,
                x.attribute(KuzzleAttributes.VOLATILE).orElse(null),
                x.attribute(KuzzleAttributes.TRIGGER_EVENTS).orElse(false));
    }
}
