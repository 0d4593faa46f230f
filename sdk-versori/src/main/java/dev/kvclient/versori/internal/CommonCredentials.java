package dev.kvclient.versori.internal;

import dev.kvclient.Credentials;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.versori.VersoriAuth;

/** The credentials of the common API, as Versori takes them. */
public final class CommonCredentials {
    private CommonCredentials() {}

    /**
     * A token is an API key.
     *
     * @throws KvRequestException if they are of another kind, or no header can carry the token
     */
    public static VersoriAuth auth(Credentials value) {
        if (!(value instanceof Credentials.Token token)) {
            throw new KvRequestException(
                    Failure.of(Outcome.NOT_SENT, "Versori takes tokens only: " + value + " is none"));
        }
        return token.renewable() ? VersoriAuth.apiKey(token::current) : VersoriAuth.apiKey(token.current());
    }
}
