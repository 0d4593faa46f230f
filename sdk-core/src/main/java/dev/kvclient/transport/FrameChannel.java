package dev.kvclient.transport;

import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvTooLargeException;
import java.net.URI;
import java.util.function.LongConsumer;

/**
 * One live socket, from its upgrade until it is cut. Safe for use by many threads.
 *
 * <p>After the cut nothing more is handed to the socket, {@link #send} fails, and
 * {@link FrameProtocol#lost(FrameChannel, Loss)} tells what became of the frames.
 */
public interface FrameChannel {
    /**
     * Sends a text message, without ever waiting for the network: the frame is queued for the writing thread.
     *
     * @param utf8 the message in UTF-8, which is not changed and must not be changed by the caller afterwards
     * @param numbered told the frame's number before the frame can reach the server, in the order of the numbers and
     *     under the lock that makes this order: the place to note whose frame it is. It must be short, must not block,
     *     and must not send. If it throws, nothing is sent and the number is not used
     * @return the frame's number: 1, 2, 3, ... in the order in which the server gets the frames of this channel
     * @throws KvConnectionException if the channel is cut: {@code NOT_SENT}, retryable, {@code numbered} was not
     *     called. A frame that got a number is never reported so; if it does not leave, the {@link Loss} says so
     * @throws KvTooLargeException if the message is longer than {@link WebSocketSettings#maxFrameBytes()}:
     *     {@code NOT_SENT}, {@code numbered} was not called
     */
    long send(byte[] utf8, LongConsumer numbered);

    /**
     * Sends a text message, as {@link #send(byte[], LongConsumer)} does. The answer may arrive, and the loss be told,
     * before this method returns.
     *
     * @param utf8 the message in UTF-8
     * @return the frame's number
     * @throws KvConnectionException if the channel is cut: {@code NOT_SENT}, retryable
     * @throws KvTooLargeException if the message is longer than {@link WebSocketSettings#maxFrameBytes()}
     */
    default long send(byte[] utf8) {
        return send(utf8, number -> {});
    }

    /**
     * Cuts the channel at once; the connection then reconnects. Messages that have not been given to the protocol yet
     * are not given to it any more. Without effect on a channel that is cut. Does not block, may be called on any
     * thread.
     *
     * @param cause what {@link Loss#cause()} will be
     */
    void drop(KvException cause);

    /**
     * Cuts the channel at once with a {@link KvConnectionException} as the cause, as {@link #drop(KvException)} does.
     *
     * @param reason why, in words, without any secret or stored value
     */
    default void drop(String reason) {
        drop(Failures.broken("the connection was dropped: " + reason, null));
    }

    /** The server at the other end. It may hold secrets in its query, so it is not to be shown. */
    URI endpoint();

    /** Whether the channel still takes frames. What is true now may be false when the answer arrives. */
    boolean isOpen();
}
