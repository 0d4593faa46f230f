package dev.kvclient.kuzzle.internal;

import dev.kvclient.Credentials;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvException;
import dev.kvclient.kuzzle.auth.LoginToken;
import dev.kvclient.kuzzle.auth.TokenLife;
import dev.kvclient.spi.Ack;
import dev.kvclient.spi.TimeSource;
import dev.kvclient.spi.WireAttempt;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done with a session that is signed in: a login, a logout or a refresh that the application asks for, and the
 * renewal before a token ends. Each in a {@link Round} of its own, so that it waits for what is under way.
 */
final class Session {
    /** 1 s: as often as the server takes a login. */
    private static final Duration AGAIN = SignIn.AFTER_REFUSAL;

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final SignIn signIn;
    private final TokenSource source;
    private final KuzzleTransport transport;
    private final Object lock = new Object();

    // All guarded by the lock.
    private @Nullable Refresh refreshing;
    private TimeSource.@Nullable Cancellable timer;
    private @Nullable Identity neverRefreshed;
    private boolean closed;

    /** A refresh that has not ended. */
    private static final class Refresh {
        private final TokenLife life;
        private final CompletableFuture<LiveToken> result = new CompletableFuture<>();

        Refresh(TokenLife life) {
            this.life = life;
        }
    }

    Session(SignIn signIn, TokenSource source, KuzzleTransport transport) {
        this.signIn = signIn;
        this.source = source;
        this.transport = transport;
    }

    CompletableFuture<LoginToken> login(Identity.Login who, WireAttempt<?> attempt) {
        return login(who, attempt::sending).thenApply(LiveToken::shown);
    }

    private CompletableFuture<LiveToken> login(Identity.Login who, Supplier<Boolean> setsOut) {
        return inTurn(
                Round.Kind.BESIDE,
                setsOut,
                turn -> ended(turn, source.login(turn.round().channel(), who), token -> signIn.over(turn, who, token)),
                () -> login(who, setsOut));
    }

    CompletableFuture<Ack> logout(boolean everywhere, WireAttempt<?> attempt) {
        return inTurn(
                Round.Kind.LEAVING,
                attempt::sending,
                turn -> {
                    LiveToken ending = turn.now().token();
                    CompletableFuture<Ack> revoked = source.logout(
                                    turn.round().channel(), ending == null ? null : ending.text(), everywhere)
                            .exceptionallyCompose(thrown -> isOver(thrown) && !everywhere
                                    ? CompletableFuture.completedFuture(Ack.DONE)
                                    : CompletableFuture.failedFuture(thrown));
                    return ended(turn, revoked, done -> signIn.over(turn, null, null));
                },
                () -> logout(everywhere, attempt));
    }

    /** Whether a token was refused that is not good any more, and so need not be revoked. */
    private static boolean isOver(Throwable thrown) {
        return Round.failure(thrown) instanceof KvAuthException refused && SignIn.isAboutToken(refused);
    }

    CompletableFuture<LoginToken> refresh(TokenLife asked) {
        TokenLife life = asked.equals(TokenLife.usual()) && signIn.now().identity() instanceof Identity.Login login
                ? login.life()
                : asked;
        return refreshOnce(life).thenApply(LiveToken::shown);
    }

    /** Those who ask at the same time get the same. */
    private CompletableFuture<LiveToken> refreshOnce(TokenLife life) {
        Refresh mine;
        synchronized (lock) {
            if (refreshing != null && refreshing.life.equals(life)) {
                return refreshing.result.copy();
            }
            mine = new Refresh(life);
            refreshing = mine;
        }
        CompletionStage<LiveToken> fresh = refreshWhenOldEnough(life);
        fresh.whenComplete((token, thrown) -> {
            synchronized (lock) {
                if (refreshing == mine) {
                    refreshing = null;
                }
            }
            if (thrown == null) {
                mine.result.complete(token);
            } else {
                mine.result.completeExceptionally(Round.failure(thrown));
            }
        });
        return mine.result.copy();
    }

    private CompletableFuture<LiveToken> refreshWhenOldEnough(TokenLife life) {
        LiveToken old = signIn.now().token();
        Duration wait =
                old == null ? Duration.ZERO : old.untilRefresh(transport.time().nanoTime());
        if (!wait.isNegative() && !wait.isZero()) {
            CompletableFuture<Void> later = new CompletableFuture<>();
            transport.time().schedule(wait, () -> later.complete(null));
            return later.thenCompose(v -> refreshWhenOldEnough(life));
        }
        return inTurn(
                Round.Kind.BESIDE,
                () -> true,
                turn -> {
                    LiveToken now = turn.now().token();
                    CompletableFuture<LiveToken> fresh =
                            source.refresh(turn.round().channel(), now == null ? null : now.text(), life);
                    return ended(
                            turn,
                            fresh,
                            token -> signIn.over(turn, after(turn.now().identity(), life, token), token));
                },
                () -> refreshWhenOldEnough(life));
    }

