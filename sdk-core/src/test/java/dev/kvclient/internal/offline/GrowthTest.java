package dev.kvclient.internal.offline;

import static dev.kvclient.internal.offline.Entries.AT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.offline.DeliveryStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file does not grow with what has gone through it. {@code -Djournal.through=1000000} for more of it. */
class GrowthTest {
    private static final int THROUGH = Integer.getInteger("journal.through", 300_000);
    private static final int AT_ONCE = 100;
    private static final int WAITING = 1_000;

    /** A thousand requests of 300 bytes with their frames, twice, and the outcomes that are kept. */
    private static final long BOUND = Committer.SLACK_BYTES + 2 * (WAITING * 300L + 10_000 * 130L) + (4L << 20);

    @TempDir
    Path folder;

    @BeforeEach
    void syncsTakeNoTime() {
        TestDisk.useWithoutSync();
    }

    @Test
    void theFileStaysSmall() throws Exception {
        Path file = folder.resolve("queue");
        long largest = 0;
        ArrayDeque<Long> waiting = new ArrayDeque<>();
        try (Journal journal = Journals.open(file, "memory", "kvclient-growth", TestDisk.SCHEME)) {
            for (int i = 0; i < THROUGH; i += AT_ONCE) {
                List<CompletableFuture<?>> group = new ArrayList<>();
                for (int n = 0; n < AT_ONCE; n++) {
                    CompletableFuture<Object> done = new CompletableFuture<>();
                    group.add(done);
                    waiting.add(journal.append(
                            journal.nextOrder(),
                            AT,
                            List.of(Entries.set("key:" + n, "x".repeat(100))),
                            failure -> done.complete(failure == null ? "" : failure)));
                }
                for (CompletableFuture<?> done : group) {
                    assertThat(Entries.get(done)).isEqualTo("");
                }
                while (waiting.size() > WAITING - AT_ONCE) {
                    journal.settle(waiting.remove(), DeliveryStatus.DELIVERED, AT, null);
                }
                largest = Math.max(largest, Files.size(file));
            }
        }
        assertThat(largest).isLessThan(BOUND);
        try (Journal journal = Entries.open(file)) {
            assertThat(journal.recovered()).hasSize(waiting.size());
            assertThat(Files.size(file)).isLessThan(3L << 20);
        }
    }
}
