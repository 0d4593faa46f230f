package dev.kvclient.kuzzle.internal;

import dev.kvclient.Credentials;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.Futures;
import dev.kvclient.spi.WireAttempt;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the token that every request carries: got on each connection before the first of them, and a new one when the
 * server refuses the old, tells that it has expired, or the application gives other credentials.
 *
 * <p>A login binds nothing to the socket: the token travels in each request. On a connection that is up, one sign-in at
 * a time is under way, for all who need it; requests that would set out meanwhile are held until it has ended.
 */
final class SignIn {
    /**
     * 1 s: the server takes one login a second and connection ({@code limits.loginsPerSecond}), failures included, and
     * credentials that were refused are not tried more often, on whatever connection.
     */
    static final Duration AFTER_REFUSAL = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);

    private final KuzzleTransport transport;
    private final TokenSource source;
    private final Object lock = new Object();
    private volatile @Nullable String token;
    private volatile @Nullable String refusedToken;
    private volatile @Nullable String carried;

    /** Whether requests are held; written under the lock. */
    private volatile boolean holding;

    // All guarded by the lock.
    private @Nullable Credentials credentials;
    private @Nullable SignInChannel signedIn;
    private @Nullable Round under;
    private @Nullable KvAuthException refusal;
    private long refusedAt;
    private final Set<Runnable> held = new LinkedHashSet<>();

    /** One sign-in on one channel. */
    private static final class Round {
        private final SignInChannel channel;

        /** Whether it is the one that opens the channel, before which nobody sends. */
        private final boolean opening;

        /** True when there is a token, false when the channel was lost before. */
        private final CompletableFuture<Boolean> done = new CompletableFuture<>();

        /** Whether the application has given other credentials, so that the token of before counts no more. */
        private boolean changed;

        Round(SignInChannel channel, boolean opening) {
            this.channel = channel;
            this.opening = opening;
        }
    }

    SignIn(KuzzleTransport transport, Optional<Credentials> credentials) {
        this.transport = transport;
        this.source = new TokenSource(transport);
        this.credentials = credentials.orElse(null);
    }

    /** What requests carry; null for the anonymous user. */
    @Nullable
    String token() {
        return token;
    }

    /** A request that carries this token sets out. */
    void carries(@Nullable String sent) {
        carried = sent;
    }

    /** The server has refused a request that carried this token. */
    void refused(@Nullable String sent) {
        if (sent != null && sent.equals(token)) {
            refusedToken = sent;
        }
    }

    /** Whether requests are to be held now. */
    boolean isHolding() {
        return holding;
    }

    /**
     * Keeps a request back if there is a sign-in under way on the connection that is up.
     *
     * @param send sends it when the sign-in has ended, well or badly
     * @return whether it is kept back
     */
    boolean hold(Runnable send, WireAttempt<?> attempt) {
        if (!holding) {
            return false;
        }
        synchronized (lock) {
            if (!holding) {
                return false;
            }
            held.add(send);
        }
        attempt.onWithdrawal(() -> {
            boolean removed;
            synchronized (lock) {
                removed = held.remove(send);
            }
            if (removed) {
                attempt.failed(KuzzleConnection.withdrawn());
            }
        });
        return true;
    }

    /** On a new connection, before any request: a login, or a look whether the token is still good. */
    CompletionStage<Void> first(SignInChannel channel) {
        Round round;
        synchronized (lock) {
            if (credentials == null) {
                signedIn = channel;
                return CompletableFuture.allOf();
            }
            round = begin(channel, true);
        }
        CompletableFuture<Void> result = round.done.thenAccept(made -> {
            if (!made) {
                throw KuzzleConnection.notConnected();
            }
        });
        obtain(round);
        return result;
    }

    /**
     * Gets a new token, once for all requests that are refused with the old one.
     *
     * @return false if the refusal is not about the token, or there is no way to a new one
     */
    CompletionStage<Boolean> renew(KvAuthException refused) {
        if (!refused.backendCode().orElse("").startsWith("security.token.")) {
            return CompletableFuture.completedFuture(false);
        }
        Round round;
        synchronized (lock) {
            if (under != null && !under.opening) {
                return under.done.thenApply(any -> true);
            }
            String now = token;
            boolean superseded = now != null && !now.equals(refusedToken);
            if (!superseded && !canRenew()) {
                return CompletableFuture.completedFuture(false);
            }
            if (superseded || signedIn == null) {
                // It was renewed while the request was on its way, or the next connection signs in before it sends.
                return CompletableFuture.completedFuture(true);
            }
            KvAuthException lately = latelyRefused();
            if (lately != null) {
                return CompletableFuture.failedFuture(lately);
            }
            round = begin(signedIn, false);
        }
        obtain(round);
        return round.done.thenApply(any -> true);
    }

    /** The server tells that the token of this channel has expired: a new one is got before a request needs it. */
    void expired(SignInChannel channel) {
        Round round;
        synchronized (lock) {
            if (!channel.equals(signedIn) || under != null || credentials == null) {
                return;
            }
            if (credentials instanceof Credentials.Token && (carried == null || !carried.equals(token))) {
                // The server knows the token of the last request it had, which is a former one.
                return;
            }
            if (!canRenew()) {
                LOG.warn("The token has expired, and there is no other: Kuzzle will refuse what is sent with it");
                return;
            }
            if (latelyRefused() != null) {
                return;
            }
            round = begin(channel, false);
        }
        LOG.debug("The token has expired and is renewed");
        obtain(round);
    }

    /** The application gives other credentials. */
    void change(Credentials value) {
        Round round = null;
        boolean connecting;
        synchronized (lock) {
            credentials = value;
            refusal = null;
            connecting = under != null;
            if (under == null && signedIn != null) {
                round = begin(signedIn, false);
            }
            if (under != null) {
                under.changed = true;
            }
        }
        source.abandon(value);
        if (round != null) {
            obtain(round);
        } else if (!connecting) {
            transport.tryNow();
        }
    }

    /** The channel is gone, and what was under way on it. */
    void lost(SignInChannel channel) {
        Round ended = null;
        List<Runnable> released = List.of();
        synchronized (lock) {
            if (channel.equals(signedIn)) {
                signedIn = null;
            }
            if (under != null && under.channel.equals(channel)) {
                ended = under;
                released = end();
            }
        }
        source.abandon(null);
        if (ended != null) {
            ended.done.complete(false);
        }
        released.forEach(Runnable::run);
    }

    /** Called under the lock. */
    private Round begin(SignInChannel channel, boolean opening) {
        Round round = new Round(channel, opening);
        under = round;
        holding = !opening;
        return round;
    }

    /** Called under the lock; what was held has to be sent outside of it. */
    private List<Runnable> end() {
        under = null;
        holding = false;
        List<Runnable> released = List.copyOf(held);
        held.clear();
        return released;
    }

    /** Called under the lock. */
    private boolean canRenew() {
        return credentials instanceof Credentials.UserPassword
                || (credentials instanceof Credentials.Token given && given.renewable());
    }

    /** Called under the lock. */
    private @Nullable KvAuthException latelyRefused() {
        boolean lately = transport.time().nanoTime() - refusedAt < AFTER_REFUSAL.toNanos();
        return lately ? refusal : null;
    }

    private void obtain(Round round) {
        Credentials used;
        synchronized (lock) {
            used = credentials;
        }
        if (used == null) {
            throw new IllegalStateException("a sign-in without credentials");
        }
        CompletionStage<String> fresh = source.obtain(round.channel, used);
        fresh.whenComplete((made, thrown) -> obtained(round, used, made, thrown == null ? null : failure(thrown)));
    }

    private void obtained(Round round, Credentials used, @Nullable String fresh, @Nullable KvException failure) {
        boolean again;
        boolean useless;
        List<Runnable> released = List.of();
        synchronized (lock) {
            if (under != round) {
                // The channel was lost meanwhile.
                return;
            }
            again = credentials != used;
            useless = !again && failure != null && round.changed && !round.opening;
            if (!again) {
                refusal = failure instanceof KvAuthException auth ? auth : null;
                refusedAt = transport.time().nanoTime();
            }
            if (!again && failure == null) {
                token = fresh;
                signedIn = round.channel;
            }
            if (!again && !useless) {
                released = end();
            }
        }
        if (again) {
            obtain(round);
        } else if (failure == null) {
            round.done.complete(true);
        } else if (useless) {
            // Nothing may go out with the token of before: what is held stays so until the channel is gone.
            round.channel.dropWhenIdle(failure);
        } else if (round.opening) {
            round.done.completeExceptionally(notBefore(failure));
        } else {
            LOG.warn("No new token: {}", failure.getMessage());
            round.done.completeExceptionally(failure);
        }
        released.forEach(Runnable::run);
    }

    /** With refused credentials the next connection is not made before they may be tried again. */
    private static KvException notBefore(KvException failure) {
        return failure instanceof KvAuthException && failure.retryAfter().isEmpty()
                ? failure.with(f -> f.retryAfter(AFTER_REFUSAL))
                : failure;
    }

    private static KvException failure(Throwable thrown) {
        Throwable cause = Futures.cause(thrown);
        return cause instanceof KvException known
                ? known
                : new KvProtocolException(
                        Failure.of(Outcome.UNKNOWN, "the sign-in failed").cause(cause));
    }
}
