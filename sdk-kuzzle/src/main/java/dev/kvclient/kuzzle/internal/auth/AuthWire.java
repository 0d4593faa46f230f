package dev.kvclient.kuzzle.internal.auth;

import dev.kvclient.kuzzle.auth.LoginToken;
import dev.kvclient.kuzzle.auth.TokenLife;
import dev.kvclient.kuzzle.internal.KuzzleMessage;
import dev.kvclient.kuzzle.internal.ResultReader;
import dev.kvclient.spi.Ack;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.WireRequest;

/** Makes the requests of the authentication for a connection. */
public interface AuthWire {
    /** A message that changes nothing of who the client is. */
    <T> WireRequest<T> message(
            Exchange x, AuthAction action, KuzzleMessage.Arguments arguments, ResultReader<T> reader);

    /**
     * Signs in, and is that user from then on.
     *
     * @param body the credentials, a JSON object
     */
    WireRequest<LoginToken> login(String strategy, String body, TokenLife life);

    /** Signs out, and is anonymous from then on. */
    WireRequest<Ack> logout(boolean everywhere);

    /** Replaces the token. */
    WireRequest<LoginToken> refresh(TokenLife life);
}
