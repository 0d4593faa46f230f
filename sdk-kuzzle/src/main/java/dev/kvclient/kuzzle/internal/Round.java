package dev.kvclient.kuzzle.internal;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.Futures;
import java.util.concurrent.CompletableFuture;

/** What changes the token on one channel, one at a time. Guarded by the lock of the {@link SignIn}. */
final class Round {
    /** What it is about, and what becomes of requests meanwhile. */
    enum Kind {
        /** Opens the channel: nobody sends before. */
        OPENING,
        /** A new token is needed: requests are held. */
        NEEDED,
        /** The token is being given up: requests are held. */
        LEAVING,
        /** The token stays good until there is a new one: requests are sent. */
        BESIDE
    }

    private final SignInChannel channel;
    private final Kind kind;
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    private boolean changed;

    Round(SignInChannel channel, Kind kind) {
        this.channel = channel;
        this.kind = kind;
    }

    SignInChannel channel() {
        return channel;
    }

    Kind kind() {
        return kind;
    }

    /** True when it has ended, false when the channel was lost before. */
    CompletableFuture<Boolean> done() {
        return done;
    }

    /** The application has given other credentials, so that the token of before counts no more. */
    void changed() {
        changed = true;
    }

    boolean isChanged() {
        return changed;
    }

    /** Why it has failed. */
    static KvException failure(Throwable thrown) {
        Throwable cause = Futures.cause(thrown);
        return cause instanceof KvException known
                ? known
                : new KvProtocolException(
                        Failure.of(Outcome.UNKNOWN, "the sign-in failed").cause(cause));
    }
}
