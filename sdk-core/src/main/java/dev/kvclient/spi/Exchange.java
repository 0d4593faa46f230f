package dev.kvclient.spi;

import dev.kvclient.Attribute;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The way from a command to the wire: one exchange for each call. What an adapter sends through it is retried as the
 * rules allow, within the deadline of the call.
 */
public interface Exchange {
    /**
     * Sends a request, again if the rules allow and it is needed.
     *
     * @return completed on {@link #executor()}; failed with a {@link dev.kvclient.error.KvException}
     */
    <T> CompletableFuture<T> send(WireRequest<T> request);

    /** Where the continuations of this call run: the blocked caller's own thread, or the callback executor. */
    Executor executor();

    /** The time source of the client. */
    TimeSource time();

    /** The value of an attribute that the caller gave. */
    <T> Optional<T> attribute(Attribute<T> attribute);

    /** Whether a request of this call was sent again after an attempt without answer, so that answers may mislead. */
    boolean repeated();

    /** Whether the call has ended for its caller, by its deadline or by cancellation: nothing more should be sent. */
    boolean ended();
}
