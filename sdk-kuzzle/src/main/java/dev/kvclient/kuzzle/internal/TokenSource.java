package dev.kvclient.kuzzle.internal;

import dev.kvclient.Credentials;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvRateLimitedException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.auth.KuzzleUser;
import dev.kvclient.kuzzle.auth.LoginToken;
import dev.kvclient.kuzzle.auth.TokenCheck;
import dev.kvclient.kuzzle.auth.TokenLife;
import dev.kvclient.kuzzle.internal.auth.AuthAction;
import dev.kvclient.kuzzle.internal.auth.AuthArguments;
import dev.kvclient.kuzzle.internal.auth.AuthReplies;
import dev.kvclient.spi.Ack;
import dev.kvclient.spi.Futures;
import dev.kvclient.spi.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Makes a token of credentials: by a login, or from the application; the server is asked whether that one is good. */
final class TokenSource {
    /** How long an application's supplier of tokens may take. */
    private static final Duration SUPPLIER_TIMEOUT = Duration.ofSeconds(10);

    private final KuzzleTransport transport;
    private volatile @Nullable Asked asked;

    /** A supplier that is being asked. */
    private static final class Asked {
        private final Credentials.Token supplier;
        private final Thread thread;

        Asked(Credentials.Token supplier, Thread thread) {
            this.supplier = supplier;
            this.thread = thread;
        }
    }

    TokenSource(KuzzleTransport transport) {
        this.transport = transport;
    }

    /** A token that is good, as far as the server has told on this channel. */
    CompletableFuture<LiveToken> obtain(SignInChannel channel, Identity identity) {
        if (identity instanceof Identity.Login login) {
            return login(channel, login).exceptionallyCompose(thrown -> {
                // The server takes one login a second and connection, and counts those that failed.
                KvRateLimitedException limited = limited(thrown);
                return limited == null
                        ? CompletableFuture.failedFuture(thrown)
                        : later(limited).thenCompose(v -> login(channel, login));
            });
        }
        if (identity instanceof Identity.Given given) {
            return supplied(given.token()).thenCompose(candidate -> check(channel, candidate));
        }
        return CompletableFuture.failedFuture(new IllegalStateException("unknown identity"));
    }

    private static @Nullable KvRateLimitedException limited(Throwable thrown) {
        return Futures.cause(thrown) instanceof KvRateLimitedException limited ? limited : null;
    }

    private CompletableFuture<Void> later(KvException limited) {
        CompletableFuture<Void> later = new CompletableFuture<>();
        transport
                .time()
                .schedule(
                        limited.retryAfter().orElseThrow(() -> limited),
                        () -> later.completeAsync(() -> null, Runnable::run));
        return later;
    }

    private <T> KuzzleMessage<T> message(AuthAction action, KuzzleMessage.Arguments arguments, ResultReader<T> reader) {
        return new KuzzleMessage<>(
                transport, "auth", action.wireName(), action.effect(), List.of(), arguments, reader, null, false);
    }

    /** One login. */
    CompletableFuture<LiveToken> login(SignInChannel channel, Identity.Login login) {
        KuzzleMessage<LoginToken> message = message(
                AuthAction.LOGIN,
                json -> {
                    json.writeStringField("strategy", login.strategy());
                    AuthArguments.life(json, login.life());
                    json.writeFieldName("body");
                    json.writeRawValue(login.body());
                },
                AuthReplies::login);
        return live(channel, message, null);
    }

    /** A new token in the place of another, which is good for a second more. */
    CompletableFuture<LiveToken> refresh(SignInChannel channel, @Nullable String token, TokenLife life) {
        return live(
                channel,
                message(AuthAction.REFRESH_TOKEN, json -> AuthArguments.life(json, life), AuthReplies::login),
                token);
    }

    /** Ends a token. */
    CompletableFuture<Ack> logout(SignInChannel channel, @Nullable String token, boolean everywhere) {
        KuzzleMessage.Arguments arguments =
                everywhere ? json -> json.writeBooleanField("global", true) : KuzzleMessage.Arguments.NONE;
        return channel.send(message(AuthAction.LOGOUT, arguments, AuthReplies::done), token);
    }

    private CompletableFuture<LiveToken> live(
            SignInChannel channel, KuzzleMessage<LoginToken> message, @Nullable String token) {
        long asked = transport.time().nanoTime();
        return channel.send(message, token)
                .thenApply(got ->
                        new LiveToken(got.value(), got, asked, transport.time().nanoTime()));
    }

    /**
     * Nobody waits for a token of former credentials any more: a supplier that is still asked for one is interrupted.
     *
     * @param but what still counts; null for nothing
     */
    void abandon(@Nullable Identity but) {
        Asked now = asked;
        if (now != null && !(but instanceof Identity.Given given && given.token() == now.supplier)) {
            now.thread.interrupt();
        }
    }

    /** An application's supplier may block, which no thread of the connection may. */
    private CompletableFuture<String> supplied(Credentials.Token given) {
        if (!given.renewable()) {
            return CompletableFuture.completedFuture(given.current());
        }
        CompletableFuture<String> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(given.current());
                    } catch (RuntimeException | Error e) {
                        result.completeExceptionally(new KvAuthException(
                                Failure.of(Outcome.NOT_SENT, "the supplier of the token failed")
                                        .cause(e),
                                KvAuthException.Reason.UNAUTHENTICATED));
                    }
                },
                "kvclient-kuzzle-token");
        thread.setDaemon(true);
        asked = new Asked(given, thread);
        thread.start();
        TimeSource.Cancellable limit = transport
                .time()
                .schedule(
                        SUPPLIER_TIMEOUT,
                        () -> result.completeExceptionally(new KvAuthException(
                                Failure.of(Outcome.NOT_SENT, "the supplier of the token gave none in time"),
                                KvAuthException.Reason.UNAUTHENTICATED)));
        return result.whenComplete((token, failure) -> limit.cancel());
    }

    /** {@code auth:checkToken} never fails: it says in its result whether the token in its body is good. */
    private CompletableFuture<LiveToken> check(SignInChannel channel, String candidate) {
        KuzzleMessage<TokenCheck> check =
                message(AuthAction.CHECK_TOKEN, json -> AuthArguments.checked(json, candidate), AuthReplies::check);
        return channel.send(check, null).thenApply(told -> {
            if (!isGood(told)) {
                throw new KvAuthException(
                        Failure.of(
                                        Outcome.REJECTED,
                                        "the server does not take the token: it is malformed, expired or revoked")
                                .backend("kuzzle")
                                .backendCode("security.token.invalid")
                                .status(401),
                        KvAuthException.Reason.UNAUTHENTICATED);
            }
            long now = transport.time().nanoTime();
            return new LiveToken(candidate, null, now, now);
        });
    }

    /** A token that is not looked at, such as an empty one, is valid as well: that of the anonymous user. */
    static boolean isGood(TokenCheck told) {
        return told.valid() && !told.userId().orElse(KuzzleUser.ANONYMOUS).equals(KuzzleUser.ANONYMOUS);
    }
}
