package dev.kvclient.internal.offline;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.TreeSet;

/** Writes records into a {@link LogFile} and gives them their numbers. Used by one thread at a time. */
final class LogWriter implements Closeable {
    /** Records go into the map in pieces of about this size. */
    private static final int PIECE = 64 << 10;

    private final LogFile file;
    private final long fileId;
    private final long generation;
    private final TreeSet<Long> waiting = new TreeSet<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(PIECE + (PIECE >> 2));
    private long number;
    private long outcomes;
    private long oldest;

    LogWriter(LogFile file, long fileId, long generation) {
        this.file = file;
        this.fileId = fileId;
        this.generation = generation;
    }

    long fileId() {
        return fileId;
    }

    long generation() {
        return generation;
    }

    /** The number of the last record. */
    long number() {
        return number;
    }

    /** A request of these records waits from now on. */
    void waits(long sequence) {
        waiting.add(sequence);
    }

    /**
     * Begins with records that belong together. They name the oldest that waits before them, for some of them may be
     * lost.
     *
     * @param nextSequence the first sequence number that they may use
     */
    void group(long nextSequence) {
        oldest = waiting.isEmpty() ? nextSequence : waiting.first();
    }

    /** Adds a record. */
    void add(RecordType type, long sequence, byte[] body) throws IOException {
        long place = type.chained() ? ++number : ++outcomes;
        put(type, place, body);
        switch (type) {
            case ENTRY, REVIVE -> waiting.add(sequence);
            case SETTLE, BURY, REMOVE -> waiting.remove(sequence);
            default -> {
                // The others say nothing of who waits.
            }
        }
    }

    /** Adds the first record once more, elsewhere in the file: without it little can be said of the others. */
    void repeatBegin(byte[] body) throws IOException {
        put(RecordType.BEGIN, 1, body);
    }

    private void put(RecordType type, long place, byte[] body) throws IOException {
        int size = LogRecord.FRAME + body.length;
        if (size > buffer.remaining()) {
            flush();
            if (size > buffer.capacity()) {
                ByteBuffer single = ByteBuffer.allocate(size);
                LogRecord.write(single, type, fileId, place, oldest, body);
                file.add(single.array());
                return;
            }
        }
        LogRecord.write(buffer, type, fileId, place, oldest, body);
        if (buffer.position() >= PIECE) {
            flush();
        }
    }

    /** Closes the piece that is being filled. */
    void flush() throws IOException {
        if (buffer.position() > 0) {
            byte[] piece = new byte[buffer.position()];
            buffer.flip().get(piece);
            buffer.clear();
            file.add(piece);
        }
    }

    /** Writes all to the file. */
    void commit() throws IOException {
        flush();
        file.commit();
    }

    /** Has it on the disk. */
    void sync() throws IOException {
        file.sync();
    }

    @Override
    public void close() {
        file.close();
    }
}
