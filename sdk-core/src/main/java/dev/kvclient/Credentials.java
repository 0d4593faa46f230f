package dev.kvclient;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * Who the client is. Immutable; {@code toString} shows the kind only.
 *
 * <p>A backend refuses the kinds that it does not know when it is built.
 */
public sealed interface Credentials permits Credentials.Token, Credentials.UserPassword {
    /** A token or API key that does not change. */
    static Credentials token(String token) {
        Objects.requireNonNull(token, "token");
        return new Token(() -> token, false);
    }

    /**
     * A token that is asked for when one is needed: at the start, and again when the backend refuses the last one.
     *
     * @param supplier called on a thread of the client; may block for a short time, and is interrupted when nobody
     *     waits for its token any more
     */
    static Credentials token(Supplier<String> supplier) {
        return new Token(Objects.requireNonNull(supplier, "supplier"), true);
    }

    /** A name and a password, with which the client signs in. */
    static Credentials userPassword(String user, String password) {
        return new UserPassword(Objects.requireNonNull(user, "user"), Objects.requireNonNull(password, "password"));
    }

    /** A token, fixed or supplied. */
    final class Token implements Credentials {
        private final Supplier<String> supplier;
        private final boolean renewable;

        private Token(Supplier<String> supplier, boolean renewable) {
            this.supplier = supplier;
            this.renewable = renewable;
        }

        /** The token as it is now. May block for a short time. */
        public String current() {
            return Objects.requireNonNull(supplier.get(), "the token supplier gave null");
        }

        /** Whether asking again may give another one. */
        public boolean renewable() {
            return renewable;
        }

        @Override
        public String toString() {
            return "Credentials[token]";
        }
    }

    /** A name and a password. */
    final class UserPassword implements Credentials {
        private final String user;
        private final String password;

        private UserPassword(String user, String password) {
            this.user = user;
            this.password = password;
        }

        /** The name. */
        public String user() {
            return user;
        }

        /** The password. A secret. */
        public String password() {
            return password;
        }

        @Override
        public String toString() {
            return "Credentials[user and password]";
        }
    }
}
