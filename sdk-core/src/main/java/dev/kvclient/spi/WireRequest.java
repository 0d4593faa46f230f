package dev.kvclient.spi;

import java.util.List;

/**
 * One message to the backend, and how to read its answer. Adapters make these; they may be sent more than once, so they
 * hold no state of a sending.
 *
 * @param <T> what the answer gives
 */
public interface WireRequest<T> {
    /** The name of the operation in the backend's own words, for events and messages. */
    String operation();

    /** The keys that it names. */
    List<String> keys();

    /** What carrying it out does. */
    Effect effect();

    /**
     * Sends it once. Does not block and does not throw: whatever happens is told to the attempt, exactly once.
     * Credentials and the request's id are added here, not before.
     */
    void send(WireAttempt<T> attempt);
}
