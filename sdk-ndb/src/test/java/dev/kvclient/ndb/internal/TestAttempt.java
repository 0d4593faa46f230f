package dev.kvclient.ndb.internal;

import dev.kvclient.error.KvException;
import dev.kvclient.spi.WireAttempt;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An attempt that keeps what became of it, and may be withdrawn as by a deadline. For one thread. */
final class TestAttempt<T> implements WireAttempt<T> {
    private final List<Runnable> onWithdrawal = new ArrayList<>();
    private boolean withdrawn;
    private boolean sent;
    private int ends;
    private @Nullable T value;
    private @Nullable KvException failure;

    /** The caller does not wait any more. */
    void withdraw() {
        withdrawn = true;
        onWithdrawal.forEach(Runnable::run);
    }

    boolean isSent() {
        return sent;
    }

    /** How often it was ended, which must not be more than once. */
    int ends() {
        return ends;
    }

    boolean isOpen() {
        return ends == 0;
    }

    /** What the answer gave. */
    T value() {
        if (value == null) {
            throw new AssertionError("no answer, but " + (failure == null ? "nothing yet" : failure));
        }
        return value;
    }

    /** Why it failed. */
    KvException failure() {
        if (failure == null) {
            throw new AssertionError("no failure, but " + value);
        }
        return failure;
    }

    @Override
    public boolean withdrawn() {
        return withdrawn;
    }

    @Override
    public boolean sending() {
        if (!withdrawn) {
            sent = true;
        }
        return !withdrawn;
    }

    @Override
    public void onWithdrawal(Runnable action) {
        onWithdrawal.add(action);
        if (withdrawn) {
            action.run();
        }
    }

    @Override
    public void answered(Supplier<? extends T> read) {
        ends++;
        try {
            value = read.get();
        } catch (KvException e) {
            failure = e;
        }
    }

    @Override
    public void failed(KvException why) {
        ends++;
        failure = why;
    }
}
