package dev.kvclient.internal.offline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The file beside the queue's file: it holds the {@link Mark}s, and its lock says whose the queue is. The operating
 * system gives the lock back when the process ends, however it ends. The file stays, for another process may have
 * opened it already.
 */
final class MarkFile implements AutoCloseable {
    /**
     * Those of this process. A second channel must not even be opened: closing it would let go the first one's lock.
     */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;
    private @Nullable Mark last;

    private MarkFile(Path path, FileChannel channel, @Nullable Mark last) {
        this.path = path;
        this.channel = channel;
        this.last = last;
    }

    /**
     * Opens and locks it.
     *
     * @throws InUse if somebody else has it
     */
    static MarkFile open(Path path) throws IOException {
        if (!OPEN.add(path)) {
            throw new InUse("another client of this process");
        }
        FileChannel channel = null;
        boolean opened = false;
        try {
            PrivateFiles.create(path);
            channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            lock(channel);
            MarkFile file = new MarkFile(path, channel, read(channel).orElse(null));
            opened = true;
            return file;
        } finally {
            if (!opened) {
                try {
                    if (channel != null) {
                        channel.close();
                    }
                } finally {
                    OPEN.remove(path);
                }
            }
        }
    }

    private static Optional<Mark> read(FileChannel channel) throws IOException {
        ByteBuffer into = ByteBuffer.allocate((int) Math.min(channel.size(), 2L * Mark.SIZE));
        int read = 0;
        while (read >= 0 && into.hasRemaining()) {
            read = channel.read(into, into.position());
        }
        return Mark.newest(into.array());
    }

    private static void lock(FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            throw new InUse("another client of this process");
        }
        if (lock == null) {
            throw new InUse("another process");
        }
    }

    Optional<Mark> last() {
        return Optional.ofNullable(last);
    }

    /** Writes a mark. Takes no room that the file does not have yet, after the first two. */
    void write(Mark mark) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(mark.toBytes());
        long at = (mark.turn() & 1) * Mark.SIZE;
        while (bytes.hasRemaining()) {
            channel.write(bytes, at + bytes.position());
        }
        last = mark;
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            OPEN.remove(path);
        }
    }

    /** Somebody else has the queue. */
    static final class InUse extends IOException {
        private static final long serialVersionUID = 1L;

        InUse(String who) {
            super("it is in use by " + who);
        }
    }
}
