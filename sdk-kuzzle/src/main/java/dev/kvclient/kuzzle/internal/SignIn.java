package dev.kvclient.kuzzle.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.kvclient.Credentials;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvRateLimitedException;
import dev.kvclient.error.Outcome;
import dev.kvclient.transport.FrameChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Gets the token that every request carries, before the first of them, and a new one when the server refuses the old.
 *
 * <p>A login binds nothing to the socket: the token travels in each request.
 */
final class SignIn {
    /** A second: the server takes one login in that time anyway. */
    private static final Duration RENEWED = Duration.ofSeconds(1);

    private final KuzzleConnection connection;
    private final @Nullable Credentials credentials;
    private final Object lock = new Object();
    private volatile @Nullable String token;
    private @Nullable CompletableFuture<Boolean> renewal;
    private long renewalStartNanos;

    SignIn(KuzzleConnection connection, Optional<Credentials> credentials) {
        this.connection = connection;
        this.credentials = credentials.orElse(null);
    }

    /** What requests carry; null for the anonymous user. */
    @Nullable
    String token() {
        return token;
    }

    /** On a new connection, before any request: a login, or a look whether the token is still good. */
    CompletionStage<Void> first(FrameChannel channel) {
        if (credentials == null) {
            return CompletableFuture.allOf();
        }
        return obtain(channel).thenAccept(fresh -> token = fresh);
    }

    /**
     * Gets a new token, once for all requests that are refused with the old one.
     *
     * @return false if the refusal is not about the token, or there is no way to a new one
     */
    CompletionStage<Boolean> renew(KvAuthException refused) {
        String refusal = refused.backendCode().orElse("");
        FrameChannel channel = connection.channel();
        boolean fixed = credentials instanceof Credentials.Token known && !known.renewable();
        if (credentials == null || fixed || channel == null || !refusal.startsWith("security.token.")) {
            return CompletableFuture.completedFuture(false);
        }
        synchronized (lock) {
            boolean justRenewed = renewal != null
                    && renewal.isDone()
                    && !renewal.isCompletedExceptionally()
                    && connection.time().nanoTime() - renewalStartNanos < RENEWED.toNanos();
            // What is refused right after a renewal was sent before it, with the old token.
            if (renewal == null || (renewal.isDone() && !justRenewed)) {
                renewalStartNanos = connection.time().nanoTime();
                renewal = obtain(channel).thenApply(fresh -> {
                    token = fresh;
                    return true;
                });
            }
            return renewal.copy();
        }
    }

    private CompletableFuture<String> obtain(FrameChannel channel) {
        if (credentials instanceof Credentials.UserPassword user) {
            return login(channel, user).exceptionallyCompose(thrown -> {
                // The server takes one login a second and connection, and counts those that failed.
                KvRateLimitedException limited = limited(thrown);
                return limited == null
                        ? CompletableFuture.failedFuture(thrown)
                        : later(limited).thenCompose(v -> login(channel, user));
            });
        }
        if (credentials instanceof Credentials.Token given) {
            return supplied(given).thenCompose(candidate -> check(channel, candidate));
        }
        return CompletableFuture.failedFuture(new IllegalStateException("no credentials"));
    }

    private static @Nullable KvRateLimitedException limited(Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        return cause instanceof KvRateLimitedException limited ? limited : null;
    }

    private CompletableFuture<Void> later(KvException limited) {
        CompletableFuture<Void> later = new CompletableFuture<>();
        connection
                .time()
                .schedule(
                        limited.retryAfter().orElseThrow(() -> limited),
                        () -> later.completeAsync(() -> null, Runnable::run));
        return later;
    }

    private CompletableFuture<String> login(FrameChannel channel, Credentials.UserPassword user) {
        KuzzleMessage<String> login = connection.authMessage(
                "login",
                json -> {
                    json.writeStringField("strategy", "local");
                    json.writeObjectFieldStart("body");
                    json.writeStringField("username", user.user());
                    json.writeStringField("password", user.password());
                    json.writeEndObject();
                },
                SignIn::readJwt);
        return connection.sendUnsigned(channel, login);
    }

    /** An application's supplier may block, which no thread of the connection may. */
    private static CompletableFuture<String> supplied(Credentials.Token given) {
        if (!given.renewable()) {
            return CompletableFuture.completedFuture(given.current());
        }
        CompletableFuture<String> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(given.current());
                    } catch (RuntimeException e) {
                        result.completeExceptionally(new KvAuthException(
                                Failure.of(Outcome.NOT_SENT, "the supplier of the token failed")
                                        .cause(e),
                                KvAuthException.Reason.UNAUTHENTICATED));
                    }
                },
                "kvclient-kuzzle-token");
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    /** {@code auth:checkToken} never fails: it says in its result whether the token in its body is good. */
    private CompletableFuture<String> check(FrameChannel channel, String candidate) {
        KuzzleMessage<Boolean> check = connection.authMessage(
                "checkToken",
                json -> {
                    json.writeObjectFieldStart("body");
                    json.writeStringField("token", candidate);
                    json.writeEndObject();
                },
                SignIn::readValid);
        return connection.sendUnsigned(channel, check).thenApply(valid -> {
            if (!valid) {
                throw new KvAuthException(
                        Failure.of(
                                        Outcome.REJECTED,
                                        "the server does not take the token: it is malformed, expired or revoked")
                                .backend("kuzzle")
                                .backendCode("security.token.invalid")
                                .status(401),
                        KvAuthException.Reason.UNAUTHENTICATED);
            }
            return candidate;
        });
    }

    private static String readJwt(JsonParser parser) throws IOException {
        String jwt = null;
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (name.equals("jwt") && value == JsonToken.VALUE_STRING) {
                    jwt = parser.getText();
                }
                parser.skipChildren();
            }
        }
        if (jwt == null) {
            throw Readers.unexpected("a token", parser);
        }
        return jwt;
    }

    private static boolean readValid(JsonParser parser) throws IOException {
        boolean valid = false;
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (name.equals("valid")) {
                    valid = value == JsonToken.VALUE_TRUE;
                }
                parser.skipChildren();
            }
        }
        return valid;
    }
}
