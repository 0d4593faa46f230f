package dev.kvclient.internal.offline;

import static dev.kvclient.internal.offline.Entries.AT;
import static dev.kvclient.internal.offline.Entries.append;
import static dev.kvclient.internal.offline.Entries.delete;
import static dev.kvclient.internal.offline.Entries.open;
import static dev.kvclient.internal.offline.Entries.set;
import static dev.kvclient.internal.offline.Entries.tell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kvclient.Condition;
import dev.kvclient.Receipt;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvOfflineException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.offline.Journal.Stored;
import dev.kvclient.offline.DeadLetter;
import dev.kvclient.offline.Delivery;
import dev.kvclient.offline.DeliveryStatus;
import dev.kvclient.offline.OfflineOptions;
import dev.kvclient.spi.KvCommand;
import dev.kvclient.spi.Write;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a journal keeps, for whom, and what it refuses. */
class JournalTest {
    @TempDir
    Path folder;

    @Test
    void everythingIsThereAfterARestart() {
        Path file = folder.resolve("queue");
        List<Stored> stored = new ArrayList<>();
        String id;
        long order;
        try (Journal journal = open(file)) {
            id = journal.id();
            assertThat(journal.recovered()).isEmpty();
            stored.add(append(journal, set("a", "1")));
            stored.add(append(journal, delete("b")));
            stored.add(append(journal, new KvCommand.Set(everything())));
            stored.add(append(journal, set("dead", "1")));
            stored.add(append(journal, set("gone", "1")));
            journal.bury(stored.get(3).sequence(), AT, "refused: no");
            journal.settle(stored.get(4).sequence(), DeliveryStatus.DELIVERED, AT, null);
            order = journal.nextOrder();
        }
        try (Journal journal = open(file)) {
            assertThat(journal.id()).isEqualTo(id);
            assertThat(journal.damage()).isEmpty();
            assertThat(journal.recovered()).isEqualTo(stored.subList(0, 3));
            assertThat(journal.nextOrder()).isGreaterThanOrEqualTo(order);
            assertThat(status(journal, stored.get(0))).isEqualTo(DeliveryStatus.WAITING);
            assertThat(status(journal, stored.get(4))).isEqualTo(DeliveryStatus.DELIVERED);
            Delivery refused = journal.outcome(stored.get(3).sequence()).orElseThrow();
            assertThat(refused.status()).isEqualTo(DeliveryStatus.REFUSED);
            assertThat(refused.since()).isEqualTo(AT);
            assertThat(refused.reason()).contains("refused: no");
            DeadLetter letter = journal.deadLetters().get(0);
            assertThat(journal.deadLetters()).hasSize(1);
            assertThat(letter.receipt()).isEqualTo(Receipt.parse(id + "-4"));
            assertThat(letter.key()).isEqualTo("dead");
            assertThat(letter.operation()).isEqualTo("set");
            assertThat(letter.acceptedAt()).isEqualTo(AT);
            assertThat(append(journal, set("next", "1")).sequence())
                    .isGreaterThan(stored.get(4).sequence());
        }
    }

    private static Write everything() {
        return new Write(
                "all \u00e4\ud83d\ude00",
                new StoredValue.Json("{\"x\":1}".getBytes(StandardCharsets.UTF_8)),
                Instant.MAX.minusNanos(1),
                true,
                Condition.none(),
                Map.of(
                        "s",
                        "t",
                        "i",
                        1,
                        "l",
                        1L << 40,
                        "d",
                        0.1,
                        "b",
                        true,
                        "n",
                        new BigDecimal("0.10000000000000000001"),
                        "list",
                        List.of(1, 2.5, "x"),
                        "map",
                        Map.of("y", 1.5)),
                true);
    }

    private static DeliveryStatus status(Journal journal, Stored stored) {
        return journal.outcome(stored.sequence()).orElseThrow().status();
    }

