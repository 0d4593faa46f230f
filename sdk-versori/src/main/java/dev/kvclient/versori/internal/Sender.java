package dev.kvclient.versori.internal;

import java.util.concurrent.CompletableFuture;

/** What sends requests: the exchange of a call, or the adapter on its own behalf while it connects. */
@FunctionalInterface
interface Sender {
    /** Sends one. */
    <T> CompletableFuture<T> send(VersoriCall<T> request);
}
