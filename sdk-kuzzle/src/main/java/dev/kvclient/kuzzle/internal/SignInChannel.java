package dev.kvclient.kuzzle.internal;

import dev.kvclient.error.KvException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Where a sign-in talks with the server. Two are equal if what is lost with one is lost with the other. */
interface SignInChannel {
    /**
     * Sends a message of the sign-in itself, whatever else waits.
     *
     * @param token with this token, whichever the requests carry; null for none
     */
    <T> CompletableFuture<T> send(KuzzleMessage<T> message, @Nullable String token);

    /** Nothing more is to be sent on it: it ends when all that was sent is answered or overdue. */
    void dropWhenIdle(KvException because);
}