    @Test
    void revivedAndRemovedDeadLetters() {
        Path file = folder.resolve("queue");
        Stored first;
        Stored second;
        Stored revived;
        Stored third;
        try (Journal journal = open(file)) {
            first = append(journal, set("a", "1"));
            second = append(journal, set("b", "1"));
            third = append(journal, set("c", "1"));
            journal.bury(first.sequence(), AT, "no");
            journal.bury(second.sequence(), AT, "no");
            revived = journal.revive(first.sequence()).orElseThrow();
            assertThat(revived.order()).isGreaterThan(third.order());
            assertThat(journal.revive(first.sequence())).isEmpty();
            assertThat(journal.remove(second.sequence(), AT)).isTrue();
            assertThat(journal.remove(second.sequence(), AT)).isFalse();
            assertThat(journal.deadLetters()).isEmpty();
        }
        try (Journal journal = open(file)) {
            assertThat(journal.recovered()).containsExactly(third, revived);
            assertThat(status(journal, second)).isEqualTo(DeliveryStatus.CANCELLED);
            assertThat(journal.nextOrder()).isGreaterThan(revived.order());
        }
    }

    @Test
    void outcomesAreForgottenAtLast() {
        Path file = folder.resolve("queue");
        int count = OfflineOptions.KEPT_OUTCOMES + 5;
        try (Journal journal = open(file)) {
            KvCommand<?>[] batch =
                    Stream.generate(() -> delete("k")).limit(count).toArray(KvCommand<?>[]::new);
            assertThat(tell(journal, batch)).isEmpty();
            for (long sequence = 1; sequence <= count; sequence++) {
                journal.settle(sequence, DeliveryStatus.DELIVERED, AT, null);
            }
            assertThat(journal.outcome(5)).isEmpty();
            assertThat(journal.outcome(6)).isPresent();
        }
        try (Journal journal = open(file)) {
            assertThat(journal.recovered()).isEmpty();
            assertThat(journal.outcome(5)).isEmpty();
            assertThat(journal.outcome(6).orElseThrow().status()).isEqualTo(DeliveryStatus.DELIVERED);
            assertThat(journal.outcome(count)).isPresent();
            assertThat(journal.outcome(count + 1)).isEmpty();
        }
    }

    @Test
    void aReceiptLeadsBackToItsSequence() {
        try (Journal journal = open(folder.resolve("queue"))) {
            Receipt receipt = journal.receipt(17);
            assertThat(journal.sequence(receipt)).isEqualTo(OptionalLong.of(17));
            assertThat(journal.sequence(Receipt.parse("other-17"))).isEmpty();
            assertThat(journal.sequence(Receipt.parse(journal.id() + "-x"))).isEmpty();
        }
    }

    @Test
    void whatHasAConditionIsNotStored() {
        try (Journal journal = open(folder.resolve("queue"))) {
            Optional<KvException> told = tell(journal, set("a", "1"), new KvCommand.Delete("k", Condition.present()));
            assertThat(told).get().isInstanceOf(KvOfflineException.class);
            assertThat(told.orElseThrow().outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(journal.outcome(1)).isEmpty();
        }
    }

    @Test
    void whatIsClosedTakesNothing() {
        Path file = folder.resolve("queue");
        Journal journal = open(file);
        append(journal, set("a", "1"));
        journal.close();
        journal.close();
        assertThat(tell(journal, set("b", "1")))
                .get()
                .isInstanceOf(KvClosedException.class)
                .extracting(KvException::outcome)
                .isEqualTo(Outcome.NOT_SENT);
        try (Journal again = open(file)) {
            assertThat(again.recovered()).hasSize(1);
        }
    }

    @Test
    void closingStoresWhatIsPendingAndEndsTheThread() {
        Path file = folder.resolve("queue");
        Journal journal = Journals.open(file, "memory", "kvclient-ends");
        assertThat(threads("kvclient-ends")).isEmpty();
        List<CompletableFuture<Optional<KvException>>> told = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            told.add(Entries.begin(journal, set("k" + i, "1")));
        }
        assertThat(threads("kvclient-ends")).hasSize(1).allMatch(Thread::isDaemon);
        journal.close();
        await().untilAsserted(() -> assertThat(threads("kvclient-ends")).isEmpty());
        assertThat(told).allSatisfy(each -> assertThat(each.join()).isEmpty());
        try (Journal again = open(file)) {
            assertThat(again.recovered()).hasSize(1000);
        }
    }

    @Test
    void aCallbackMayClose() {
        Path file = folder.resolve("queue");
        Journal journal = open(file);
        journal.append(1, AT, List.of(set("a", "1")), failure -> journal.close());
        await().untilAsserted(() -> {
            try (Journal again = open(file)) {
                assertThat(again.recovered()).hasSize(1);
            }
        });
    }

