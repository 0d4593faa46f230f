package dev.kvclient.testkit.proxy;

/** How a {@link FaultProxy} ends a connection, towards the client and towards the server alike. */
public enum Cut {
    /**
     * As a peer that closes in good order: what was passed on arrives, then the stream ends ({@code read} gives -1).
     * What the other end still sends is read and dropped for a second at most, so that no reset overtakes the end.
     */
    FIN,

    /**
     * As a peer that has died or gives up: {@code read} and {@code write} fail with "Connection reset". What was passed
     * on and not yet received may be lost.
     */
    RST
}
