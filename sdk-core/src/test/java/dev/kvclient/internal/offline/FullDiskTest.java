package dev.kvclient.internal.offline;

import static dev.kvclient.internal.offline.Entries.AT;
import static dev.kvclient.internal.offline.Entries.append;
import static dev.kvclient.internal.offline.Entries.set;
import static dev.kvclient.internal.offline.Entries.tell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.error.KvException;
import dev.kvclient.error.KvOfflineException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.offline.Journal.Stored;
import dev.kvclient.offline.DeliveryStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk without room: what cannot be stored says so, the rest is unharmed, and with room all works again. */
class FullDiskTest {
    @TempDir
    Path folder;

    @BeforeEach
    void useTestDisk() {
        TestDisk.use();
    }

    private Journal open(Path file) {
        return Journals.open(file, "memory", "kvclient-full", TestDisk.SCHEME);
    }

    @Test
    void whatFindsNoRoomIsNotStoredAndLaterOnesAre() throws IOException {
        Path file = folder.resolve("queue");
        List<Stored> stored = new ArrayList<>();
        try (Journal journal = open(file)) {
            stored.add(append(journal, set("a", "1")));
            stored.add(append(journal, set("b", "1")));
            // In the middle of the next chunk.
            TestDisk.ROOM.set(Files.size(file) + 2000);
            for (int i = 0; i < 3; i++) {
                refused(tell(journal, set("lost", "x".repeat(10_000)), set("lost", "y")));
            }
            journal.settle(stored.get(0).sequence(), DeliveryStatus.DELIVERED, AT, null);
            assertThat(journal.outcome(3)).isEmpty();
            TestDisk.ROOM.set(Long.MAX_VALUE);
            stored.add(appendAtLast(journal, "c"));
            stored.add(append(journal, set("d", "1")));
        }
        try (Journal journal = open(file)) {
            assertThat(journal.damage()).isEmpty();
            assertThat(journal.recovered()).isEqualTo(stored.subList(1, 4));
            assertThat(journal.outcome(stored.get(0).sequence()).orElseThrow().status())
                    .isEqualTo(DeliveryStatus.DELIVERED);
        }
    }

    private static void refused(Optional<KvException> told) {
        assertThat(told).get().isInstanceOf(KvOfflineException.class);
        assertThat(told.orElseThrow().outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(told.orElseThrow()).hasMessageContaining("could not be stored: No space left on device");
    }

    /** There is room, and soon that is noticed. */
    private static Stored appendAtLast(Journal journal, String key) {
        return await().ignoreExceptionsInstanceOf(KvOfflineException.class)
                .until(() -> append(journal, set(key, "1")), stored -> true);
    }

    @Test
    void whatIsToldToBeLostDoesNotComeBack() {
        Path file = folder.resolve("queue");
        try (Journal journal = open(file)) {
            append(journal, set("a", "1"));
            TestDisk.syncFails(true);
            Optional<KvException> told = tell(journal, set("lost", "1"));
            assertThat(told).get().isInstanceOf(KvOfflineException.class);
            // As a process leaves it that is killed now.
            Recovered left = left(file);
            assertThat(left.damage()).isEmpty();
            assertThat(left.state().waiting()).containsOnlyKeys(1L);
        }
        TestDisk.syncFails(false);
        try (Journal journal = open(file)) {
            assertThat(journal.damage()).isEmpty();
            assertThat(journal.recovered()).hasSize(1);
        }
    }

    private static Recovered left(Path file) {
        try {
            Optional<Mark> mark = Mark.newest(Files.readAllBytes(History.mark(file)));
            assertThat(mark).isPresent();
            return Recovery.recover(file, mark, "memory", AT);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void closingOnAFullDiskEndsAndKeepsWhatWasThere() throws IOException {
        Path file = folder.resolve("queue");
        Stored stored;
        try (Journal journal = open(file)) {
            stored = append(journal, set("a", "1"));
            TestDisk.ROOM.set(Files.size(file));
            refused(tell(journal, set("b", "1")));
        }
        TestDisk.ROOM.set(Long.MAX_VALUE);
        try (Journal journal = open(file)) {
            assertThat(journal.damage()).isEmpty();
            assertThat(journal.recovered()).containsExactly(stored);
        }
    }

    @Test
    void aFileThatMayNotGrowAnyMore() throws Exception {
        assumeThat(Path.of("/bin/bash")).exists();
        Path file = folder.resolve("queue");
        List<String> limited = new ArrayList<>(List.of("/bin/bash", "-c", "ulimit -f 2048; exec \"$@\"", "limited"));
        limited.addAll(JournalChild.command(file, "fill", "0"));
        Process child = new ProcessBuilder(limited)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = child.inputReader(StandardCharsets.US_ASCII)) {
            assertThat(lines.readLine()).isEqualTo("open");
            assertThat(lines.readLine()).startsWith("failed NOT_SENT after ");
            assertThat(lines.readLine()).isEqualTo("stored again");
            assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            child.destroyForcibly();
        }
        try (Journal journal = Entries.open(file)) {
            assertThat(journal.damage()).isEmpty();
            assertThat(journal.recovered()).hasSize(11);
        }
    }
}
