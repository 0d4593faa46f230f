package dev.kvclient.ndb.internal;

import dev.kvclient.error.KvException;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.ndb.NdbToken;
import dev.kvclient.spi.WireAttempt;
import java.util.function.Supplier;

/**
 * The attempt of a request in the client's own session. If somebody has ended that session, the next attempt opens it
 * again: it was refused, so it changed nothing.
 */
record InOwnSession<T>(WireAttempt<T> attempt, OwnSession own, NdbToken token) implements WireAttempt<T> {
    /** SessionNotExist. */
    private static final int NO_SESSION = 100;

    @Override
    public boolean withdrawn() {
        return attempt.withdrawn();
    }

    @Override
    public boolean sending() {
        return attempt.sending();
    }

    @Override
    public void onWithdrawal(Runnable action) {
        attempt.onWithdrawal(action);
    }

    @Override
    public void answered(Supplier<? extends T> read) {
        attempt.answered(() -> read(read));
    }

    private T read(Supplier<? extends T> read) {
        try {
            return read.get();
        } catch (KvNotFoundException e) {
            throw describe(e);
        }
    }

    @Override
    public void failed(KvException failure) {
        attempt.failed(describe(failure));
    }

    private KvException describe(KvException failure) {
        if (failure.failure().status().orElse(0) != NO_SESSION) {
            return failure;
        }
        own.ended(token);
        return failure.with(f -> f.retryable(true));
    }
}
