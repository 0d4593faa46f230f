package dev.kvclient.ndb.internal;

import dev.kvclient.CallOptions;
import dev.kvclient.ndb.NdbGeneration;
import dev.kvclient.ndb.NdbToken;
import dev.kvclient.transport.WebSocketSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** What the native API needs of a client, without a server. */
final class Unconnected {
    /** The token of the client's own session. */
    static final NdbToken OWN = NdbToken.of(7);

    private Unconnected() {}

    static NdbConnection connection(NdbGeneration generation) {
        return connection(generation, false, false);
    }

    static NdbConnection connection(NdbGeneration generation, boolean savableKeysOnly, boolean allowSavePaths) {
        return new NdbConnection(new NdbSettings(
                WebSocketSettings.builder(URI.create("ws://127.0.0.1:1987")),
                "ndb://127.0.0.1:1987",
                Optional.of(generation),
                Optional.empty(),
                OptionalInt.empty(),
                "kvclient",
                64,
                1 << 20,
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                1_000_000,
                savableKeysOnly,
                allowSavePaths));
    }

    /** The native API over a server that is played by the exchange. */
    static NdbApi api(FakeExchange exchange) {
        return api(exchange, connection(exchange.dialect().generation()));
    }

    static NdbApi api(FakeExchange exchange, NdbConnection connection) {
        return new NdbApi(connection, exchange::dialect, new FakePipeline(exchange), CallOptions.none());
    }
}
