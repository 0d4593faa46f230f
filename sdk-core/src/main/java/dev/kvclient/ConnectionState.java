package dev.kvclient;

/** Where the link between a client and its backend stands. */
public enum ConnectionState {
    /** A connection is being made, for the first time or again. */
    CONNECTING,
    /** Requests can be sent. */
    CONNECTED,
    /** There is no connection; another attempt will be made. */
    DISCONNECTED,
    /**
     * The connection is given up for good, because what answers cannot be talked to: NDB of another generation than
     * before. Requests fail with the reason; what is left is to close the client.
     */
    FAILED,
    /** The client is closed. It stays so. */
    CLOSED
}
