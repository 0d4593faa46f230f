package dev.kvclient.spi;

/** The result of a command that has none. */
public enum Ack {
    /** It is done. */
    DONE
}
