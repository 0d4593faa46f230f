package dev.kvclient.testkit.ndb.engine;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** Tokens of sessions: unsigned numbers of 64 bits, held in a long. */
final class Tokens {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final int BYTE = 0xFF;

    private Tokens() {}

    /** Reads a bare integer from 0 to 2^64-1; nothing else is a token. */
    static OptionalLong read(Object value) {
        if (value instanceof Long number && number >= 0) {
            return OptionalLong.of(number);
        }
        return value instanceof BigInteger number ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
    }

    /** Returns a token as a value of JSON. */
    static Object value(long token) {
        return token >= 0 ? (Object) token : new BigInteger(Long.toUnsignedString(token));
    }

    /** The token of a shared session: a hash of its name, the same on every server. */
    static long ofShared(String name) {
        long hash = FNV_OFFSET;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & BYTE)) * FNV_PRIME;
        }
        return hash;
    }
}
