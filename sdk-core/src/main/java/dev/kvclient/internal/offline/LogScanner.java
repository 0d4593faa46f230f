package dev.kvclient.internal.offline;

import dev.kvclient.internal.offline.LogRecord.Frame;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Finds the intact records in the bytes of a file, wherever they stand. It asks nothing of MVStore, which may show an
 * older state, or wrong bytes, of a damaged file without a word. Each byte is read a bounded number of times, and
 * nothing is allocated by a length that has no matching checksum.
 */
final class LogScanner implements Closeable {
    private static final int WINDOW = 1 << 20;
    private static final int AHEAD = 64 << 10;

    private final FileChannel channel;
    private final long size;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW);
    private long windowAt;

    LogScanner(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ);
        size = channel.size();
        window.limit(0);
    }

    /** Takes what is found. */
    interface Found {
        /** A record, and where its body begins. */
        void record(Frame frame, long bodyAt) throws IOException;
    }

    /** A record of a format that this version does not know. */
    static final class UnknownVersion extends IOException {
        private static final long serialVersionUID = 1L;

        UnknownVersion(int version) {
            super("its format version " + version + " is unknown to this version of the library, which knows "
                    + LogRecord.VERSION);
        }
    }

    long size() {
        return size;
    }

    /** Looks through the whole file. */
    void scan(Found found) throws IOException {
        byte first = (byte) (LogRecord.MAGIC >>> 24);
        byte[] bytes = window.array();
        long at = 0;
        while (at + LogRecord.FRAME <= size) {
            load(at, LogRecord.FRAME, WINDOW);
            int from = (int) (at - windowAt);
            int last = window.limit() - LogRecord.FRAME;
            int i = from;
            while (i <= last && (bytes[i] != first || !LogRecord.isFrame(window, i))) {
                i++;
            }
            at = windowAt + i;
            if (i <= last) {
                at = frame(i, at, found);
            }
        }
    }

    /** The position behind it; just behind its frame, if its body is damaged. */
    private long frame(int i, long at, Found found) throws IOException {
        if (LogRecord.version(window, i) != LogRecord.VERSION) {
            throw new UnknownVersion(LogRecord.version(window, i));
        }
        long bodyAt = at + LogRecord.FRAME;
        Optional<Frame> frame = LogRecord.read(window, i);
        int crc = LogRecord.bodyCrc(window, i);
        if (frame.isEmpty()
                || frame.get().length() < 0
                || frame.get().length() > size - bodyAt
                || crc(bodyAt, frame.get().length()) != crc) {
            return bodyAt;
        }
        found.record(frame.get(), bodyAt);
        return bodyAt + frame.get().length();
    }

    /** The bytes of a body that was found. Those that follow each other in the file are read together. */
    byte[] body(long at, int length) throws IOException {
        byte[] body = new byte[length];
        if (length > AHEAD) {
            readFully(ByteBuffer.wrap(body), at);
        } else if (length > 0) {
            load(at, length, AHEAD);
            window.get((int) (at - windowAt), body);
        }
        return body;
    }

    /** Some bytes, fewer at the end of the file. */
    byte[] bytes(long at, int length) throws IOException {
        return at >= size ? new byte[0] : body(at, (int) Math.min(length, size - at));
    }

    private int crc(long from, int length) throws IOException {
        CRC32C crc = new CRC32C();
        if (from >= windowAt && from + length <= windowAt + window.limit()) {
            crc.update(window.array(), (int) (from - windowAt), length);
            return (int) crc.getValue();
        }
        ByteBuffer piece = ByteBuffer.allocate(Math.min(length, WINDOW));
        long at = from;
        int left = length;
        while (left > 0) {
            piece.clear().limit(Math.min(left, WINDOW));
            readFully(piece, at);
            crc.update(piece.flip());
            at += piece.limit();
            left -= piece.limit();
        }
        return (int) crc.getValue();
    }

    /** Has the window hold at least so many bytes from there on, which are in the file; more if there are. */
    private void load(long at, int length, int ahead) throws IOException {
        if (at < windowAt || at + length > windowAt + window.limit()) {
            window.clear().limit((int) Math.min(ahead, size - at));
            readFully(window, at);
            windowAt = at;
        }
    }

    private void readFully(ByteBuffer into, long at) throws IOException {
        long next = at;
        while (into.hasRemaining()) {
            int read = channel.read(into, next);
            if (read < 0) {
                throw new EOFException("the file became shorter while it was read");
            }
            next += read;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
