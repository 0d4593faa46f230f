package dev.kvclient.internal.engine;

import dev.kvclient.ConnectionState;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvOfflineException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.WireAttempt;
import dev.kvclient.spi.WireRequest;
import io.github.resilience4j.retry.Retry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request of a call on its way to the wire: sent, and sent again as {@link Retries} allows, inside the deadline of
 * the call. Completed on the executor of the call.
 */
final class WireCall<T> extends CompletableFuture<T> {
    private final Call<?, ?> call;
    private final WireRequest<T> request;

    // Touched by one attempt after the other, never by two at once.
    private int attempts;
    private boolean unanswered;
    private boolean renewed;
    private @Nullable Outcome soFar;
    private Retry.@Nullable AsyncContext<Object> account;

    WireCall(Call<?, ?> call, WireRequest<T> request) {
        this.call = call;
        this.request = request;
    }

    void attempt() {
        if (unanswered && request.effect() != Effect.READ) {
            call.sentAgainUnanswered();
        }
        Attempt attempt = new Attempt();
        try {
            request.send(attempt);
        } catch (RuntimeException | Error e) {
            attempt.failed(Failures.of(e, attempt.hasSetOut() ? Outcome.UNKNOWN : Outcome.NOT_SENT));
        }
    }

    private void failed(KvException failure) {
        attempts++;
        unanswered |= failure.outcome() == Outcome.UNKNOWN;
        soFar = soFar == null ? failure.outcome() : soFar.and(failure.outcome());
        if (call.ended()) {
            giveUp(failure);
        } else if (mayRenew(failure)) {
            renewed = true;
            renew((KvAuthException) failure);
        } else {
            again(failure);
        }
    }

    private void again(KvException failure) {
        KvException tooLate = call.engine().lastCall();
        if (tooLate != null && failure.outcome() == Outcome.NOT_SENT) {
            // What has kept it back is that the client was closed.
            giveUp(tooLate);
            return;
        }
        boolean mayRepeat = call.mayRepeat(request.effect());
        if (!Retries.allows(failure, mayRepeat)) {
            giveUp(failure);
            return;
        }
        if (account == null) {
            account = call.engine().retries().begin(mayRepeat);
        }
        long delayMillis = account.onError(failure);
        Duration delay = Duration.ofMillis(Math.max(0, delayMillis));
        if (delayMillis < 0 || !call.lastsFor(delay)) {
            giveUp(failure);
            return;
        }
        Events events = call.engine().events();
        if (events.wanted()) {
            events.retry(call.plan().command().operation(), request.keys(), attempts, delay, failure);
        }
        call.time().schedule(delay, () -> call.executor().execute(this::attemptAgain));
    }

    /** Sends once more; without a connection, when there is one again: attempts are for answers, not for waiting. */
    private void attemptAgain() {
        try {
            KvException tooLate = call.engine().lastCall();
            if (tooLate != null) {
                giveUp(tooLate);
            } else if (call.ended()) {
                // The call has its result already; this only ends the adapter's chain.
                cancel(false);
            } else if (call.engine().backend().state() == ConnectionState.CONNECTED) {
                attempt();
            } else if (call.engine().backend().state() == ConnectionState.FAILED) {
                giveUp(call.engine().gate().givenUp());
            } else if (call.plan().options().isQueuable()) {
                waitForConnection();
            } else {
                giveUp(new KvOfflineException(
                        Failure.of(Outcome.NOT_SENT, "there is no connection, and the request may not wait for one")));
            }
        } catch (RuntimeException | Error e) {
            broken(e);
        }
    }

    private void waitForConnection() {
        AtomicReference<@Nullable Runnable> onEnd = new AtomicReference<>();
        Runnable withdraw = call.engine().onceConnected(() -> {
            Runnable noLonger = onEnd.getAndSet(null);
            if (noLonger != null) {
                call.forgetOnEnd(noLonger);
            }
            call.executor().execute(this::attemptAgain);
        });
        onEnd.set(withdraw);
        call.onEnd(withdraw);
    }

