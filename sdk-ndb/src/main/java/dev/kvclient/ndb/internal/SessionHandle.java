package dev.kvclient.ndb.internal;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.Outcome;
import dev.kvclient.ndb.NdbToken;
import java.security.SecureRandom;

/** A session of the server, as long as the application holds on to it. Safe for use by many threads. */
final class SessionHandle {
    /** SessionNotExist. */
    private static final int NO_SESSION = 100;

    /** Makes of tokens what can be shown: which lanes are those of one session, but not the token. */
    private static final long SALT = new SecureRandom().nextLong();

    private final String name;
    private final NdbToken token;
    private final String lane;
    private volatile boolean closed;

    SessionHandle(String name, NdbToken token) {
        this.name = name;
        this.token = token;
        this.lane = Integer.toHexString(shown(token.bits())) + ":";
    }

    /** The upper half of a mixture (the last steps of splitmix64): no token can be had from it without the salt. */
    private static int shown(long bits) {
        long mixed = bits ^ SALT;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return (int) ((mixed ^ (mixed >>> 31)) >>> 32);
    }

    String name() {
        return name;
    }

    NdbToken token() {
        return token;
    }

    /** The lane of a key: keys of other sessions have others. */
    String lane(String key) {
        return lane + key;
    }

    void close() {
        closed = true;
    }

    /**
     * Lets a call pass that begins now.
     *
     * @throws KvClosedException if the handle is closed
     */
    void requireOpen(String operation) {
        if (closed) {
            throw new KvClosedException(
                    Failure.of(Outcome.NOT_SENT, "the handle on the session \"" + name + "\" is closed")
                            .backend("ndb")
                            .operation(operation));
        }
    }

    /** Says which session there is not. */
    KvException describe(KvException e) {
        Failure f = e.failure();
        if (!(e instanceof KvNotFoundException) || f.status().orElse(0) != NO_SESSION) {
            return e;
        }
        return new KvNotFoundException(
                Failure.of(f.outcome(), "the session \"" + name + "\" does not exist: it has expired, or was ended")
                        .backend("ndb")
                        .backendCode(f.backendCode().orElse(null))
                        .status(NO_SESSION)
                        .attempts(f.attempts())
                        .nativeError(f.nativeError().orElse(null)));
    }
}
