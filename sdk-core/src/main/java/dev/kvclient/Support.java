package dev.kvclient;

/** How well a backend supports a {@link Capability}. */
public enum Support {
    /** The backend does it itself. */
    NATIVE,
    /** The client does it with several requests, at a cost and with a guarantee that the report names. */
    EMULATED,
    /** Not at all: asking for it throws {@link dev.kvclient.error.KvUnsupportedException} before any I/O. */
    UNSUPPORTED
}
