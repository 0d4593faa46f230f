package dev.kvclient.versori.internal;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads private keys. What goes wrong is told without repeating any of the key. */
final class SigningKeys {
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    /** 2,048 bits: what RS256 asks for at the least (RFC 7518, 3.3). */
    private static final int MIN_BITS = 2_048;

    private SigningKeys() {}

    /**
     * The key of a PEM text.
     *
     * @throws KvRequestException if it is not an RSA key in unencrypted PKCS#8, of 2,048 bits or more
     */
    static RSAPrivateKey read(String pem) {
        if (pem.contains("-----BEGIN RSA PRIVATE KEY-----") || pem.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----")) {
            throw wrong("the signing key is PKCS#1 or encrypted; openssl pkcs8 -topk8 -nocrypt makes PKCS#8 of it");
        }
        Matcher matcher = PKCS8.matcher(pem);
        if (!matcher.find()) {
            throw wrong("the signing key is no PEM text that begins with -----BEGIN PRIVATE KEY-----");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(matcher.group(1));
            if (KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der)) instanceof RSAPrivateKey key
                    && key.getModulus().bitLength() >= MIN_BITS) {
                return key;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Without the cause, which may say more of the key than it should.
            throw wrong("the signing key is no RSA key in PKCS#8");
        }
        throw wrong("the signing key has less than " + MIN_BITS + " bits");
    }

    private static KvRequestException wrong(String problem) {
        return new KvRequestException(Failure.of(Outcome.NOT_SENT, problem));
    }
}
