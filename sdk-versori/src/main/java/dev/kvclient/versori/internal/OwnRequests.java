package dev.kvclient.versori.internal;

import dev.kvclient.error.KvException;
import dev.kvclient.spi.FutureAttempt;
import dev.kvclient.spi.WireAttempt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Sends requests of the adapter's own, once each, whether there is a way or not: they are what finds out. Until it is
 * told to stop. Safe for use by many threads.
 */
final class OwnRequests implements Sender {
    private final VersoriHttp http;
    private final List<Runnable> withdrawals = new ArrayList<>();
    private boolean stopped;

    OwnRequests(VersoriHttp http) {
        this.http = http;
    }

    @Override
    public <T> CompletableFuture<T> send(VersoriCall<T> request) {
        CompletableFuture<T> result = new CompletableFuture<>();
        http.sendOwn(request, new Attempt<>(new FutureAttempt<>(result)));
        return result;
    }

    /** Withdraws what is under way. */
    void stop() {
        List<Runnable> all;
        synchronized (this) {
            stopped = true;
            all = List.copyOf(withdrawals);
            withdrawals.clear();
        }
        all.forEach(Runnable::run);
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private synchronized boolean keep(Runnable action) {
        return !stopped && withdrawals.add(action);
    }

    /** Ends as any of the adapter's own, and is withdrawn with all others. */
    private final class Attempt<T> implements WireAttempt<T> {
        private final FutureAttempt<T> attempt;

        Attempt(FutureAttempt<T> attempt) {
            this.attempt = attempt;
        }

        @Override
        public boolean withdrawn() {
            return isStopped();
        }

        @Override
        public boolean sending() {
            return !isStopped();
        }

        @Override
        public void onWithdrawal(Runnable action) {
            if (!keep(action)) {
                action.run();
            }
        }

        @Override
        public void answered(Supplier<? extends T> read) {
            attempt.answered(read);
        }

        @Override
        public void failed(KvException failure) {
            attempt.failed(failure);
        }
    }
}
