package dev.kvclient.kuzzle.internal;

import dev.kvclient.Credentials;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvException;
import dev.kvclient.kuzzle.auth.LoginToken;
import dev.kvclient.kuzzle.auth.TokenLife;
import dev.kvclient.spi.Ack;
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
 * server refuses the old, tells that it has expired, or the application gives other credentials. What an application
 * does by itself with its session, and what is done before a token ends, is done by {@link Session}.
 *
 * <p>A login binds nothing to the socket: the token travels in each request. On a connection that is up, one
 * {@link Round} at a time is under way, for all who need it; requests that would set out with a token that is not good
 * are held until it has ended.
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
    private final Session session;
    private final Object lock = new Object();
    private volatile @Nullable LiveToken live;
    private volatile @Nullable String refusedToken;
    private volatile @Nullable String carried;

    /** Whether requests are held; written under the lock. */
    private volatile boolean holding;

    // All guarded by the lock.
    private @Nullable Identity identity;
    private @Nullable SignInChannel signedIn;
    private @Nullable Round under;
    private @Nullable KvAuthException refusal;
    private long refusedAt;
    private final Set<Runnable> held = new LinkedHashSet<>();

    SignIn(KuzzleTransport transport, Optional<Credentials> credentials) {
        this.transport = transport;
        this.source = new TokenSource(transport);
        this.session = new Session(this, source, transport);
        this.identity = credentials.map(Identity::of).orElse(null);
    }

    /** What requests carry; null for the anonymous user. */
    @Nullable
    String token() {
        LiveToken now = live;
        return now == null ? null : now.text();
    }

    /** A request that carries this token sets out. One without leaves the server with the token of before. */
    void carries(@Nullable String sent) {
        if (sent != null) {
            carried = sent;
        }
    }

    /** The server has refused a request that carried this token. */
    void refused(@Nullable String sent, KvAuthException refusal) {
        if (sent != null && sent.equals(token()) && isAboutToken(refusal)) {
            refusedToken = sent;
        }
    }

    /** Whether the token is not good, and not what is done with it. One that must not be refreshed is good. */
    static boolean isAboutToken(KvAuthException refusal) {
        String code = refusal.backendCode().orElse("");
        return code.startsWith("security.token.") && !code.equals("security.token.refresh_forbidden");
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

    /** Signs in, and is that user from then on; who it was if that fails. */
    CompletableFuture<LoginToken> login(Identity.Login who, WireAttempt<?> attempt) {
        return session.login(who, attempt);
    }

    /** Signs out, and is anonymous from then on; who it was if that fails. */
    CompletableFuture<Ack> logout(boolean everywhere, WireAttempt<?> attempt) {
        return session.logout(everywhere, attempt);
    }

    /** Replaces the token by a new one of the same user. */
    CompletableFuture<LoginToken> refresh(TokenLife life) {
        return session.refresh(life);
    }

    /** On a new connection, before any request: a login, or a look whether the token is still good. */
    CompletionStage<Void> first(SignInChannel channel) {
        Round round;
        synchronized (lock) {
            if (identity == null) {
                live = null;
                signedIn = channel;
                return CompletableFuture.allOf();
            }
            round = begin(channel, Round.Kind.OPENING);
        }
        CompletableFuture<Void> result = round.done().thenAccept(made -> {
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
        if (!isAboutToken(refused)) {
            return CompletableFuture.completedFuture(false);
        }
        Round round;
        synchronized (lock) {
            Round now = under;
            String current = token();
            boolean superseded = current != null && !current.equals(refusedToken);
            if (now != null && now.kind() == Round.Kind.NEEDED) {
                return now.done().thenApply(any -> true);
            }
            if (now != null && now.kind() != Round.Kind.OPENING && !superseded) {
                // It may end with another token, or with none: whatever is sent meanwhile would be refused as well.
                holding = true;
                return now.done().handle((any, failure) -> refused).thenCompose(this::renew);
            }
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
            round = begin(signedIn, Round.Kind.NEEDED);
        }
        obtain(round);
        return round.done().thenApply(any -> true);
    }

    /** The server tells that the token of this channel has expired: a new one is got before a request needs it. */
    void expired(SignInChannel channel) {
        Round round;
        synchronized (lock) {
            if (!channel.equals(signedIn) || under != null || identity == null) {
                return;
            }
            if (identity instanceof Identity.Given && (carried == null || !carried.equals(token()))) {
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
            round = begin(channel, Round.Kind.NEEDED);
        }
        LOG.debug("The token has expired and is renewed");
        obtain(round);
    }

    /** The application gives other credentials. */
    void change(Credentials value) {
        change(Identity.of(value));
    }

    /**
     * The client is somebody else from now on.
     *
     * @param value null for the anonymous user
     */
    void change(@Nullable Identity value) {
        Round round = null;
        boolean connecting;
        synchronized (lock) {
            identity = value;
            refusal = null;
            session.forget();
            connecting = under != null;
            if (under == null && signedIn != null) {
                round = begin(signedIn, Round.Kind.NEEDED);
            }
            if (under != null) {
                under.changed();
                holding = under.kind() != Round.Kind.OPENING;
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
                session.forget();
            }
            if (under != null && under.channel().equals(channel)) {
                ended = under;
                released = end();
            }
        }
        source.abandon(null);
        if (ended != null) {
            ended.done().complete(false);
        }
        released.forEach(Runnable::run);
    }

    /** The client is closed: nothing is renewed any more. */
    void close() {
        synchronized (lock) {
            session.close();
        }
    }

    /** Called under the lock. */
    private Round begin(SignInChannel channel, Round.Kind kind) {
        Round round = new Round(channel, kind);
        under = round;
        holding = kind == Round.Kind.NEEDED || kind == Round.Kind.LEAVING;
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
        return identity != null && identity.isRenewable();
    }

    /** Called under the lock. */
    private @Nullable KvAuthException latelyRefused() {
        boolean lately = transport.time().nanoTime() - refusedAt < AFTER_REFUSAL.toNanos();
        return lately ? refusal : null;
    }

    /** Called under the lock. */
    private void use(@Nullable LiveToken token) {
        live = token;
        refusedToken = null;
        session.watch(token, identity);
    }

    private void obtain(Round round) {
        Identity used;
        synchronized (lock) {
            used = identity;
        }
        if (used == null) {
            obtained(round, null, null, null);
            return;
        }
        CompletionStage<LiveToken> fresh = source.obtain(round.channel(), used);
        fresh.whenComplete(
                (made, thrown) -> obtained(round, used, made, thrown == null ? null : Round.failure(thrown)));
    }

    private void obtained(
            Round round, @Nullable Identity used, @Nullable LiveToken fresh, @Nullable KvException failure) {
        boolean again;
        boolean useless;
        List<Runnable> released = List.of();
        synchronized (lock) {
            if (under != round) {
                // The channel was lost meanwhile.
                return;
            }
            again = identity != used;
            useless = !again && failure != null && round.isChanged() && round.kind() != Round.Kind.OPENING;
            if (!again) {
                refusal = failure instanceof KvAuthException auth ? auth : null;
                refusedAt = transport.time().nanoTime();
            }
            if (!again && failure == null) {
                signedIn = round.channel();
                use(fresh);
            }
            if (!again && !useless) {
                released = end();
            }
        }
        if (again) {
            obtain(round);
        } else if (failure == null) {
            round.done().complete(true);
        } else if (useless) {
            // Nothing may go out with the token of before: what is held stays so until the channel is gone.
            round.channel().dropWhenIdle(failure);
        } else if (round.kind() == Round.Kind.OPENING) {
            round.done().completeExceptionally(notBefore(failure));
        } else {
            LOG.warn("No new token: {}", failure.getMessage());
            round.done().completeExceptionally(failure);
        }
        released.forEach(Runnable::run);
    }

    /** With refused credentials the next connection is not made before they may be tried again. */
    private static KvException notBefore(KvException failure) {
        return failure instanceof KvAuthException && failure.retryAfter().isEmpty()
                ? failure.with(f -> f.retryAfter(AFTER_REFUSAL))
                : failure;
    }

    // What a session does in a round of its own.

    /** Where the client is signed in, who it is, and with which token. */
    record Now(@Nullable Identity identity, @Nullable LiveToken token) {}

    /** As it is at this moment. */
    Now now() {
        synchronized (lock) {
            return new Now(identity, live);
        }
    }

    /** Does something, quickly, if a token is still in use. */
    void whileUsing(LiveToken token, Runnable work) {
        synchronized (lock) {
            if (live == token && signedIn != null) {
                work.run();
            }
        }
    }

    /** A round, or the one that has to end first. */
    record Turn(Round round, boolean isMine, Now now) {}

    /**
     * Begins a round, if there is none.
     *
     * @throws KvException if there is no connection that is signed in
     */
    Turn turn(Round.Kind kind) {
        synchronized (lock) {
            if (under != null) {
                return new Turn(under, false, new Now(identity, live));
            }
            if (signedIn == null) {
                throw KuzzleConnection.notConnected();
            }
            return new Turn(begin(signedIn, kind), true, new Now(identity, live));
        }
    }

    /** The round of a turn has brought nothing: the client is who it was. */
    void over(Turn turn) {
        over(turn, turn.now().identity(), turn.now().token(), false);
    }

    /**
     * The round of a turn has ended well, and the client is that one. Unless the application has given other
     * credentials meanwhile: then it signs in with these.
     */
    void over(Turn turn, @Nullable Identity who, @Nullable LiveToken token) {
        over(turn, who, token, true);
    }

    private void over(Turn turn, @Nullable Identity who, @Nullable LiveToken token, boolean well) {
        Round round = turn.round();
        boolean lost;
        boolean overtaken;
        List<Runnable> released = List.of();
        synchronized (lock) {
            lost = under != round;
            overtaken = identity != turn.now().identity();
            if (!lost && !overtaken) {
                if (well) {
                    identity = who;
                    refusal = null;
                    use(token);
                }
                released = end();
            }
        }
        if (!lost && overtaken) {
            obtain(round);
        } else if (!lost) {
            round.done().complete(true);
        } else if (well && !overtaken && who != turn.now().identity()) {
            // The answer was the last that the channel brought: the next one signs in so.
            change(who);
        }
        released.forEach(Runnable::run);
    }
}
