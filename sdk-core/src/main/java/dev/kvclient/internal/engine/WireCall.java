package dev.kvclient.internal.engine;

import dev.kvclient.ConnectionState;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.WireAttempt;
import dev.kvclient.spi.WireRequest;
import io.github.resilience4j.retry.Retry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request of a call on its way to the wire: sent, and sent again as {@link Retries} allows, inside the deadline of
 * the call. Completed on the executor of the call.
 */
final class WireCall<T> extends CompletableFuture<T> {
    /** A request that was in flight when this many connections broke is not sent once more: it may be the reason. */
    private static final int MOST_LOSSES = 2;

    /** A state is told a moment after it is there. */
    private static final Duration UNTIL_TOLD = Duration.ofMillis(10);

    private final Call<?, ?> call;
    private final WireRequest<T> request;

    // Touched by one attempt after the other, never by two at once.
    private int attempts;
    private boolean unanswered;
    private boolean renewed;
    private int losses;
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
        if (failure instanceof KvConnectionException && failure.outcome() == Outcome.UNKNOWN) {
            losses++;
        }
        if (losses >= MOST_LOSSES || !Retries.allows(failure, mayRepeat)) {
            giveUp(failure);
            return;
        }
        try {
            if (waitsForConnection()) {
                // Attempts are for answers, not for waiting.
                return;
            }
        } catch (KvException mayNotWait) {
            giveUp(failure.outcome() != Outcome.NOT_SENT ? failure : because(mayNotWait, failure));
            return;
        }
        if (isAboutToWait(failure)) {
            // The connection has gone, which the queue is only just being told.
            call.time().schedule(UNTIL_TOLD, () -> call.executor().execute(this::attemptAgain));
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

    /** Sends once more; without a connection, when there is one again. */
    private void attemptAgain() {
        try {
            KvException tooLate = call.engine().lastCall();
            if (tooLate != null) {
                giveUp(tooLate);
            } else if (call.ended()) {
                // The call has its result already; this only ends the adapter's chain.
                cancel(false);
            } else if (!waitsForConnection()) {
                attempt();
            }
        } catch (KvException mayNotWait) {
            giveUp(mayNotWait);
        } catch (RuntimeException | Error e) {
            broken(e);
        }
    }

    /**
     * Takes a place in the offline queue, if there is no connection.
     *
     * @throws KvException why it may not wait there
     */
    private boolean waitsForConnection() {
        Gate gate = call.engine().gate();
        return !gate.isThrough()
                && !call.isTry()
                && call.engine().line().comeBack(call, this::attemptAgain, attempts > 0);
    }

    private boolean isAboutToWait(KvException failure) {
        Engine engine = call.engine();
        return failure.outcome() == Outcome.NOT_SENT
                && failure instanceof KvConnectionException
                && engine.backend().state() != ConnectionState.CONNECTED
                && engine.line().isEnabled()
                && call.isQueuable();
    }

    /** It may not wait for a connection, and this is why there is none. */
    private static KvException because(KvException mayNotWait, KvException failure) {
        return mayNotWait.getCause() == null ? mayNotWait.with(f -> f.cause(failure)) : mayNotWait;
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
