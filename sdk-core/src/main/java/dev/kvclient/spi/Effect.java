package dev.kvclient.spi;

/** What carrying a request out does, and so whether it may be carried out twice. */
public enum Effect {
    /** Nothing changes. */
    READ,
    /** Something changes, and once more changes nothing further: an unconditional set, a delete. */
    IDEMPOTENT_WRITE,
    /** Once more would be once too often: a counter, a conditional write. */
    WRITE
}
