package dev.kvclient.versori.internal;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.TimeSource;
import dev.kvclient.versori.VersoriAuth;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Gets the credential that every request carries, and another one when the server refuses it; of what the application
 * has given once. Safe for use by many threads.
 */
final class SignIn {
    /** An hour, as in the vendor's examples. */
    private static final Duration JWT_LIFE = Duration.ofHours(1);

    /** 5 min before the end of a JWT another one is made: the clocks of client and server may be that far apart. */
    private static final Duration JWT_RENEWED_BEFORE = Duration.ofMinutes(5);

    /** How long an application's supplier of secrets may take. */
    private static final Duration SUPPLIER_TIMEOUT = Duration.ofSeconds(10);

    private final VersoriAuth.@Nullable Secret secret;
    private final @Nullable JwtSigner signer;
    private final Object lock = new Object();
    private volatile @Nullable Signed signed;
    private volatile @Nullable Credential credential;
    private volatile @Nullable Credential refused;

    // Guarded by the lock.
    private @Nullable CompletableFuture<Credential> asked;
    private @Nullable Question last;
    private boolean abandoned;

    /** A JWT of our own. */
    private record Signed(Credential credential, Instant renewAt) {}

    /**
     * Nothing is asked for yet.
     *
     * @throws KvRequestException if a signing key cannot be read, or the library for it is missing
     */
    SignIn(Optional<VersoriAuth> auth) {
        VersoriAuth given = auth.orElse(null);
        this.secret = given instanceof VersoriAuth.Secret known ? known : null;
        this.signer = given instanceof VersoriAuth.SigningKey key ? signer(key) : null;
        if (secret != null && !secret.renewable()) {
            credential = credential(secret.kind(), secret.current());
        }
    }

    private static JwtSigner signer(VersoriAuth.SigningKey key) {
        try {
            return new JwtSigner(SigningKeys.read(key.pkcs8Pem()), key.signingKeyId(), key.externalUserId());
        } catch (NoClassDefFoundError e) {
            throw new KvRequestException(Failure.of(
                            Outcome.NOT_SENT,
                            "a signing key needs the library com.nimbusds:nimbus-jose-jwt: add it as a dependency, and"
                                    + " on the module path also --add-modules com.nimbusds.jose.jwt")
                    .cause(e));
        }
    }

    /** Whether a request can be sent; otherwise the application has to be asked first. */
    boolean isReady() {
        return secret == null || credential != null;
    }

    /** What a request carries that is sent now; null if there are no credentials, or it is not ready. */
    @Nullable
    Credential current(TimeSource time) {
        return signer == null ? credential : signed(signer, time);
    }

    private Credential signed(JwtSigner by, TimeSource time) {
        Instant now = time.now();
        Signed last = signed;
        if (last == null || !now.isBefore(last.renewAt())) {
            synchronized (lock) {
                last = signed;
                if (last == null || !now.isBefore(last.renewAt())) {
                    last = sign(by, now);
                    signed = last;
                }
            }
        }
        return last.credential();
    }

    private static Signed sign(JwtSigner by, Instant now) {
        Instant end = now.plus(JWT_LIFE);
        return new Signed(new Credential("Authorization", "JWT " + by.sign(now, end)), end.minus(JWT_RENEWED_BEFORE));
    }

    /** Before the first request. */
    CompletionStage<Void> first(TimeSource time) {
        return secret == null || isReady() ? CompletableFuture.allOf() : CompletableFuture.allOf(ask(secret, time));
    }

    /** The server has answered 401 to a request that carried this; of no interest if another has come since. */
    void refused(@Nullable Credential carried) {
        Signed own = signed;
        Credential last = own == null ? credential : own.credential();
        if (carried != null && last != null && carried.isSameAs(last)) {
            refused = carried;
        }
    }

