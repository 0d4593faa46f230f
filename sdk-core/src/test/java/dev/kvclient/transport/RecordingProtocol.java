package dev.kvclient.transport;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what a connection tells its protocol. Each of the three calls may be given something to do. */
class RecordingProtocol implements FrameProtocol {
    final BlockingQueue<FrameChannel> opened = new LinkedBlockingQueue<>();
    final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    final BlockingQueue<Lost> lost = new LinkedBlockingQueue<>();

    record Lost(FrameChannel channel, Loss loss) {}

    @Override
    public CompletionStage<Void> opened(FrameChannel channel) {
        opened.add(channel);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void received(FrameChannel channel, byte[] utf8) {
        received.add(new String(utf8, StandardCharsets.UTF_8));
    }

    @Override
    public void lost(FrameChannel channel, Loss loss) {
        lost.add(new Lost(channel, loss));
    }

    FrameChannel nextOpened() throws InterruptedException {
        return next(opened);
    }

    String nextReceived() throws InterruptedException {
        return next(received);
    }

    Lost nextLost() throws InterruptedException {
        return next(lost);
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T value = queue.poll(20, TimeUnit.SECONDS);
        if (value == null) {
            throw new AssertionError("nothing came in 20 s");
        }
        return value;
    }
}
