package dev.kvclient.kuzzle.internal.ms;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The result of a command of a transaction. To wait for it before the transaction is sent would never end. */
final class Pending<T> extends CompletableFuture<T> {
    private final AtomicBoolean sent;

    /**
     * Not complete yet.
     *
     * @param sent whether all commands are noted
     */
    Pending(AtomicBoolean sent) {
        this.sent = sent;
    }

    private void check() {
        if (!isDone() && !sent.get()) {
            throw Refused.wrong(MsAction.MEXECUTE, "a command has no result before the transaction is carried out");
        }
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        check();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        check();
        return super.get(timeout, unit);
    }

    @Override
    public T join() {
        check();
        return super.join();
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new Pending<>(sent);
    }
}