    private static List<Thread> threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .toList();
    }

    @Test
    void whatIsSettledIsWrittenSoonWithoutAnAppend() {
        Path file = folder.resolve("queue");
        try (Journal journal = open(file)) {
            Stored stored = append(journal, set("a", "1"));
            journal.settle(stored.sequence(), DeliveryStatus.EXPIRED, AT, "too late");
            await().untilAsserted(() -> {
                // What a process that is killed now leaves.
                Path copy = folder.resolve("copy");
                Files.deleteIfExists(copy);
                Files.copy(file, copy);
                Recovered left = Recovery.recover(copy, Optional.empty(), "memory", AT);
                assertThat(left.damage()).isEmpty();
                assertThat(left.state().waiting()).isEmpty();
            });
        }
    }

    @Test
    void oneClientAtATime() throws IOException {
        Path file = folder.resolve("queue");
        Files.createSymbolicLink(folder.resolve("link"), folder);
        try (Journal journal = open(file)) {
            append(journal, set("a", "1"));
            assertThatThrownBy(() -> open(folder.resolve("link").resolve("queue")))
                    .isInstanceOfSatisfying(
                            KvOfflineException.class,
                            e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT))
                    .hasMessageContaining("in use by another client of this process");
            append(journal, set("b", "1"));
        }
        try (Journal again = open(file)) {
            assertThat(again.recovered()).hasSize(2);
        }
    }

    @Test
    void anotherBackendsFileIsRefusedAndKept() {
        Path file = folder.resolve("queue");
        try (Journal journal = open(file)) {
            append(journal, set("a", "1"));
        }
        assertThatThrownBy(() -> Journals.open(file, "kuzzle", "t"))
                .isInstanceOf(KvRequestException.class)
                .hasMessageContaining("another kind of backend: memory");
        try (Journal again = open(file)) {
            assertThat(again.recovered()).hasSize(1);
        }
    }

    @Test
    void aLaterFormatIsRefusedAndKept() throws IOException {
        Path file = folder.resolve("queue");
        ByteBuffer later = ByteBuffer.allocate(4096);
        LogRecord.write(later, RecordType.BEGIN, 1, 1, 0, new byte[8]);
        later.put(4, (byte) 9);
        later.putInt(LogRecord.FRAME - 4, LogRecord.crc(later.array(), 0, LogRecord.FRAME - 4));
        Files.write(file, later.array());
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(KvRequestException.class)
                .hasMessageContaining("format version 9 is unknown");
        assertThat(Files.readAllBytes(file)).isEqualTo(later.array());
    }

    @Test
    void filesAreTheOwnersAlone() throws IOException {
        Path file = folder.resolve("made").resolve("too").resolve("queue");
        try (Journal journal = open(file)) {
            append(journal, set("a", "1"));
        }
        Files.write(file, "junk".getBytes(StandardCharsets.UTF_8));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        try (Journal journal = open(file);
                Stream<Path> files = Files.list(file.getParent())) {
            assertThat(journal.damage().orElseThrow().file()).contains(kept(file));
            List<Path> all = files.toList();
            assertThat(all).contains(file, kept(file));
            for (Path each : all) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                        .as(each.toString())
                        .isEqualTo("rw-------");
            }
        }
    }

    private static Path kept(Path file) throws IOException {
        return file.toRealPath().resolveSibling("queue.damaged-1");
    }

    @Test
    void aFolderThatCannotBeWrittenIsAClearError() throws IOException {
        Path notAFolder = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> open(notAFolder.resolve("queue")))
                .isInstanceOf(KvOfflineException.class)
                .hasMessageContaining("cannot be opened");
        assertThatThrownBy(() -> open(folder))
                .isInstanceOf(KvOfflineException.class)
                .hasMessageContaining("folder");
    }

    @Test
    void aMissingLibraryIsNamed() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.contains("h2-mvstore")) {
                urls.add(new File(entry).toURI().toURL());
            }
        }
        try (URLClassLoader without =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Method open = without.loadClass(Journals.class.getName())
                    .getMethod("open", Path.class, String.class, String.class);
            Path file = folder.resolve("queue");
            // Twice: a class that failed to load fails in another way the second time, and the lock must be free again.
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> open.invoke(null, file, "memory", "t"))
                        .isInstanceOf(InvocationTargetException.class)
                        .cause()
                        .hasMessageContaining("com.h2database:h2-mvstore")
                        .hasMessageContaining("--add-modules com.h2database.mvstore");
            }
        }
    }
}
