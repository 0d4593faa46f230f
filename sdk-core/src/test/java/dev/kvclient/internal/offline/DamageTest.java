package dev.kvclient.internal.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.internal.offline.Journal.Stored;
import dev.kvclient.offline.DeadLetter;
import dev.kvclient.offline.DeliveryStatus;
import dev.kvclient.offline.QueueDamage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files: each opens, soon, and what it says of itself is right.
 *
 * <p>Right is, with S the sequence number of the report:
 * <ul>
 *   <li>Nothing that was never stored appears, and what appears is as it was stored.
 *   <li>All that waited up to S waits, in order; nothing that waited behind S does: it is a dead letter, or is lost.
 *   <li>A request that had left the queue may wait again only if the record of its leaving is lost.
 *   <li>The dead letters that say so, and no others, are counted as set aside.
 *   <li>Without a report everything is as it was: who waits, the dead letters, every outcome. So whatever is missing or
 *       changed has a report.
 *   <li>The damaged file is kept unchanged, and after the report all is well: the next start has none and finds the
 *       same.
 * </ul>
 *
 * <p>{@code -Djournal.damages=1000} for more of them.
 */
class DamageTest {
    private static final int FILES = Integer.getInteger("journal.damages", 250);
    private static final int FROM_ONE_HISTORY = 25;
    private static final List<Harm> HARMS = List.of(Harm.values());

    @TempDir
    Path folder;

    private History history;
    private int reports;

    @BeforeEach
    void syncsTakeNoTime() {
        TestDisk.useWithoutSync();
    }

