package dev.kvclient;

/** Where the link between a client and its backend stands. */
public enum ConnectionState {
    /** A connection is being made, for the first time or again. */
    CONNECTING,
    /** Requests can be sent. */
    CONNECTED,
    /** There is no connection; another attempt will be made. */
    DISCONNECTED,
    /** The client is closed. It stays so. */
    CLOSED
}
