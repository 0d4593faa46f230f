package dev.kvclient.kuzzle.internal;

import dev.kvclient.spi.WireAttempt;
import dev.kvclient.transport.FrameChannel;
import java.util.function.Function;

/** A request that was sent and not answered; it stays one, for its place in the window, when its caller has gone. */
final class InFlight<T> {
    private final WireAttempt<T> attempt;
    private final Function<byte[], T> reader;
    private final FrameChannel channel;
    private final int place;
    private final long sentAtNanos;
    // Set under the lock of the channel, before the frame can leave; until then it certainly has not.
    private volatile long frame = Long.MAX_VALUE;

    InFlight(WireAttempt<T> attempt, Function<byte[], T> reader, FrameChannel channel, int place, long sentAtNanos) {
        this.attempt = attempt;
        this.reader = reader;
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
        attempt.answered(() -> reader.apply(utf8));
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
