package dev.kvclient.kuzzle.internal;

import dev.kvclient.kuzzle.internal.server.ServerWire;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.WireRequest;
import java.util.List;
import java.util.function.Function;

/** Messages of the controller {@code server} over a transport, with the attributes of their call. */
record ServerMessages(KuzzleTransport transport) implements ServerWire {
    @Override
    public <T> WireRequest<T> message(Exchange x, String action, Function<byte[], T> reader) {
        return KuzzleMessage.whole(
                transport, x, "server", action, Effect.READ, List.of(), KuzzleMessage.Arguments.NONE, reader);
    }
}
