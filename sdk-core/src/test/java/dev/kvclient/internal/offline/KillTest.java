package dev.kvclient.internal.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvclient.error.KvOfflineException;
import dev.kvclient.internal.offline.Journal.Stored;
import dev.kvclient.offline.DeliveryStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that writes is killed at any moment: what it was told is stored is there, in order and unchanged, and
 * nothing is called damaged. {@code -Djournal.kills=100} for more of it.
 */
class KillTest {
    private static final int KILLS = Integer.getInteger("journal.kills", 10);

    @TempDir
    Path folder;

    private final Random random = new Random(5);

    @Test
    void whatWasStoredSurvivesKill() throws Exception {
        Path file = folder.resolve("queue");
        Set<Long> waiting = new HashSet<>();
        int stored = 0;
        for (int round = 0; round < KILLS; round++) {
            Printed printed = writeAndKill(file, round);
            stored += printed.stored.size();
            try (Journal journal = Entries.open(file)) {
                assertThat(journal.damage()).as("round " + round).isEmpty();
                Map<Long, Stored> found = checkContent(journal);
                waiting.addAll(printed.stored);
                waiting.removeAll(printed.settled);
                assertThat(found.keySet()).as("round " + round).containsAll(waiting);
                // What was never said to be stored may be there as well; from here on it is known.
                waiting.addAll(found.keySet());
                settleSome(journal, waiting);
            }
        }
        assertThat(stored).isGreaterThan(KILLS);
    }

    private static Map<Long, Stored> checkContent(Journal journal) {
        Map<Long, Stored> found = new HashMap<>();
        long before = 0;
        for (Stored stored : journal.recovered()) {
            assertThat(stored.order()).isGreaterThanOrEqualTo(before);
            before = stored.order();
            String key = stored.command().keys().get(0);
            assertThat(stored.command()).isEqualTo(JournalChild.command(key));
            assertThat(found.put(stored.sequence(), stored)).isNull();
        }
        return found;
    }

    private void settleSome(Journal journal, Set<Long> waiting) {
        for (long sequence : List.copyOf(waiting)) {
            if (random.nextInt(4) != 0) {
                journal.settle(sequence, DeliveryStatus.DELIVERED, Entries.AT, null);
                waiting.remove(sequence);
            }
        }
    }

    /** What a child said before it was killed. */
    private record Printed(List<Long> stored, Set<Long> settled) {}

    private Printed writeAndKill(Path file, int round) throws IOException, InterruptedException {
        Process child = JournalChild.start(file, "write", Integer.toString(round));
        Printed printed = new Printed(new ArrayList<>(), new HashSet<>());
        try (BufferedReader lines = child.inputReader(StandardCharsets.US_ASCII)) {
            // Some are killed while they start, and perhaps while they open the file.
            boolean open = round % 4 == 0 || "open".equals(lines.readLine());
            assertThat(open).isTrue();
            Thread killer = killer(child, round % 4 == 0 ? 200 : 0);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // The last line may be half a number.
                if (line.endsWith(".")) {
                    long sequence = Long.parseLong(line.substring(1, line.length() - 1));
                    if (line.charAt(0) == 'A') {
                        printed.stored.add(sequence);
                    } else {
                        printed.settled.add(sequence);
                    }
                }
            }
            killer.join();
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return printed;
    }

    /** Waiting for an end that does not come is the wait until the moment of the kill. */
    private Thread killer(Process child, int atLeast) {
        int millis = atLeast + random.nextInt(600);
        Thread killer = new Thread(
                () -> {
                    try {
                        child.waitFor(millis, TimeUnit.MILLISECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    // The process itself would close its output as well, and what it has said would be lost.
                    child.toHandle().destroyForcibly();
                },
                "killer");
        killer.setDaemon(true);
        killer.start();
        return killer;
    }

    @Test
    void oneProcessAtATimeAndTheNextWhenItIsKilled() throws Exception {
        Path file = folder.resolve("queue");
        Process child = JournalChild.start(file, "hold", "0");
        try (BufferedReader lines = child.inputReader(StandardCharsets.US_ASCII)) {
            assertThat(lines.readLine()).isEqualTo("open");
            assertThatThrownBy(() -> Entries.open(file))
                    .isInstanceOf(KvOfflineException.class)
                    .hasMessageContaining("in use by another process");
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        try (Journal journal = Entries.open(file)) {
            assertThat(journal.damage()).isEmpty();
        }
    }
}
