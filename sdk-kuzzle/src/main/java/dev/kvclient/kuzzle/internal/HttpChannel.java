package dev.kvclient.kuzzle.internal;

import dev.kvclient.error.KvException;
import dev.kvclient.spi.FutureAttempt;
import dev.kvclient.spi.WireAttempt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way to one of the servers, from the probe that looks for it until it is lost. The sign-in's and the probe's own
 * messages go over it, once each and past the window; they are withdrawn together. Safe for use by many threads.
 */
final class HttpChannel implements SignInChannel {
    private final KuzzleHttp http;
    private final int endpoint;
    private final List<Runnable> withdrawals = new ArrayList<>();
    private boolean stopped;
    private volatile boolean open;

    HttpChannel(KuzzleHttp http, int endpoint) {
        this.http = http;
        this.endpoint = endpoint;
    }

    int endpoint() {
        return endpoint;
    }

    /** There is a way. */
    void opened() {
        synchronized (this) {
            withdrawals.clear();
        }
        open = true;
    }

    @Override
    public <T> CompletableFuture<T> send(KuzzleMessage<T> message, @Nullable String token) {
        return send(message, open ? HttpSending.Kind.RENEWAL : HttpSending.Kind.PROBE_SIGN_IN, token);
    }

    /** Sends one of the probe's, with the token. */
    <T> CompletableFuture<T> sendSigned(KuzzleMessage<T> message) {
        return send(message, HttpSending.Kind.PROBE, null);
    }

    private <T> CompletableFuture<T> send(KuzzleMessage<T> message, HttpSending.Kind kind, @Nullable String token) {
        CompletableFuture<T> result = new CompletableFuture<>();
        new HttpSending<>(http, message, new Own<>(new FutureAttempt<>(result)), kind, this, token).startAtOnce();
        return result;
    }

    @Override
    public void dropWhenIdle(KvException because) {
        http.giveUp(this, because);
    }

    /** Withdraws what is under way, and sends nothing more. */
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

    /** Keeps what is to be done when it is stopped; when it is open it is not stopped any more. */
    private synchronized boolean keep(Runnable action) {
        if (stopped) {
            return false;
        }
        if (!open) {
            withdrawals.add(action);
        }
        return true;
    }

    /** Ends as any of its own, and is withdrawn with all others. */
    private final class Own<T> implements WireAttempt<T> {
        private final FutureAttempt<T> attempt;

        Own(FutureAttempt<T> attempt) {
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
