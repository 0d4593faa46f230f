package dev.kvclient.kuzzle.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.kvclient.Credentials;
import dev.kvclient.kuzzle.auth.TokenLife;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** What the client signs in with. {@code toString} shows the kind only. */
sealed interface Identity {
    /** What an application has given. */
    static Identity of(Credentials credentials) {
        if (credentials instanceof Credentials.UserPassword user) {
            return new Login("local", local(user), TokenLife.usual());
        }
        if (credentials instanceof Credentials.Token given) {
            return new Given(given);
        }
        throw new IllegalStateException("unknown credentials");
    }

    /** Whether another token can be had. */
    boolean isRenewable();

    private static String local(Credentials.UserPassword user) {
        StringWriter body = new StringWriter();
        try (JsonGenerator json = KuzzleAnswer.JSON.createGenerator(body)) {
            json.writeStartObject();
            json.writeStringField("username", user.user());
            json.writeStringField("password", user.password());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return body.toString();
    }

    /** A strategy, and what it asks for. */
    final class Login implements Identity {
        private final String strategy;
        private final String body;
        private final TokenLife life;

        /**
         * A login.
         *
         * @param body a JSON object. A secret
         */
        Login(String strategy, String body, TokenLife life) {
            this.strategy = strategy;
            this.body = body;
            this.life = life;
        }

        String strategy() {
            return strategy;
        }

        String body() {
            return body;
        }

        TokenLife life() {
            return life;
        }

        /** The same, whose tokens live so long from now on. */
        Login living(TokenLife other) {
            return other.equals(life) ? this : new Login(strategy, body, other);
        }

        @Override
        public boolean isRenewable() {
            return true;
        }

        @Override
        public String toString() {
            return "Identity[login]";
        }
    }

    /** A token from elsewhere. */
    final class Given implements Identity {
        private final Credentials.Token token;

        Given(Credentials.Token token) {
            this.token = token;
        }

        Credentials.Token token() {
            return token;
        }

        @Override
        public boolean isRenewable() {
            return token.renewable();
        }

        @Override
        public String toString() {
            return "Identity[token]";
        }
    }
}
