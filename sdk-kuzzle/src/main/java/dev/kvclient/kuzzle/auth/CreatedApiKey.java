package dev.kvclient.kuzzle.auth;

import java.util.Objects;

/**
 * An API key that was just made, with the token in it, which the server shows this once.
 *
 * @param key the key
 * @param value the token: {@link dev.kvclient.Credentials#token(String)} takes it. A secret; {@link #toString()} does
 *     not show it
 */
public record CreatedApiKey(ApiKey key, String value) {
    /** Nothing of it may be null. */
    public CreatedApiKey {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
    }

    @Override
    public String toString() {
        return "CreatedApiKey[" + key + "]";
    }
}
