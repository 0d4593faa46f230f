package dev.kvclient.testkit.versori;

/** Is told of every request that a {@link VersoriServer} gets. Must be safe for several threads. */
@FunctionalInterface
public interface ExchangeListener {

    /**
     * A request has come, and this is what it will be answered. Called once a request, on a thread of the server,
     * before the first byte of the answer is sent: when a client has its answer, this has returned. Must not throw.
     *
     * @param exchange both
     */
    void exchanged(HttpExchange exchange);
}
