package dev.kvclient.kuzzle.internal.auth;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.kvclient.kuzzle.auth.TokenLife;
import java.io.IOException;

/** Arguments that several requests have. */
public final class AuthArguments {
    private AuthArguments() {}

    /** How long a token is to live, at the top level. */
    public static void life(JsonGenerator json, TokenLife life) throws IOException {
        if (life.expiresIn().isPresent()) {
            json.writeNumberField("expiresIn", life.expiresIn().getAsLong());
        }
    }

    /** The token that is asked about, in the body. */
    public static void checked(JsonGenerator json, String token) throws IOException {
        json.writeObjectFieldStart("body");
        json.writeStringField("token", token);
        json.writeEndObject();
    }
}
