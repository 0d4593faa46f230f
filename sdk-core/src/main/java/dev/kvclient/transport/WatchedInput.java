package dev.kvclient.transport;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts the reads that brought something, as signs of life, and keeps the exception that the library would swallow.
 */
final class WatchedInput extends FilterInputStream {
    private final AtomicLong reads = new AtomicLong();
    private volatile @Nullable IOException failure;

    WatchedInput(InputStream in) {
        super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int n;
        try {
            n = super.read(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
        if (n > 0) {
            reads.incrementAndGet();
        }
        return n;
    }

    /** A number that changes whenever something comes in. */
    long signsOfLife() {
        return reads.get();
    }

    /** Why reading failed; null if it did not. */
    @Nullable
    IOException failure() {
        return failure;
    }
}
