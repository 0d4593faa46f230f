package dev.kvclient.kuzzle.internal;

import dev.kvclient.spi.WireAttempt;
import dev.kvclient.transport.FrameChannel;

/** A request that was sent and not answered; it stays one, for its place in the window, when its caller has gone. */
final class InFlight<T> {
    private final KuzzleMessage<T> message;
    private final WireAttempt<T> attempt;
    private final FrameChannel channel;
    private final int place;
    private final long sentAtNanos;
    // Set under the lock of the channel, before the frame can leave; until then it certainly has not.
    private volatile long frame = Long.MAX_VALUE;

    InFlight(KuzzleMessage<T> message, WireAttempt<T> attempt, FrameChannel channel, int place, long sentAtNanos) {
        this.message = message;
        this.attempt = attempt;
        this.channel = channel;
        this.place = place;
        this.sentAtNanos = sentAtNanos;
    }

    void numbered(long number) {
        this.frame = number;
    }

    long frame() {
        return frame;
    }

    void answered(byte[] utf8) {
        attempt.answered(() -> message.read(utf8));
    }

    WireAttempt<T> attempt() {
        return attempt;
    }

    FrameChannel channel() {
        return channel;
    }

    int place() {
        return place;
    }

    long sentAtNanos() {
        return sentAtNanos;
    }
}
