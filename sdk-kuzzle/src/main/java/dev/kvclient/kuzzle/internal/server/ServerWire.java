package dev.kvclient.kuzzle.internal.server;

import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.WireRequest;
import java.util.function.Function;

/** Makes the messages of the controller {@code server} for a connection. */
@FunctionalInterface
public interface ServerWire {
    /**
     * A message without arguments, which changes nothing.
     *
     * @param x of the call that sends it
     * @param action its name on the wire
     * @param reader reads the frame of the answer
     */
    <T> WireRequest<T> message(Exchange x, String action, Function<byte[], T> reader);
}
