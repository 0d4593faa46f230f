package dev.kvclient.spi;

/** What a backend promises of the order in which it carries out what one connection sends. */
public enum WriteOrdering {
    /** Nothing: one write of a key may be under way at a time. */
    ONE_AT_A_TIME,
    /** It keeps the order of sending: writes of one key may follow each other without waiting. */
    IN_ORDER_OF_SENDING
}
