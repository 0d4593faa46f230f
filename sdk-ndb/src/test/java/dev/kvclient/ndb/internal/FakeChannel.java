package dev.kvclient.ndb.internal;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.Outcome;
import dev.kvclient.transport.FrameChannel;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A channel that keeps what is sent. For one thread. */
final class FakeChannel implements FrameChannel {
    private final List<String> frames = new ArrayList<>();
    private @Nullable KvException dropped;

    /** What was sent, in order. */
    List<String> frames() {
        return frames;
    }

    /** The last frame. */
    String last() {
        return frames.get(frames.size() - 1);
    }

    /** Why it was dropped, if it was. */
    Optional<KvException> dropped() {
        return Optional.ofNullable(dropped);
    }

    @Override
    public long send(byte[] utf8, LongConsumer numbered) {
        if (dropped != null) {
            throw new KvConnectionException(
                    Failure.of(Outcome.NOT_SENT, "there is no connection").retryable(true));
        }
        numbered.accept(frames.size() + 1L);
        frames.add(new String(utf8, StandardCharsets.UTF_8));
        return frames.size();
    }

    @Override
    public void drop(KvException cause) {
        if (dropped == null) {
            dropped = cause;
        }
    }

    @Override
    public URI endpoint() {
        return URI.create("ws://127.0.0.1:1987/");
    }

    @Override
    public boolean isOpen() {
        return dropped == null;
    }
}
