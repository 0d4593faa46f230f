package dev.kvclient.versori;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * How the client proves who it is. Immutable; {@code toString} shows the kind only.
 *
 * <p>A secret that is supplied is asked for when the client connects, and again, once, when the server answers 401.
 */
public sealed interface VersoriAuth permits VersoriAuth.Secret, VersoriAuth.SigningKey {
    /**
     * An API key, sent as {@code Authorization: Bearer}.
     *
     * @throws KvRequestException if no header can carry it
     */
    static VersoriAuth apiKey(String key) {
        return new Secret(Kind.API_KEY, fixed(Kind.API_KEY, key), false);
    }

    /** An API key that is asked for; see {@link Secret#current()}. */
    static VersoriAuth apiKey(Supplier<String> supplier) {
        return new Secret(Kind.API_KEY, supplier, true);
    }

    /**
     * A signed JWT, sent as {@code Authorization: JWT}.
     *
     * @throws KvRequestException if no header can carry it
     */
    static VersoriAuth jwt(String jwt) {
        return new Secret(Kind.JWT, fixed(Kind.JWT, jwt), false);
    }

    /** A signed JWT that is asked for; see {@link Secret#current()}. */
    static VersoriAuth jwt(Supplier<String> supplier) {
        return new Secret(Kind.JWT, supplier, true);
    }

    /**
     * A session, sent as the cookie named {@code cookie}.
     *
     * @throws KvRequestException if no cookie can carry it
     */
    static VersoriAuth cookie(String value) {
        return new Secret(Kind.COOKIE, fixed(Kind.COOKIE, value), false);
    }

    /** A session that is asked for; see {@link Secret#current()}. */
    static VersoriAuth cookie(Supplier<String> supplier) {
        return new Secret(Kind.COOKIE, supplier, true);
    }

    /**
     * A signing key of the organization, with which the client makes JWTs of its own: RS256, issuer
     * {@code https://versori.com/sk/<signingKeyId>}, valid for an hour and made anew before that ends. Needs the
     * library {@code com.nimbusds:nimbus-jose-jwt}.
     *
     * @param signingKeyId the id of the key
     * @param externalUserId who the client acts for, as the application knows the user
     * @param pkcs8Pem the private RSA key: PKCS#8 in PEM, not encrypted
     */
    static VersoriAuth signingKey(String signingKeyId, String externalUserId, String pkcs8Pem) {
        return new SigningKey(signingKeyId, externalUserId, pkcs8Pem);
    }

    /** The kinds of secret that a request carries. */
    enum Kind {
        /** {@code Authorization: Bearer ..}. */
        API_KEY,
        /** {@code Authorization: JWT ..}. */
        JWT,
        /** {@code Cookie: cookie=..}. */
        COOKIE;

        /** Whether a header, or a cookie, can carry it as it is. */
        public boolean takes(String secret) {
            return !secret.isEmpty() && secret.chars().allMatch(this::takes);
        }

        private boolean takes(int c) {
            // RFC 6265 leaves some more out of the value of a cookie.
            return c > ' ' && c < 0x7f && (this != COOKIE || "\",;\\".indexOf(c) < 0);
        }
    }

    private static Supplier<String> fixed(Kind kind, String secret) {
        if (!kind.takes(Objects.requireNonNull(secret, "secret"))) {
            throw new KvRequestException(
                    Failure.of(Outcome.NOT_SENT, "the " + kind + " is empty or holds characters that cannot be sent"));
        }
        return () -> secret;
    }

    /** An API key, a JWT or a cookie, fixed or supplied. */
    final class Secret implements VersoriAuth {
        private final Kind kind;
        private final Supplier<String> supplier;
        private final boolean renewable;

        private Secret(Kind kind, Supplier<String> supplier, boolean renewable) {
            this.kind = kind;
            this.supplier = Objects.requireNonNull(supplier, "supplier");
            this.renewable = renewable;
        }

        /** Which kind it is. */
        public Kind kind() {
            return kind;
        }

        /**
         * The secret as it is now. A supplier is called on a thread of the client, may block for a short time, and is
         * interrupted when nobody waits for it any more.
         */
        public String current() {
            return Objects.requireNonNull(supplier.get(), "the supplier gave null");
        }

        /** Whether asking again may give another one. */
        public boolean renewable() {
            return renewable;
        }

        @Override
        public String toString() {
            return "VersoriAuth[" + kind + "]";
        }
    }

    /** A key to sign JWTs with. */
    final class SigningKey implements VersoriAuth {
        private final String signingKeyId;
        private final String externalUserId;
        private final String pkcs8Pem;

        private SigningKey(String signingKeyId, String externalUserId, String pkcs8Pem) {
            this.signingKeyId = Objects.requireNonNull(signingKeyId, "signingKeyId");
            this.externalUserId = Objects.requireNonNull(externalUserId, "externalUserId");
            this.pkcs8Pem = Objects.requireNonNull(pkcs8Pem, "pkcs8Pem");
        }

        /** The id of the key. */
        public String signingKeyId() {
            return signingKeyId;
        }

        /** Who the client acts for. */
        public String externalUserId() {
            return externalUserId;
        }

        /** The private key. A secret. */
        public String pkcs8Pem() {
            return pkcs8Pem;
        }

        @Override
        public String toString() {
            return "VersoriAuth[signing key]";
        }
    }
}
