package dev.kvclient.versori.internal;

import dev.kvclient.spi.TimeSource;
import dev.kvclient.versori.VersoriAuth;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The sign-in of the moment: another takes its place when the application gives other credentials, and whoever waits
 * for the former then waits for that one. Safe for use by many threads.
 */
final class CurrentSignIn {
    /** Written under the lock of this. */
    private volatile SignIn now;

    private boolean closed;

    /**
     * Nothing is asked for yet.
     *
     * @throws dev.kvclient.error.KvRequestException if a signing key cannot be read, or the library for it is missing
     */
    CurrentSignIn(Optional<VersoriAuth> auth) {
        this.now = new SignIn(auth);
    }

    SignIn get() {
        return now;
    }

    /** From now on this is who the client is. A supplier of before that is still asked is interrupted. */
    void replace(VersoriAuth auth) {
        SignIn fresh = new SignIn(Optional.of(auth));
        SignIn former;
        boolean tooLate;
        synchronized (this) {
            former = now;
            now = fresh;
            tooLate = closed;
        }
        former.abandon();
        if (tooLate) {
            fresh.abandon();
        }
    }

    /** Before the first request; see {@link SignIn#first}. */
    CompletionStage<Void> first(TimeSource time) {
        return follow(signIn -> signIn.first(time));
    }

    /** Another credential than the one that was refused; see {@link SignIn#renew}. */
    CompletionStage<Boolean> renew(TimeSource time) {
        return follow(signIn -> signIn.renew(time));
    }

    /** Whatever a former one has answered counts no more. */
    private <T> CompletionStage<T> follow(Function<SignIn, CompletionStage<T>> question) {
        SignIn asked = now;
        CompletionStage<T> answer = question.apply(asked);
        return answer.handle((got, thrown) -> asked == now)
                .thenCompose(isCurrent -> isCurrent ? answer : follow(question));
    }

    /** Nobody waits for a credential any more. */
    void close() {
        SignIn last;
        synchronized (this) {
            closed = true;
            last = now;
        }
        last.abandon();
    }
}
