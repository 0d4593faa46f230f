package dev.kvclient.kuzzle.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.kvclient.Credentials;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvRateLimitedException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Futures;
import dev.kvclient.spi.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Makes a token of credentials: by a login, or from the application; the server is asked whether that one is good. */
final class TokenSource {
    /** The id of the user without a token. */
    private static final String ANONYMOUS = "-1";

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
    CompletableFuture<String> obtain(SignInChannel channel, Credentials credentials) {
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
        return CompletableFuture.failedFuture(new IllegalStateException("unknown credentials"));
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

    private <T> KuzzleMessage<T> authMessage(String action, KuzzleMessage.Arguments arguments, ResultReader<T> reader) {
        return new KuzzleMessage<>(transport, "auth", action, Effect.READ, List.of(), arguments, reader, null, false);
    }

    private CompletableFuture<String> login(SignInChannel channel, Credentials.UserPassword user) {
        KuzzleMessage<String> login = authMessage(
                "login",
                json -> {
                    json.writeStringField("strategy", "local");
                    json.writeObjectFieldStart("body");
                    json.writeStringField("username", user.user());
                    json.writeStringField("password", user.password());
                    json.writeEndObject();
                },
                TokenSource::readJwt);
        return channel.send(login);
    }

    /**
     * Nobody waits for a token of former credentials any more: a supplier that is still asked for one is interrupted.
     *
     * @param but the credentials that still count; null for none
     */
    void abandon(@Nullable Credentials but) {
        Asked now = asked;
        if (now != null && now.supplier != but) {
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
    private CompletableFuture<String> check(SignInChannel channel, String candidate) {
        KuzzleMessage<Boolean> check = authMessage(
                "checkToken",
                json -> {
                    json.writeObjectFieldStart("body");
                    json.writeStringField("token", candidate);
                    json.writeEndObject();
                },
                TokenSource::readValid);
        return channel.send(check).thenApply(valid -> {
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
