package dev.kvclient.internal.offline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** A file system of MVStore's that counts syncs, and is full when told. Public, for MVStore makes copies of it. */
public final class TestDisk extends FilePathWrapper {
    static final String SCHEME = "testdisk:";
    static final AtomicInteger SYNCS = new AtomicInteger();
    static final AtomicLong SYNCED_LENGTH = new AtomicLong();
    static final AtomicLong ROOM = new AtomicLong(Long.MAX_VALUE);
    private static volatile boolean syncFails;
    private static volatile boolean syncs = true;

    static void use() {
        FilePath.register(new TestDisk());
        SYNCS.set(0);
        ROOM.set(Long.MAX_VALUE);
        syncFails = false;
        syncs = true;
    }

    /** Syncs take no time, where nothing depends on them. */
    static void useWithoutSync() {
        use();
        syncs = false;
    }

    static void syncFails(boolean value) {
        syncFails = value;
    }

    @Override
    public String getScheme() {
        return "testdisk";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new Channel(super.open(mode));
    }

    private static final class Channel extends FileBase {
        private final FileChannel base;

        Channel(FileChannel base) {
            this.base = base;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            if (syncFails) {
                throw new IOException("Input/output error");
            }
            long length = base.size();
            if (syncs) {
                base.force(metaData);
            }
            SYNCED_LENGTH.set(length);
            SYNCS.incrementAndGet();
        }

        @Override
        public synchronized int write(ByteBuffer src, long position) throws IOException {
            long room = ROOM.get() - position;
            if (room >= src.remaining()) {
                return base.write(src, position);
            }
            // As a full disk does: some of it is written, then it fails.
            if (room > 0) {
                ByteBuffer part = src.duplicate().limit(src.position() + (int) room);
                base.write(part, position);
            }
            throw new IOException("No space left on device");
        }

        @Override
        public int write(ByteBuffer src) throws IOException {
            int written = write(src, base.position());
            base.position(base.position() + written);
            return written;
        }

        @Override
        public synchronized int read(ByteBuffer dst, long position) throws IOException {
            return base.read(dst, position);
        }

        @Override
        public int read(ByteBuffer dst) throws IOException {
            return base.read(dst);
        }

        @Override
        public long position() throws IOException {
            return base.position();
        }

        @Override
        public FileChannel position(long newPosition) throws IOException {
            base.position(newPosition);
            return this;
        }

        @Override
        public long size() throws IOException {
            return base.size();
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            base.truncate(size);
            return this;
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return base.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            base.close();
        }
    }
}
