package dev.kvclient.internal.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A future that may be waited for in a callback: the pool lets another thread run meanwhile, since what is waited for may
 * need one. Its dependents are such futures too.
 *
 * @param <T> the result
 */
public class ClientFuture<T> extends CompletableFuture<T> {
    /** A future that is not complete. */
    public ClientFuture() {}

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new ClientFuture<>();
    }

    @Override
    @SuppressWarnings("try") // the scope is there for its closing
    public T join() {
        try (Callbacks.Waiting scope = Callbacks.waitingUnless(isDone())) {
            return super.join();
        }
    }

    @Override
    @SuppressWarnings("try")
    public T get() throws InterruptedException, ExecutionException {
        try (Callbacks.Waiting scope = Callbacks.waitingUnless(isDone())) {
            return super.get();
        }
    }

    @Override
    @SuppressWarnings("try")
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        try (Callbacks.Waiting scope = Callbacks.waitingUnless(isDone())) {
            return super.get(timeout, unit);
        }
    }
}
