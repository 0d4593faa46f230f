package dev.kvclient.internal.offline;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;

/**
 * One MVStore file that is only ever added to. The only class that knows MVStore.
 *
 * <p>Space is never used again: nothing that was synced is overwritten, so that neither a torn write nor a power cut
 * between two syncs can harm what was there before. What is no longer needed goes when the whole file is written anew.
 * Values are stored uncompressed and in one piece, so that {@link LogScanner} finds them in the file.
 */
final class LogFile implements Closeable {
    private final MVStore store;
    private final MVMap<Long, byte[]> log;
    private long next;

    /**
     * Opens a new file.
     *
     * @param scheme in front of the name for MVStore; tests put a file system of theirs in between by it
     * @param path an empty file
     */
    LogFile(String scheme, Path path) throws IOException {
        try {
            // No page needs to be read again, and small pages make a small request a small write.
            store = new MVStore.Builder()
                    .fileName(scheme + path.toAbsolutePath())
                    .autoCommitDisabled()
                    .autoCommitBufferSize(0)
                    .cacheSize(1)
                    .pageSplitSize(4096)
                    .open();
        } catch (RuntimeException e) {
            throw failure(e);
        }
        try {
            store.setReuseSpace(false);
            store.setRetentionTime(0);
            log = store.openMap(
                    "log",
                    new MVMap.Builder<Long, byte[]>()
                            .keyType(LongDataType.INSTANCE)
                            .valueType(ByteArrayDataType.INSTANCE));
        } catch (RuntimeException e) {
            store.closeImmediately();
            throw failure(e);
        }
    }

    void add(byte[] records) throws IOException {
        try {
            log.put(next++, records);
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    /** Writes what was added to the file. */
    void commit() throws IOException {
        try {
            store.commit();
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    /** Has the file, as it is, on the disk when it returns. */
    void sync() throws IOException {
        try {
            store.sync();
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    /** Lets the file go without another write: all that counts was committed. */
    @Override
    public void close() {
        store.closeImmediately();
    }

    private static IOException failure(RuntimeException e) {
        Throwable cause = e;
        while (cause instanceof MVStoreException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof IOException io ? io : new IOException(cause.getMessage(), e);
    }
}