    @Test
    void everyDamagedFileOpensAndItsReportIsRight() throws Exception {
        ExecutorService opener = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "damage-test-opener");
            thread.setDaemon(true);
            return thread;
        });
        try {
            for (int i = 0; i < FILES; i++) {
                Path place = Files.createDirectories(folder.resolve("h" + i / FROM_ONE_HISTORY));
                if (i % FROM_ONE_HISTORY == 0) {
                    history = new History(place.resolve("queue"), i);
                    history.live();
                    checkUnharmed(place);
                }
                int seed = i;
                // A hang ends here, and says of which file.
                opener.submit(() -> {
                            check(history, seed, place);
                            return true;
                        })
                        .get(20, TimeUnit.SECONDS);
            }
        } finally {
            opener.shutdownNow();
        }
        assertThat(reports).isGreaterThan(FILES / 2);
    }

    /** These files are harmed by the test and not by a power cut. */
    static Journal openFast(Path file) {
        return Journals.open(file, "memory", "kvclient-damage-test", TestDisk.SCHEME);
    }

    private void checkUnharmed(Path place) throws IOException {
        Path file = Files.createDirectories(place.resolve("unharmed")).resolve("queue");
        History.copy(history.file, file);
        try (Journal journal = openFast(file)) {
            assertThat(journal.damage()).isEmpty();
            checkSame(history, journal);
        }
    }

    private void check(History history, int seed, Path place) throws IOException {
        Random random = new Random(seed);
        Path file = Files.createDirectories(place.resolve("d" + seed)).resolve("queue");
        History.copy(history.file, file);
        byte[] harmed;
        String how;
        int kind = random.nextInt(HARMS.size() + 1);
        if (kind == HARMS.size() && history.older.isPresent()) {
            how = "older file";
            harmed = Files.readAllBytes(history.older.get());
        } else {
            Harm harm = HARMS.get(kind % HARMS.size());
            how = harm.toString();
            harmed = harm.to(Files.readAllBytes(file), random);
        }
        Files.write(file, harmed);
        try {
            Map<Long, Stored> found = checkFirstStart(history, file, harmed, how);
            try (Journal journal = openFast(file)) {
                assertThat(journal.damage()).isEmpty();
                assertThat(bySequence(journal)).isEqualTo(found);
            }
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ", " + how, e);
        }
    }

    private Map<Long, Stored> checkFirstStart(History history, Path file, byte[] harmed, String how)
            throws IOException {
        try (Journal journal = openFast(file)) {
            Map<Long, Stored> found = bySequence(journal);
            if (journal.damage().isEmpty()) {
                checkSame(history, journal);
            } else {
                reports++;
                QueueDamage damage = journal.damage().get();
                assertThat(Files.readAllBytes(damage.file().orElseThrow())).isEqualTo(harmed);
                checkReport(history, journal, damage, found);
            }
            if (how.equals("CUT_LITTLE") || how.equals("EMPTY") || how.equals("JUNK_APPENDED")) {
                // The end of these files is needed, or is known.
                assertThat(journal.damage()).isPresent();
            }
            // Life goes on, with numbers that nobody has had.
            Stored next = Entries.append(journal, Entries.set("next", "1"));
            assertThat(history.stored).doesNotContainKey(next.sequence());
            found.put(next.sequence(), next);
            return found;
        }
    }

    private static Map<Long, Stored> bySequence(Journal journal) {
        List<Stored> recovered = journal.recovered();
        List<Stored> sorted = new ArrayList<>(recovered);
        sorted.sort((a, b) -> Long.compare(a.order(), b.order()));
        assertThat(recovered).as("in order").isEqualTo(sorted);
        return recovered.stream().collect(Collectors.toMap(Stored::sequence, stored -> stored));
    }

    private static void checkSame(History history, Journal journal) {
        assertThat(bySequence(journal)).isEqualTo(history.live);
        assertThat(deadSequences(journal)).isEqualTo(history.dead.keySet());
        history.outcomes.forEach((sequence, status) ->
                assertThat(journal.outcome(sequence).orElseThrow().status()).isEqualTo(status));
    }

    private static Set<Long> deadSequences(Journal journal) {
        return journal.deadLetters().stream()
                .map(letter -> journal.sequence(letter.receipt()).orElseThrow())
                .collect(Collectors.toSet());
    }

    private static void checkReport(History history, Journal journal, QueueDamage damage, Map<Long, Stored> found) {
        found.forEach((sequence, stored) -> {
            Stored was = history.stored.get(sequence);
            assertThat(was).as("stored before: " + sequence).isNotNull();
            // One that was revived waits in its old place again if the record of that is lost.
            assertThat(stored.order()).isLessThanOrEqualTo(was.order());
            assertThat(stored.command()).isEqualTo(was.command());
            assertThat(stored.acceptedAt()).isEqualTo(was.acceptedAt());
        });
        checkDeadLetters(history, journal, damage, found);
        Set<Long> dead = deadSequences(journal);
        history.live.forEach((sequence, stored) -> {
            boolean within = sequence <= damage.afterSequence();
            boolean revived = stored.order() > firstOrder(history, stored);
            if (within && !revived) {
                assertThat(found.containsKey(sequence)).as("waits: " + sequence).isTrue();
            } else if (within) {
                assertThat(found.containsKey(sequence) || dead.contains(sequence))
                        .as("revived: " + sequence)
                        .isTrue();
            } else {
                assertThat(found).as("behind the damage").doesNotContainKey(sequence);
            }
        });
        history.outcomes.forEach((sequence, status) -> {
            journal.outcome(sequence)
                    .ifPresent(told ->
                            assertThat(told.status()).isIn(status, DeliveryStatus.WAITING, DeliveryStatus.REFUSED));
        });
    }

    private static long firstOrder(History history, Stored stored) {
        // Requests are numbered and ordered alike, until one is revived.
        return history.stored.values().stream()
                .filter(other -> other.sequence() > stored.sequence())
                .mapToLong(Stored::order)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private static void checkDeadLetters(
            History history, Journal journal, QueueDamage damage, Map<Long, Stored> found) {
        int setAside = 0;
        Set<Long> seen = new HashSet<>();
        for (DeadLetter letter : journal.deadLetters()) {
            long sequence = journal.sequence(letter.receipt()).orElseThrow();
            Stored was = history.stored.get(sequence);
            assertThat(was).as("stored before: " + sequence).isNotNull();
            assertThat(letter.key()).isEqualTo(was.command().keys().get(0));
            assertThat(letter.operation()).isEqualTo(was.command().operation());
            assertThat(found).doesNotContainKey(sequence);
            assertThat(seen.add(sequence)).isTrue();
            setAside += letter.reason().startsWith("set aside") ? 1 : 0;
        }
        assertThat(damage.setAside()).isEqualTo(setAside);
    }

    @Test
    void aBatchThatWasNotWrittenToItsEndIsNotThere() throws IOException {
        Path file = folder.resolve("queue");
        try (Journal journal = openFast(file)) {
            Entries.append(journal, Entries.set("a", "1"));
            assertThat(Entries.tell(journal, Entries.set("b", "1"), Entries.set("c", "1"), Entries.set("torn", "1")))
                    .isEmpty();
        }
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (int at = text.indexOf("torn"); at >= 0; at = text.indexOf("torn", at + 1)) {
            bytes[at] = 0;
        }
        Files.write(file, bytes);
        // The process was killed before it could say that the batch is stored, and before there was a mark of it.
        Files.delete(History.mark(file));
        try (Journal journal = openFast(file)) {
            assertThat(journal.damage()).isEmpty();
            assertThat(journal.recovered()).extracting(Stored::sequence).containsExactly(1L);
        }
    }

    @Test
    void aHugeFileOfNothingOpens() throws IOException {
        Path file = folder.resolve("queue");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(200L << 20);
        }
        try (Journal journal = openFast(file)) {
            assertThat(journal.damage().orElseThrow().afterSequence()).isZero();
            assertThat(journal.recovered()).isEmpty();
        }
    }

    @Test
    void aFileThatIsGoneIsReportedAndItsNumbersAreNotUsedAgain() throws IOException {
        Path file = folder.resolve("queue");
        String id;
        Stored last;
        try (Journal journal = openFast(file)) {
            id = journal.id();
            last = Entries.append(journal, Entries.set("a", "1"));
        }
        Files.delete(file);
        try (Journal journal = openFast(file)) {
            QueueDamage damage = journal.damage().orElseThrow();
            assertThat(damage.afterSequence()).isZero();
            assertThat(damage.problem()).contains("gone");
            assertThat(damage.file()).isEmpty();
            assertThat(journal.id()).isEqualTo(id);
            assertThat(Entries.append(journal, Entries.set("b", "1")).sequence())
                    .isGreaterThan(last.sequence());
        }
    }

    @Test
    void whatHadLeftTheQueueIsNotSentAgainIfOnlyTheRecordOfItIsLost() throws IOException {
        Path file = folder.resolve("queue");
        try (Journal journal = openFast(file)) {
            Stored old = Entries.append(journal, Entries.set("k", "old"));
            journal.settle(old.sequence(), DeliveryStatus.DELIVERED, Entries.AT, null);
            Stored last = Entries.append(journal, Entries.set("k", "new"));
            journal.settle(last.sequence(), DeliveryStatus.DELIVERED, Entries.AT, null);
            Entries.append(journal, Entries.set("other", "1"));
        }
        byte[] bytes = Files.readAllBytes(file);
        try (LogScanner scanner = new LogScanner(file)) {
            scanner.scan((frame, at) -> {
                // The body begins with the sequence number.
                if (frame.type() == RecordType.SETTLE && bytes[(int) at + 7] == 1) {
                    bytes[(int) at] ^= 1;
                }
            });
        }
        Files.write(file, bytes);
        try (Journal journal = openFast(file)) {
            QueueDamage damage = journal.damage().orElseThrow();
            assertThat(damage.afterSequence()).isEqualTo(1);
            // The old value in the place of the new one: that must not be.
            assertThat(journal.recovered()).isEmpty();
            assertThat(journal.outcome(2).orElseThrow().status()).isEqualTo(DeliveryStatus.DELIVERED);
            assertThat(journal.deadLetters())
                    .extracting(DeadLetter::reason)
                    .containsExactly(Replay.LEFT, Replay.BEHIND);
            assertThat(damage.setAside()).isEqualTo(2);
        }
    }
}
