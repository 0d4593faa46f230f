package dev.kvclient.kuzzle.internal;

import dev.kvclient.kuzzle.KuzzleAttributes;
import dev.kvclient.kuzzle.auth.LoginToken;
import dev.kvclient.kuzzle.auth.TokenLife;
import dev.kvclient.kuzzle.internal.auth.AuthAction;
import dev.kvclient.kuzzle.internal.auth.AuthWire;
import dev.kvclient.spi.Ack;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.WireAttempt;
import dev.kvclient.spi.WireRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Requests of the authentication over a transport: those that change who the client is go by its sign-in. */
record AuthMessages(KuzzleTransport transport) implements AuthWire {
    @Override
    public <T> WireRequest<T> message(
            Exchange x, AuthAction action, KuzzleMessage.Arguments arguments, ResultReader<T> reader) {
        return new KuzzleMessage<>(
                transport,
                "auth",
                action.wireName(),
                action.effect(),
                List.of(),
                arguments,
                reader,
                x.attribute(KuzzleAttributes.VOLATILE).orElse(null),
                x.attribute(KuzzleAttributes.TRIGGER_EVENTS).orElse(false));
    }

    @Override
    public WireRequest<LoginToken> login(String strategy, String body, TokenLife life) {
        Identity.Login who = new Identity.Login(strategy, body, life);
        return new Change<>(AuthAction.LOGIN, attempt -> transport.signIn().login(who, attempt));
    }

    @Override
    public WireRequest<Ack> logout(boolean everywhere) {
        return new Change<>(AuthAction.LOGOUT, attempt -> transport.signIn().logout(everywhere, attempt));
    }

    @Override
    public WireRequest<LoginToken> refresh(TokenLife life) {
        return new Change<>(
                AuthAction.REFRESH_TOKEN,
                attempt -> attempt.sending()
                        ? transport.signIn().refresh(life)
                        : CompletableFuture.failedFuture(KuzzleConnection.withdrawn()));
    }

    /** A request that the sign-in carries out. */
    private record Change<T>(AuthAction action, Function<WireAttempt<T>, CompletionStage<T>> work)
            implements WireRequest<T> {
        @Override
        public String operation() {
            return action.operation();
        }

        @Override
        public List<String> keys() {
            return List.of();
        }

        @Override
        public Effect effect() {
            return action.effect();
        }

        @Override
        public void send(WireAttempt<T> attempt) {
            work.apply(attempt).whenComplete((value, thrown) -> {
                if (thrown == null) {
                    attempt.answered(() -> value);
                } else {
                    attempt.failed(Round.failure(thrown));
                }
            });
        }

        /** Names the action. */
        @Override
        public String toString() {
            return operation();
        }
    }
}
