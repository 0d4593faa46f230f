package dev.kvclient.kuzzle.internal;

import dev.kvclient.error.KvException;
import java.util.concurrent.CompletableFuture;

/** Where a sign-in talks with the server. Two are equal if what is lost with one is lost with the other. */
interface SignInChannel {
    /** Sends a message of the sign-in itself: without a token, and whatever else waits. */
    <T> CompletableFuture<T> send(KuzzleMessage<T> message);

    /** Nothing more is to be sent on it: it ends when all that was sent is answered or overdue. */
    void dropWhenIdle(KvException because);
}
