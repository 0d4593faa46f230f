package dev.kvclient.internal.offline;

import static dev.kvclient.internal.offline.Entries.AT;

import dev.kvclient.error.KvException;
import dev.kvclient.internal.offline.Journal.Stored;
import dev.kvclient.offline.DeliveryStatus;
import dev.kvclient.spi.KvCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * A journal with a past, made by a seed: appends in batches, settlements mostly in order, dead letters, some revived
 * and some removed, restarts. All of it is on the disk at the end, and this knows what must be there.
 */
final class History {
    final Path file;
    /** Every request that was ever stored, as it was last. */
    final Map<Long, Stored> stored = new TreeMap<>();
    /** Those that wait. */
    final Map<Long, Stored> live = new TreeMap<>();
    /** Those that are dead letters. */
    final Map<Long, Stored> dead = new TreeMap<>();
    /** What became of the others. */
    final Map<Long, DeliveryStatus> outcomes = new TreeMap<>();
    /** The file as it was at some time before; empty if there was no such time. */
    Optional<Path> older = Optional.empty();

    private final Random random;
    private final int valueSize;

    History(Path file, long seed) {
        this.file = file;
        this.random = new Random(seed);
        this.valueSize = 1 + random.nextInt(random.nextBoolean() ? 40 : 3000);
    }

    void live() throws IOException {
        int processes = 1 + random.nextInt(3);
        for (int i = 0; i < processes; i++) {
            Journal journal = DamageTest.openFast(file);
            int steps = random.nextInt(60);
            for (int step = 0; step < steps; step++) {
                step(journal);
            }
            // The last append is on the disk, and with it all that was done before.
            append(journal);
            if (i + 1 == processes && random.nextInt(3) == 0) {
                crash(journal);
            } else {
                journal.close();
            }
        }
    }

    private void step(Journal journal) throws IOException {
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> append(journal);
            case 4, 5, 6 -> {
                for (int i = random.nextInt(8); i > 0; i--) {
                    settle(journal);
                }
            }
            case 7 -> bury(journal);
            case 8 -> reviveOrRemove(journal);
            default -> {
                if (random.nextInt(4) == 0 && !stored.isEmpty()) {
                    Path copy = file.resolveSibling("older");
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                    older = Optional.of(copy);
                    // What the older file has not.
                    append(journal);
                }
            }
        }
    }

    private void append(Journal journal) {
        List<KvCommand<?>> commands = new ArrayList<>();
        for (int i = 1 + random.nextInt(random.nextInt(5) == 0 ? 30 : 3); i > 0; i--) {
            String key = "key:" + random.nextInt(20);
            commands.add(
                    random.nextInt(4) == 0
                            ? Entries.delete(key)
                            : Entries.set(key, "v" + random.nextInt(1000) + "x".repeat(random.nextInt(valueSize))));
        }
        CompletableFuture<Optional<KvException>> done = new CompletableFuture<>();
        long order = journal.nextOrder();
        long first = journal.append(order, AT, commands, failure -> done.complete(Optional.ofNullable(failure)));
        Entries.get(done).ifPresent(failure -> {
            throw failure;
        });
        for (int i = 0; i < commands.size(); i++) {
            put(live, new Stored(first + i, order, AT, commands.get(i)));
        }
    }

    private void put(Map<Long, Stored> where, Stored request) {
        where.put(request.sequence(), request);
        stored.put(request.sequence(), request);
    }

    private Optional<Stored> take(Map<Long, Stored> from) {
        if (from.isEmpty()) {
            return Optional.empty();
        }
        List<Long> all = List.copyOf(from.keySet());
        int index = random.nextInt(4) == 0 ? random.nextInt(all.size()) : 0;
        return Optional.of(from.remove(all.get(index)));
    }

    private void settle(Journal journal) {
        take(live).ifPresent(request -> {
            DeliveryStatus status = random.nextBoolean() ? DeliveryStatus.DELIVERED : DeliveryStatus.EXPIRED;
            journal.settle(request.sequence(), status, AT, null);
            outcomes.put(request.sequence(), status);
        });
    }

    private void bury(Journal journal) {
        take(live).ifPresent(request -> {
            journal.bury(request.sequence(), AT, "refused");
            put(dead, request);
        });
    }

    private void reviveOrRemove(Journal journal) {
        take(dead).ifPresent(request -> {
            if (random.nextBoolean()) {
                put(live, journal.revive(request.sequence()).orElseThrow());
            } else {
                journal.remove(request.sequence(), AT);
                outcomes.put(request.sequence(), DeliveryStatus.CANCELLED);
            }
        });
    }

    /** Leaves the files as a process leaves them that is killed now. */
    private void crash(Journal journal) throws IOException {
        Path killed = Files.createDirectories(file.resolveSibling("killed"));
        copy(file, killed.resolve("queue"));
        journal.close();
        copy(killed.resolve("queue"), file);
    }

    /** Copies a queue with its mark. */
    static void copy(Path from, Path to) throws IOException {
        Files.copy(mark(from), mark(to), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    static Path mark(Path file) {
        return file.resolveSibling(file.getFileName() + ".mark");
    }
}
