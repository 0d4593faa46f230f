package dev.kvclient.ndb;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;

/**
 * The token of a session: an unsigned number of 64 bits, and a secret, for whoever has it has the session. Its text
 * form does not show it. Immutable.
 */
public final class NdbToken {
    private final long bits;

    private NdbToken(long bits) {
        this.bits = bits;
    }

    /** A token by its 64 bits, which count as unsigned. */
    public static NdbToken of(long bits) {
        return new NdbToken(bits);
    }

    /**
     * A token by its digits.
     *
     * @throws KvRequestException if they are no unsigned number of 64 bits
     */
    public static NdbToken parse(String digits) {
        try {
            return new NdbToken(Long.parseUnsignedLong(digits));
        } catch (NumberFormatException e) {
            // Without the cause, whose message shows the token.
            throw new KvRequestException(Failure.of(Outcome.NOT_SENT, "a token is a whole number from 0 to 2^64 - 1"));
        }
    }

    /** The 64 bits, to be taken as unsigned. A secret. */
    public long bits() {
        return bits;
    }

    /** The digits, to keep the token somewhere. A secret. */
    public String digits() {
        return Long.toUnsignedString(bits);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NdbToken that && bits == that.bits;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(bits);
    }

    /** Does not show the token. */
    @Override
    public String toString() {
        return "NdbToken[...]";
    }
}