    /** Who the client is when its token has been replaced. */
    private static @Nullable Identity after(@Nullable Identity before, TokenLife life, LiveToken token) {
        if (before instanceof Identity.Login login) {
            return login.living(life);
        }
        // The token that was given is not good any more; a supplier may know of a better one.
        return before == null || before.isRenewable() ? before : Identity.of(Credentials.token(token.text()));
    }

    /**
     * Does something in a round of its own.
     *
     * @param setsOut whether it still is to be done, when its turn has come
     * @param again does it anew when what was under way has ended
     */
    private <T> CompletableFuture<T> inTurn(
            Round.Kind kind,
            Supplier<Boolean> setsOut,
            Function<SignIn.Turn, CompletableFuture<T>> work,
            Supplier<CompletableFuture<T>> again) {
        SignIn.Turn turn;
        try {
            turn = signIn.turn(kind);
        } catch (KvException notConnected) {
            return CompletableFuture.failedFuture(notConnected);
        }
        if (!turn.isMine()) {
            return turn.round().done().handle((any, failure) -> true).thenCompose(ended -> again.get());
        }
        if (!setsOut.get()) {
            signIn.over(turn);
            return CompletableFuture.failedFuture(KuzzleConnection.withdrawn());
        }
        return work.apply(turn);
    }

    /** Ends the round before those who wait are told. */
    private <T> CompletableFuture<T> ended(SignIn.Turn turn, CompletableFuture<T> work, Consumer<T> well) {
        return work.whenComplete((value, thrown) -> {
            if (thrown == null) {
                well.accept(value);
            } else {
                signIn.over(turn);
            }
        });
    }

    /** A token is in use from now on: it is renewed before its end, if another can be had by a login. */
    void watch(@Nullable LiveToken token, @Nullable Identity identity) {
        forget();
        if (token != null && token.ends() && identity instanceof Identity.Login) {
            later(token, token.untilRenewal(transport.time().nanoTime()));
        }
    }

    private void later(LiveToken token, Duration delay) {
        synchronized (lock) {
            if (!closed) {
                timer = transport.time().schedule(delay, () -> renewEarly(token));
            }
        }
    }

    /** No token is in use any more, or another. */
    void forget() {
        synchronized (lock) {
            if (timer != null) {
                timer.cancel();
                timer = null;
            }
        }
    }

    void close() {
        synchronized (lock) {
            closed = true;
            forget();
        }
    }

    /** By a refresh, which costs the server less and needs no password; by a login if that is not allowed. */
    private void renewEarly(LiveToken ending) {
        SignIn.Now now = signIn.now();
        if (now.token() != ending || !(now.identity() instanceof Identity.Login login)) {
            return;
        }
        boolean refreshes;
        synchronized (lock) {
            refreshes = neverRefreshed != login;
        }
        CompletionStage<LiveToken> fresh = refreshes
                ? refreshOnce(login.life()).exceptionallyCompose(thrown -> {
                    if (!(Round.failure(thrown) instanceof KvAuthException refused)) {
                        return CompletableFuture.failedFuture(thrown);
                    }
                    if (refused.reason() == KvAuthException.Reason.FORBIDDEN) {
                        synchronized (lock) {
                            neverRefreshed = login;
                        }
                    }
                    return login(login, () -> signIn.now().identity() == login);
                })
                : login(login, () -> signIn.now().identity() == login);
        fresh.whenComplete((token, thrown) -> {
            if (thrown == null) {
                LOG.debug("The token was renewed before its end");
            } else {
                notRenewed(ending, Round.failure(thrown));
            }
        });
    }

    /** Once more after half of the time that is left. When it is over, the server's refusal leads to a login. */
    private void notRenewed(LiveToken ending, KvException failure) {
        signIn.whileUsing(ending, () -> {
            LOG.warn("The token could not be renewed before its end: {}", failure.getMessage());
            Duration left = ending.left(transport.time().nanoTime());
            if (!(failure instanceof KvAuthException) && left.compareTo(AGAIN) > 0) {
                Duration half = left.dividedBy(2);
                later(ending, half.compareTo(AGAIN) < 0 ? AGAIN : half);
            }
        });
    }
}