    /** A fault of an adapter or of ours: whatever it is, the call must end. */
    private void broken(Throwable e) {
        giveUp(Failures.of(e, soFar == null ? Outcome.UNKNOWN : soFar));
    }

    /** A token that has run out in mid-stream is renewed once, and the request repeated: it was refused, so not run. */
    private boolean mayRenew(KvException failure) {
        return !renewed
                && failure instanceof KvAuthException auth
                && auth.reason() == KvAuthException.Reason.UNAUTHENTICATED
                && auth.outcome() == Outcome.REJECTED;
    }

    private void renew(KvAuthException refused) {
        call.engine()
                .backend()
                .renewCredentials(refused)
                .whenCompleteAsync(
                        (isNew, thrown) -> {
                            if (thrown == null && Boolean.TRUE.equals(isNew)) {
                                attemptAgain();
                            } else if (thrown == null) {
                                giveUp(refused);
                            } else {
                                // The request itself was refused, whatever became of the renewal.
                                again(Failures.of(thrown, Outcome.REJECTED).with(f -> f.outcome(Outcome.REJECTED)));
                            }
                        },
                        call.executor());
    }

    private void giveUp(KvException failure) {
        Outcome all = soFar == null ? failure.outcome() : soFar;
        completeExceptionally(
                all == failure.outcome()
                        ? failure
                        : failure.with(f -> f.outcome(all).attempts(attempts)));
    }

    /** One sending. */
    private final class Attempt implements WireAttempt<T>, Runnable {
        private static final int NEW = 0;
        private static final int SET_OUT = 1;
        private static final int BACK = 2;
        private static final int BACK_UNSENT = 3;

        private final AtomicInteger state = new AtomicInteger(NEW);
        private @Nullable Supplier<? extends T> answer;
        private @Nullable KvException failure;
        private volatile @Nullable Runnable withdrawal;

        @Override
        public boolean withdrawn() {
            return call.ended();
        }

        @Override
        public boolean sending() {
            // Counted first: between the two steps the call may be settled, and is then as good as sent.
            if (!call.setOut()) {
                return false;
            }
            if (!state.compareAndSet(NEW, SET_OUT)) {
                call.cameBack(true, Effect.READ, null);
                return false;
            }
            return true;
        }

        boolean hasSetOut() {
            return state.get() == SET_OUT || state.get() == BACK;
        }

        @Override
        public void answered(Supplier<? extends T> read) {
            if (back()) {
                answer = read;
                call.executor().execute(this);
            }
        }

        @Override
        public void failed(KvException why) {
            if (back()) {
                failure = why;
                call.executor().execute(this);
            }
        }

        private boolean back() {
            boolean first = state.compareAndSet(SET_OUT, BACK) || state.compareAndSet(NEW, BACK_UNSENT);
            Runnable action = withdrawal;
            if (first && action != null) {
                call.forgetOnEnd(action);
            }
            return first;
        }

        @Override
        public void onWithdrawal(Runnable action) {
            withdrawal = action;
            call.onEnd(action);
        }

        @Override
        public void run() {
            boolean hadSetOut = state.get() == BACK;
            T value = null;
            KvException why = failure;
            Supplier<? extends T> read = answer;
            if (read != null && !call.ended()) {
                try {
                    value = read.get();
                } catch (RuntimeException | Error e) {
                    why = Failures.of(e, Outcome.APPLIED);
                }
            }
            call.cameBack(hadSetOut, request.effect(), why == null ? null : why.outcome());
            try {
                if (why != null) {
                    WireCall.this.failed(why);
                } else if (value != null) {
                    complete(value);
                } else {
                    cancel(false);
                }
            } catch (RuntimeException | Error e) {
                broken(e);
            }
        }
    }
}
