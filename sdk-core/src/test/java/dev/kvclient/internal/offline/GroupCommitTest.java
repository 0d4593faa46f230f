package dev.kvclient.internal.offline;

import static dev.kvclient.internal.offline.Entries.AT;
import static dev.kvclient.internal.offline.Entries.append;
import static dev.kvclient.internal.offline.Entries.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.error.KvException;
import dev.kvclient.offline.DeliveryStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is said to be stored before a sync, and many share one. */
class GroupCommitTest {
    private static final int THREADS = 16;
    private static final int EACH = 625;

    @TempDir
    Path folder;

    @BeforeEach
    void useTestDisk() {
        TestDisk.use();
    }

    @Test
    void whatIsSaidToBeStoredWasSyncedBeforeAndSyncsAreShared() throws Exception {
        Path file = folder.resolve("queue");
        Map<Long, AtomicLong> syncedWhenTold = new ConcurrentHashMap<>();
        try (Journal journal = Journals.open(file, "memory", "kvclient-groups", TestDisk.SCHEME)) {
            int before = TestDisk.SYNCS.get();
            CountDownLatch all = new CountDownLatch(THREADS * EACH);
            AtomicReference<KvException> failed = new AtomicReference<>();
            List<Thread> appenders = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                Thread thread = new Thread(() -> appendMany(journal, syncedWhenTold, all, failed), "appender-" + t);
                thread.setDaemon(true);
                appenders.add(thread);
                thread.start();
            }
            for (Thread appender : appenders) {
                appender.join(60_000);
            }
            assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(failed.get()).isNull();
            assertThat(TestDisk.SYNCS.get() - before).isBetween(1, THREADS * EACH / 8);
        }
        Map<Long, Long> ends = firstEnds(file);
        assertThat(syncedWhenTold).hasSize(THREADS * EACH);
        syncedWhenTold.forEach((sequence, synced) ->
                assertThat(ends.get(sequence)).as("end of " + sequence).isLessThanOrEqualTo(synced.get()));
    }

    private static void appendMany(
            Journal journal, Map<Long, AtomicLong> synced, CountDownLatch all, AtomicReference<KvException> failed) {
        Semaphore window = new Semaphore(64);
        for (int i = 0; i < EACH; i++) {
            window.acquireUninterruptibly();
            // The callback does not know the sequence number, and may come before it is known here.
            AtomicLong told = new AtomicLong();
            long sequence = journal.append(journal.nextOrder(), AT, List.of(set("k", "v" + i)), failure -> {
                told.set(TestDisk.SYNCED_LENGTH.get());
                failed.compareAndSet(null, failure);
                window.release();
                all.countDown();
            });
            synced.put(sequence, told);
        }
    }

    /** Where the first copy of each request ends in the file. */
    private static Map<Long, Long> firstEnds(Path file) throws Exception {
        Map<Long, Long> ends = new ConcurrentHashMap<>();
        try (LogScanner scanner = new LogScanner(file);
                LogScanner bodies = new LogScanner(file)) {
            scanner.scan((frame, at) -> {
                if (frame.type() == RecordType.ENTRY) {
                    byte[] body = bodies.body(at, frame.length());
                    long sequence = Bodies.entry(body).stored().sequence();
                    ends.merge(sequence, at + frame.length(), Math::min);
                }
            });
        }
        return ends;
    }

    @Test
    void aLoneAppendTakesOneSyncAndASettlementNone() throws Exception {
        try (Journal journal = Journals.open(folder.resolve("queue"), "memory", "kvclient-lone", TestDisk.SCHEME)) {
            int before = TestDisk.SYNCS.get();
            for (int i = 0; i < 20; i++) {
                long sequence = append(journal, set("k", "v")).sequence();
                journal.settle(sequence, DeliveryStatus.DELIVERED, AT, null);
            }
            assertThat(TestDisk.SYNCS.get() - before).isEqualTo(20);
        }
    }
}
