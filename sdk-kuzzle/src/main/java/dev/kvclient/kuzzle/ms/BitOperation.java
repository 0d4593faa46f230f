package dev.kvclient.kuzzle.ms;

/** How {@code bitop} combines strings, bit by bit. */
public enum BitOperation {
    /** Set where it is set in all. */
    AND,
    /** Set where it is set in one of them. */
    OR,
    /** Set where it is set in an odd number of them. */
    XOR,
    /** Set where it is not set: of one string only. */
    NOT
}
