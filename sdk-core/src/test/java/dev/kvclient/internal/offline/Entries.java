package dev.kvclient.internal.offline;

import dev.kvclient.Condition;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.error.KvException;
import dev.kvclient.internal.offline.Journal.Stored;
import dev.kvclient.spi.KvCommand;
import dev.kvclient.spi.Write;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Short ways to put something into a journal. */
final class Entries {
    static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901234Z");

    private Entries() {}

    static Journal open(Path file) {
        return Journals.open(file, "memory", "kvclient-journal-test");
    }

    static KvCommand<?> set(String key, String text) {
        byte[] json = ('"' + text + '"').getBytes(StandardCharsets.UTF_8);
        return new KvCommand.Set(
                new Write(key, new StoredValue.Json(json), null, false, Condition.none(), Map.of(), false));
    }

    static KvCommand<?> delete(String key) {
        return new KvCommand.Delete(key, Condition.none());
    }

    /** Appends and does not wait. */
    static CompletableFuture<Optional<KvException>> begin(Journal journal, KvCommand<?>... commands) {
        CompletableFuture<Optional<KvException>> done = new CompletableFuture<>();
        journal.append(
                journal.nextOrder(), AT, List.of(commands), failure -> done.complete(Optional.ofNullable(failure)));
        return done;
    }

    /** Appends and waits; what it was told. */
    static Optional<KvException> tell(Journal journal, KvCommand<?>... commands) {
        return get(begin(journal, commands));
    }

    /** Appends one and waits until it is on the disk. */
    static Stored append(Journal journal, KvCommand<?> command) {
        CompletableFuture<Optional<KvException>> done = new CompletableFuture<>();
        long order = journal.nextOrder();
        long sequence =
                journal.append(order, AT, List.of(command), failure -> done.complete(Optional.ofNullable(failure)));
        get(done).ifPresent(failure -> {
            throw failure;
        });
        return new Stored(sequence, order, AT, command);
    }

    static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(60, TimeUnit.SECONDS).join();
    }
}
