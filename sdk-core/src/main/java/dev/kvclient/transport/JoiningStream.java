package dev.kvclient.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Joins frames on their way to the socket, and keeps account of them.
 *
 * <p>The library's writing thread takes one frame from its queue, writes it in one call and flushes. Here the bytes are
 * held as long as the queue has more, for then the same thread comes again at once: it alone takes from that queue, so
 * what it saw there is still there. The frame that leaves the queue empty sends all. So nothing stays behind, and a
 * system call carries up to {@value #JOINED_BYTES} bytes instead of one frame.
 *
 * <p>Used by the writing thread only, but for {@link #writer()} and {@link #closeFrameSent()}.
 */
final class JoiningStream extends OutputStream {
    /** How much is handed to the socket at a time; larger frames go by themselves. */
    static final int JOINED_BYTES = 64 * 1024;

    private static final int OPCODE = 0x0f;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;

    private final OutputStream socket;
    private final SendAccount account;
    private final BooleanSupplier moreWaits;
    private final String threadName;
    private final CountDownLatch closeFrameSent = new CountDownLatch(1);
    private final byte[] held = new byte[JOINED_BYTES];
    private int heldBytes;
    private long lastFrame;
    private volatile @Nullable Thread writer;

    /**
     * Makes one.
     *
     * @param socket where the bytes go
     * @param account asked before text frames go there
     * @param moreWaits whether the queue of the writing thread has another frame
     * @param threadName the name to give to the writing thread
     */
    JoiningStream(OutputStream socket, SendAccount account, BooleanSupplier moreWaits, String threadName) {
        this.socket = socket;
        this.account = account;
        this.moreWaits = moreWaits;
        this.threadName = threadName;
    }

    /** One frame, whole; the very first call is the HTTP request for the upgrade. */
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (writer == null) {
            Thread.currentThread().setName(threadName);
            writer = Thread.currentThread();
            socket.write(bytes, offset, length);
            socket.flush();
            return;
        }
        int opcode = bytes[offset] & OPCODE;
        if (opcode == CLOSE) {
            // Passes even after the cut, alone: it carries nothing that would have to be accounted for.
            handOver();
            socket.write(bytes, offset, length);
            socket.flush();
            closeFrameSent.countDown();
            return;
        }
        if (heldBytes + length > JOINED_BYTES) {
            handOver();
        }
        if (opcode == TEXT) {
            lastFrame++;
        }
        if (length > JOINED_BYTES) {
            if (account.handOver(lastFrame)) {
                socket.write(bytes, offset, length);
            }
        } else {
            System.arraycopy(bytes, offset, held, heldBytes, length);
            heldBytes += length;
        }
    }

    @Override
    public void write(int b) throws IOException {
        throw new IOException("frames are written whole");
    }

    /** The end of a frame: sends what is held, unless more follows at once. */
    @Override
    public void flush() throws IOException {
        if (!moreWaits.getAsBoolean()) {
            handOver();
            socket.flush();
        }
    }

    /** The writing thread; null until it has sent the request for the upgrade. */
    @Nullable
    Thread writer() {
        return writer;
    }

    /** Opens when a close frame was handed to the socket. */
    CountDownLatch closeFrameSent() {
        return closeFrameSent;
    }

    private void handOver() throws IOException {
        int bytes = heldBytes;
        heldBytes = 0;
        if (bytes > 0 && account.handOver(lastFrame)) {
            socket.write(held, 0, bytes);
        }
    }
}
