package dev.kvclient.internal.offline;

import dev.kvclient.internal.offline.Bodies.Begin;
import dev.kvclient.internal.offline.Bodies.Change;
import dev.kvclient.internal.offline.Bodies.Grave;
import dev.kvclient.internal.offline.Journal.Stored;
import dev.kvclient.internal.offline.LogIndex.Chain;
import dev.kvclient.internal.offline.QueueState.Snapshot;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a journal with its mark: adds records, and writes the whole anew, from what is in the queue, whenever it
 * is opened, has grown, or has failed. Used by one thread at a time.
 */
final class LogStore implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(LogStore.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    /** So much is handed to MVStore at once: it is all in memory until it is committed. */
    private static final long COMMIT_BYTES = 8L << 20;

    private final Path path;
    private final String scheme;
    private final MarkFile mark;
    private final String journal;
    private final String backend;
    private long generation;
    private long lastSequence;
    private long maxOrder;
    private @Nullable LogWriter writer;
    private long goodLength;
    private boolean unsynced;
    private boolean markFailed;

    LogStore(Path path, String scheme, MarkFile mark, String journal, String backend, Recovered recovered) {
        this.path = path;
        this.scheme = scheme;
        this.mark = mark;
        this.journal = journal;
        this.backend = backend;
        this.generation = recovered.generation();
        this.lastSequence = recovered.nextSequence() - 1;
        this.maxOrder = recovered.maxOrder();
    }

    /** Whether it can be written to. If not, {@link #renew} may mend it. */
    boolean isOpen() {
        return writer != null;
    }

    /** The last sequence number that was written: what is behind it is no part of a snapshot. */
    long lastSequence() {
        return lastSequence;
    }

    /** The length of the file. */
    long length() {
        return goodLength;
    }

    /**
     * Adds records.
     *
     * @param sync whether they are on the disk when it returns; otherwise they are in the file, and there with the next
     *     sync
     * @throws IOException if none of them is stored; the store is no longer open then
     */
    void write(List<Item> items, boolean sync) throws IOException {
        LogWriter to = writer;
        if (to == null) {
            throw new IOException("the file is not open");
        }
        boolean done = false;
        try {
            for (Item item : items) {
                if (item.type() == RecordType.REVIVE) {
                    to.waits(item.sequence());
                }
            }
            to.group(lastSequence + 1);
            for (Item item : items) {
                to.add(item.type(), item.sequence(), item.body());
            }
            to.commit();
            unsynced = true;
            if (sync) {
                to.sync();
                unsynced = false;
            }
            for (Item item : items) {
                if (item.type() == RecordType.ENTRY) {
                    lastSequence = Math.max(lastSequence, item.sequence());
                }
                maxOrder = Math.max(maxOrder, item.order());
            }
            goodLength = Files.size(path);
            done = true;
        } finally {
            if (!done) {
                giveUp();
            }
        }
        if (sync) {
            mark(to);
        }
    }

    /** Has what was written on the disk. */
    void sync() throws IOException {
        LogWriter of = writer;
        if (of != null && unsynced) {
            of.sync();
            unsynced = false;
            mark(of);
        }
    }

    /**
     * Writes a file of nothing but this in the place of the present one. The new file is complete, synced and read
     * again before it takes the place.
     *
     * @throws IOException if that cannot be; the present file stays then, and if it was open, it mostly is still
     */
    void renew(Snapshot snapshot) throws IOException {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        PrivateFiles.createAnew(fresh);
        boolean done = false;
        try {
            LogWriter made = fill(fresh, snapshot);
            try {
                close();
                PrivateFiles.replace(fresh, path);
                goodLength = Files.size(path);
                done = true;
            } finally {
                if (!done) {
                    made.close();
                }
            }
            writer = made;
            generation = made.generation();
            unsynced = false;
            mark(made);
        } finally {
            if (!done) {
                Files.deleteIfExists(fresh);
            }
        }
    }

    private LogWriter fill(Path fresh, Snapshot snapshot) throws IOException {
        LogWriter made = new LogWriter(new LogFile(scheme, fresh), RANDOM.nextLong(), generation + 1);
        boolean done = false;
        try {
            byte[] begin = Bodies.begin(new Begin(
                    journal,
                    backend,
                    made.generation(),
                    lastSequence + 1,
                    maxOrder,
                    snapshot.waiting().size(),
                    snapshot.dead().size(),
                    snapshot.outcomes().size()));
            snapshot.waiting().forEach(stored -> made.waits(stored.sequence()));
            made.group(lastSequence + 1);
            Filling filling = new Filling(made);
            filling.add(RecordType.BEGIN, 0, begin);
            filling.addRequests(snapshot);
            for (Change outcome : snapshot.outcomes()) {
                filling.add(RecordType.OUTCOME, outcome.sequence(), Bodies.change(outcome));
            }
            made.flush();
            made.repeatBegin(begin);
            made.commit();
            made.sync();
            verify(fresh, made, snapshot.outcomes().size());
            done = true;
            return made;
        } finally {
            if (!done) {
                made.close();
            }
        }
    }

    /** Adds records and commits now and then. */
    private static final class Filling {
        private final LogWriter to;
        private long uncommitted;

        Filling(LogWriter to) {
            this.to = to;
        }

        /** All by their sequence, so that those before a damage are all that there were up to some sequence. */
        void addRequests(Snapshot snapshot) throws IOException {
            Iterator<Grave> dead = snapshot.dead().iterator();
            Grave next = dead.hasNext() ? dead.next() : null;
            for (Stored stored : snapshot.waiting()) {
                while (next != null && next.change().sequence() < stored.sequence()) {
                    add(RecordType.DEAD, next.change().sequence(), Bodies.grave(next));
                    next = dead.hasNext() ? dead.next() : null;
                }
                add(RecordType.ENTRY, stored.sequence(), Bodies.entry(stored, false));
            }
            while (next != null) {
                add(RecordType.DEAD, next.change().sequence(), Bodies.grave(next));
                next = dead.hasNext() ? dead.next() : null;
            }
        }

        void add(RecordType type, long sequence, byte[] body) throws IOException {
            to.add(type, sequence, body);
            uncommitted += LogRecord.FRAME + body.length;
            if (uncommitted > COMMIT_BYTES) {
                to.commit();
                uncommitted = 0;
            }
        }
    }

    /** Another release of MVStore might store in another way: then that is found out before anything is lost by it. */
    private static void verify(Path fresh, LogWriter made, int outcomes) throws IOException {
        LogIndex index = new LogIndex();
        try (LogScanner scanner = new LogScanner(fresh)) {
            scanner.scan(index);
        }
        Optional<Chain> chain = index.chain(Optional.empty());
        boolean whole = chain.isPresent()
                && chain.get().file() == made.fileId()
                && chain.get().records().size() == made.number()
                && chain.get().records().lastKey() == made.number()
                && chain.get().outcomes().size() == outcomes;
        if (!whole) {
            throw new IOException("what was written cannot be read again");
        }
    }

    private void mark(LogWriter of) {
        long turn = mark.last().map(Mark::turn).orElse(0L) + 1;
        try {
            mark.write(new Mark(
                    turn,
                    journal,
                    backend,
                    of.generation(),
                    of.fileId(),
                    of.number(),
                    lastSequence + 1,
                    maxOrder,
                    goodLength));
            markFailed = false;
        } catch (IOException e) {
            // An older mark is harmless: only a damage of the very end of the file would go unnoticed.
            if (!markFailed) {
                LOG.warn("The mark beside an offline queue cannot be written: {}", e.toString());
            }
            markFailed = true;
        }
    }

    /** Takes away what was written and is not to count: its callers are told that it is not stored. */
    private void giveUp() {
        close();
        try {
            PrivateFiles.truncate(path, goodLength);
        } catch (IOException e) {
            LOG.warn("The file of an offline queue cannot be cut to what is valid: {}", e.toString());
        }
    }

    /** Lets the file go as it is. */
    @Override
    public void close() {
        LogWriter open = writer;
        writer = null;
        if (open != null) {
            open.close();
        }
    }
}
