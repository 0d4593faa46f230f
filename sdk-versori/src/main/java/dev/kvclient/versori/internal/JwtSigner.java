package dev.kvclient.versori.internal;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.interfaces.RSAPrivateKey;
import java.time.Instant;
import java.util.Date;

/** The only class that knows the JWT library, which is optional: it is looked at when there is a signing key. */
final class JwtSigner {
    private static final String ISSUER = "https://versori.com/sk/";

    private final JWSSigner signer;
    private final String issuer;
    private final String subject;

    JwtSigner(RSAPrivateKey key, String signingKeyId, String externalUserId) {
        this.signer = new RSASSASigner(key);
        this.issuer = ISSUER + signingKeyId;
        this.subject = externalUserId;
    }

    /** A JWT by RS256 with {@code iss}, {@code sub}, {@code iat} and {@code exp}. Safe for use by many threads. */
    String sign(Instant issuedAt, Instant expiresAt) {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(JOSEObjectType.JWT)
                        .build(),
                new JWTClaimsSet.Builder()
                        .issuer(issuer)
                        .subject(subject)
                        .issueTime(Date.from(issuedAt))
                        .expirationTime(Date.from(expiresAt))
                        .build());
        try {
            jwt.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("the platform cannot sign by RS256", e);
        }
        return jwt.serialize();
    }
}
