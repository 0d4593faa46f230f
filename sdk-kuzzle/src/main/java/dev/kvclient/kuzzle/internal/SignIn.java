package dev.kvclient.kuzzle.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.kvclient.Credentials;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvRateLimitedException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.Futures;
import dev.kvclient.transport.FrameChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Gets the token that every request carries, before the first of them, and a new one when the server refuses the old.
 *
 * <p>A login binds nothing to the socket: the token travels in each request.
 */
final class SignIn {
    /** The id of the user without a token. */
    private static final String ANONYMOUS = "-1";

    /** How long an application's supplier of tokens may take. */
    private static final Duration SUPPLIER_TIMEOUT = Duration.ofSeconds(10);

    private final KuzzleConnection connection;
    private final @Nullable Credentials credentials;
    private final Object lock = new Object();
    private volatile @Nullable String token;
    private @Nullable CompletableFuture<Boolean> renewal;
    private volatile @Nullable String refusedToken;
    private volatile @Nullable Thread asking;

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
        synchronized (lock) {
            // One that was under way has lost its connection.
            renewal = null;
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
        if (credentials == null || fixed || !refusal.startsWith("security.token.")) {
            return CompletableFuture.completedFuture(false);
        }
        if (channel == null) {
            // The next connection signs in anew before it takes requests.
            return CompletableFuture.completedFuture(true);
        }
        synchronized (lock) {
            if (renewal == null || renewal.isDone()) {
                String now = token;
                if (now != null && !now.equals(refusedToken)) {
                    // The refused one was the last: it was renewed while the request was on its way.
                    return CompletableFuture.completedFuture(true);
                }
                renewal = obtain(channel).thenApply(fresh -> {
                    token = fresh;
                    return true;
                });
            }
            return renewal.copy();
        }
    }

    /** The server has refused a request that carried this token. */
    void refused(@Nullable String carried) {
        if (carried != null && carried.equals(token)) {
            refusedToken = carried;
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
        return Futures.cause(thrown) instanceof KvRateLimitedException limited ? limited : null;
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

    /** Nobody waits for a token any more: whoever is still asked for one is interrupted. */
    void abandon() {
        Thread thread = asking;
        if (thread != null) {
            thread.interrupt();
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
        asking = thread;
        thread.start();
        connection
                .time()
                .schedule(
                        SUPPLIER_TIMEOUT,
                        () -> result.completeExceptionally(new KvAuthException(
                                Failure.of(Outcome.NOT_SENT, "the supplier of the token gave none in time"),
                                KvAuthException.Reason.UNAUTHENTICATED)));
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

    static String readJwt(JsonParser parser) throws IOException {
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

    /** A token that is not looked at, such as an empty one, is valid as well: that of the anonymous user. */
    static boolean readValid(JsonParser parser) throws IOException {
        boolean valid = false;
        boolean anonymous = false;
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "valid" -> valid = value == JsonToken.VALUE_TRUE;
                    case "kuid" ->
                        anonymous = value == JsonToken.VALUE_STRING
                                && parser.getText().equals(ANONYMOUS);
                    default -> {}
                }
                parser.skipChildren();
            }
        }
        return valid && !anonymous;
    }
}