    /**
     * Gets another credential, once for all requests that were refused with the same.
     *
     * @return false if there is no way to another one
     */
    CompletionStage<Boolean> renew(TimeSource time) {
        if (!isReady()) {
            // What was refused is of another sign-in: this one has sent nothing yet.
            return first(time).thenApply(there -> true);
        }
        Credential bad = refused;
        Credential now = current(time);
        if (now == null) {
            return CompletableFuture.completedFuture(false);
        }
        if (bad == null || !now.isSameAs(bad)) {
            // It was renewed while the request was on its way.
            return CompletableFuture.completedFuture(true);
        }
        if (signer != null) {
            synchronized (lock) {
                signed = sign(signer, time.now());
            }
            // Within the same second it is the same: nothing would be gained.
            return CompletableFuture.completedFuture(!signed(signer, time).isSameAs(bad));
        }
        return secret != null && secret.renewable()
                ? supplied(secret, bad, time)
                : CompletableFuture.completedFuture(false);
    }

    private CompletionStage<Boolean> supplied(VersoriAuth.Secret from, Credential bad, TimeSource time) {
        synchronized (lock) {
            Credential now = credential;
            return now != null && !now.isSameAs(bad)
                    ? CompletableFuture.completedFuture(true)
                    : ask(from, time).thenApply(fresh -> !fresh.isSameAs(bad));
        }
    }

    /** Asks for a secret, or waits with those who have asked already. */
    private CompletableFuture<Credential> ask(VersoriAuth.Secret from, TimeSource time) {
        synchronized (lock) {
            if (asked == null || asked.isDone()) {
                asked = obtain(from, time).thenApply(fresh -> {
                    credential = fresh;
                    return fresh;
                });
            }
            return asked;
        }
    }

    /**
     * Nobody wants a secret any more: nobody is asked for one from now on, and whoever still is, is interrupted; those
     * who wait for it wait no longer.
     */
    void abandon() {
        Question question;
        synchronized (lock) {
            abandoned = true;
            question = last;
        }
        if (question != null) {
            question.end(givenUp(question.from));
        }
    }

    private static KvAuthException givenUp(VersoriAuth.Secret from) {
        return noSecret("the " + from.kind() + " is not wanted any more", null);
    }

    /** Called under the lock. */
    private CompletableFuture<Credential> obtain(VersoriAuth.Secret from, TimeSource time) {
        if (abandoned) {
            return CompletableFuture.failedFuture(givenUp(from));
        }
        Question before = last;
        if (before != null && !before.returned) {
            // It was interrupted, and does not mind. One such thread is enough.
            return CompletableFuture.failedFuture(
                    noSecret("the supplier of the " + from.kind() + " still has not answered", null));
        }
        Question question = new Question(from);
        last = question;
        question.thread.start();
        TimeSource.Cancellable limit = time.schedule(
                SUPPLIER_TIMEOUT,
                () -> question.end(noSecret("the supplier of the " + from.kind() + " gave none in time", null)));
        return question.answer.whenComplete((got, failed) -> limit.cancel());
    }

    /** What an application's supplier is asked: it may block, which no thread of the client may. */
    private static final class Question {
        private final VersoriAuth.Secret from;
        private final CompletableFuture<Credential> answer = new CompletableFuture<>();
        private final Thread thread = new Thread(this::ask, "kvclient-versori-secret");
        private volatile boolean returned;

        Question(VersoriAuth.Secret from) {
            this.from = from;
            thread.setDaemon(true);
        }

        private void ask() {
            try {
                answer.complete(credential(from.kind(), secret()));
            } catch (KvException e) {
                answer.completeExceptionally(e);
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(noSecret("the supplier of the " + from.kind() + " failed", e));
            }
        }

        private String secret() {
            try {
                return from.current();
            } finally {
                returned = true;
            }
        }

        /** Does not wait any longer, if there is no answer yet. */
        void end(KvAuthException why) {
            if (answer.completeExceptionally(why)) {
                thread.interrupt();
            }
        }
    }

    private static Credential credential(VersoriAuth.Kind kind, String secret) {
        if (!kind.takes(secret)) {
            throw noSecret("the " + kind + " is empty or holds characters that cannot be sent", null);
        }
        return switch (kind) {
            case API_KEY -> new Credential("Authorization", "Bearer " + secret);
            case JWT -> new Credential("Authorization", "JWT " + secret);
            case COOKIE -> new Credential("Cookie", "cookie=" + secret);
        };
    }

    private static KvAuthException noSecret(String problem, @Nullable Throwable cause) {
        return new KvAuthException(
                Failure.of(Outcome.NOT_SENT, problem).cause(cause), KvAuthException.Reason.UNAUTHENTICATED);
    }
}
