package dev.kvclient.transport;

import java.util.concurrent.CompletionStage;

/**
 * What an adapter does with a {@link WebSocketConnection}: signing in, taking messages, settling what a loss leaves.
 *
 * <p>For one channel the calls come one after the other: {@code opened}, any number of {@code received}, {@code lost}.
 * {@code lost} of a channel has returned before the next one is {@code opened}. All are made on threads of the
 * connection, which must not be blocked and must not run application code.
 */
public interface FrameProtocol {
    /**
     * The socket is upgraded; the state is still {@code CONNECTING}. This is the time to sign in, by sending on the
     * channel; the answers come to {@link #received}. Called on the reading thread: must not block.
     *
     * @param channel the new channel
     * @return completes when requests may be sent, which makes the state {@code CONNECTED}; completes exceptionally if
     *     they may not, which fails this attempt with that exception and cuts the channel. Bounded by what is left of
     *     {@link WebSocketSettings#connectTimeout()}. Throwing is the same as completing exceptionally
     */
    CompletionStage<Void> opened(FrameChannel channel);

    /**
     * A message came. Called on the reading thread: must not block. If it throws, the channel is dropped, for it can no
     * longer be told which answer belongs to which request.
     *
     * @param channel where it came from
     * @param utf8 a whole text message, known to be UTF-8; the callee may keep it
     */
    void received(FrameChannel channel, byte[] utf8);

    /**
     * The channel is gone. Called exactly once for each channel that was opened, also if {@code opened} failed, also at
     * {@link WebSocketConnection#close()}. Every {@link FrameChannel#send(byte[], java.util.function.LongConsumer)
     * send} that got a number has got it before this call.
     *
     * @param channel which one
     * @param loss what became of its frames
     */
    void lost(FrameChannel channel, Loss loss);
}
