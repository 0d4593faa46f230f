package dev.kvclient.internal.memory;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.kvclient.Capabilities;
import dev.kvclient.Capability;
import dev.kvclient.Condition;
import dev.kvclient.Cursor;
import dev.kvclient.DeleteResult.Existed;
import dev.kvclient.Scan;
import dev.kvclient.TimeToLive;
import dev.kvclient.Version;
import dev.kvclient.WriteEffect;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvOverloadException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvTooLargeException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.Unicode;
import dev.kvclient.internal.memory.MemoryStore.Cell;
import dev.kvclient.spi.Ack;
import dev.kvclient.spi.BatchReply;
import dev.kvclient.spi.CommandHandler;
import dev.kvclient.spi.DeleteReply;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.KvCommand;
import dev.kvclient.spi.ScanReply;
import dev.kvclient.spi.SetReply;
import dev.kvclient.spi.StoredEntry;
import dev.kvclient.spi.Write;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Carries the commands out under the lock of the store. What the profile does not tell, it does not tell either. */
final class MemoryCommands implements CommandHandler {
    private final MemoryStore store;
    private final Capabilities profile;
    private final long maxEntries;
    private final Supplier<Instant> clock;

    MemoryCommands(MemoryStore store, Capabilities profile, long maxEntries, Supplier<Instant> clock) {
        this.store = store;
        this.profile = profile;
        this.maxEntries = maxEntries;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Optional<StoredValue>> get(KvCommand.Get command, Exchange exchange) {
        return locked(view -> Optional.ofNullable(view.read(command.key())).map(Cell::value));
    }

    @Override
    public CompletionStage<Optional<StoredEntry>> getEntry(KvCommand.GetEntry command, Exchange exchange) {
        return locked(view -> Optional.ofNullable(view.read(command.key())).map(cell -> entry(command.key(), cell)));
    }

    @Override
    public CompletionStage<BatchReply<StoredValue>> getMany(KvCommand.GetMany command, Exchange exchange) {
        return locked(view -> {
            Map<String, StoredValue> found = new LinkedHashMap<>();
            for (String key : command.keys()) {
                Cell cell = view.read(key);
                if (cell != null) {
                    found.put(key, cell.value());
                }
            }
            return BatchReply.of(found);
        });
    }

    @Override
    public CompletionStage<Boolean> contains(KvCommand.Contains command, Exchange exchange) {
        return locked(view -> view.get(command.key()) != null);
    }

    @Override
    public CompletionStage<SetReply> set(KvCommand.Set command, Exchange exchange) {
        command.write().remaining(exchange.time());
        requireFits(command.write());
        return locked(view -> write(view, command.write()));
    }

    @Override
    public CompletionStage<BatchReply<SetReply>> setMany(KvCommand.SetMany command, Exchange exchange) {
        return locked(view -> {
            Map<String, SetReply> replies = new LinkedHashMap<>();
            Map<String, KvException> failures = new LinkedHashMap<>();
            for (Write write : command.writes()) {
                try {
                    write.remaining(exchange.time());
                    requireFits(write);
                    replies.put(write.key(), write(view, write));
                } catch (KvException e) {
                    failures.put(write.key(), e);
                }
            }
            return new BatchReply<>(replies, failures);
        });
    }

    @Override
    public CompletionStage<DeleteReply> delete(KvCommand.Delete command, Exchange exchange) {
        return locked(view -> {
            Cell cell = view.get(command.key());
            Existed existed = existed(cell, Capability.TELL_DELETED);
            if (!holds(command.condition(), cell)) {
                return DeleteReply.notDeleted(existed);
            }
            view.remove(command.key());
            return DeleteReply.of(existed);
        });
    }

    @Override
    public CompletionStage<BatchReply<Existed>> deleteMany(KvCommand.DeleteMany command, Exchange exchange) {
        return locked(view -> {
            Map<String, Existed> replies = new LinkedHashMap<>();
            for (String key : command.keys()) {
                replies.put(key, existed(view.remove(key), Capability.TELL_DELETED_IN_BATCH));
            }
            return BatchReply.of(replies);
        });
    }

    @Override
    public CompletionStage<Long> increment(KvCommand.Increment command, Exchange exchange) {
        return locked(view -> {
            Cell cell = view.get(command.key());
            long sum;
            try {
                sum = Math.addExact(cell == null ? 0 : integer(cell.value()), command.by());
            } catch (ArithmeticException e) {
                throw new KvRequestException(Failure.of(Outcome.REJECTED, "the sum is out of the range of a long"));
            }
            StoredValue.Json value = new StoredValue.Json(Long.toString(sum).getBytes(StandardCharsets.ISO_8859_1));
            if (cell == null) {
                bound(view);
                view.put(command.key(), new Cell(value, view.nextVersion(), view.now(), null, null, Map.of()));
            } else {
                view.put(
                        command.key(),
                        new Cell(
                                value,
                                view.nextVersion(),
                                cell.createdAt(),
                                cell.expiresAt(),
                                cell.refresh(),
                                cell.metadata()));
            }
            return sum;
        });
    }

    @Override
    public CompletionStage<TimeToLive> readTtl(KvCommand.ReadTtl command, Exchange exchange) {
        return locked(view -> {
            Cell cell = view.get(command.key());
            if (cell == null) {
                return TimeToLive.absent();
            }
            return cell.expiresAt() == null
                    ? TimeToLive.persistent()
                    : TimeToLive.of(Duration.between(view.now(), cell.expiresAt()));
        });
    }

    @Override
    public CompletionStage<Boolean> expire(KvCommand.Expire command, Exchange exchange) {
        Write.remaining(exchange.time(), command.key(), command.expiresAt());
        return locked(view -> {
            Cell cell = view.get(command.key());
            if (cell != null) {
                view.put(command.key(), cell.expiring(command.expiresAt()));
            }
            return cell != null;
        });
    }

    @Override
    public CompletionStage<Boolean> persist(KvCommand.Persist command, Exchange exchange) {
        return locked(view -> {
            Cell cell = view.get(command.key());
            if (cell == null || cell.expiresAt() == null) {
                return false;
            }
            view.put(command.key(), cell.expiring(null));
            return true;
        });
    }

    @Override
    public CompletionStage<ScanReply<String>> scanKeys(KvCommand.ScanKeys command, Exchange exchange) {
        return locked(view -> page(view, command.scan(), (key, cell) -> key));
    }

    @Override
    public CompletionStage<ScanReply<StoredEntry>> scanEntries(KvCommand.ScanEntries command, Exchange exchange) {
        return locked(view -> page(view, command.scan(), this::entry));
    }

    @Override
    public CompletionStage<Long> count(KvCommand.Count command, Exchange exchange) {
        return locked(view -> command.prefix().isEmpty()
                ? view.size()
                : (long) live(view, command.prefix()).size());
    }

    @Override
    public CompletionStage<Long> deletePrefix(KvCommand.DeletePrefix command, Exchange exchange) {
        return locked(view -> {
            List<String> keys = live(view, command.prefix());
            keys.forEach(view::remove);
            return (long) keys.size();
        });
    }

    @Override
    public CompletionStage<Ack> clear(KvCommand.Clear command, Exchange exchange) {
        return locked(view -> {
            view.clear();
            return Ack.DONE;
        });
    }

    @Override
    public CompletionStage<Ack> ping(KvCommand.Ping command, Exchange exchange) {
        return completedFuture(Ack.DONE);
    }

    private <R> CompletionStage<R> locked(Function<MemoryStore.View, R> action) {
        return completedFuture(store.locked(clock.get(), action));
    }

    private SetReply write(MemoryStore.View view, Write write) {
        Cell before = view.get(write.key());
        if (!holds(write.condition(), before)) {
            return SetReply.NOT_WRITTEN;
        }
        if (before == null) {
            bound(view);
        }
        Instant expiresAt = write.expiresAt();
        Duration refresh =
                write.refreshOnAccess() && expiresAt != null ? Duration.between(view.now(), expiresAt) : null;
        Cell after = new Cell(write.value(), view.nextVersion(), view.now(), expiresAt, refresh, write.metadata());
        view.put(write.key(), after);
        WriteEffect effect = before == null ? WriteEffect.CREATED : WriteEffect.UPDATED;
        return new SetReply(
                true,
                profile.supports(Capability.SET_IF_VERSION) ? version(after) : null,
                profile.supports(Capability.TELL_SET_EFFECT) ? effect : WriteEffect.NOT_TOLD);
    }

    /** A backend that is played takes requests of a certain size; key and value alone must stay below it. */
    private void requireFits(Write write) {
        OptionalLong most = profile.limits().maxRequestBytes();
        long bytes = Unicode.utf8Length(write.key()) + write.value().size();
        if (most.isPresent() && bytes > most.getAsLong()) {
            throw new KvTooLargeException(Failure.of(
                            Outcome.NOT_SENT,
                            "key and value have " + bytes + " bytes, of which a request takes " + most.getAsLong())
                    .key(write.key()));
        }
    }

    private void bound(MemoryStore.View view) {
        if (maxEntries != Long.MAX_VALUE && view.size() >= maxEntries) {
            throw new KvOverloadException(
                    Failure.of(Outcome.REJECTED, "the store holds " + maxEntries + " entries, which is its bound"));
        }
    }

    private static boolean holds(Condition condition, @Nullable Cell cell) {
        return switch (condition.kind()) {
            case NONE -> true;
            case ABSENT -> cell == null;
            case PRESENT -> cell != null;
            case VERSION -> cell != null && condition.version().equals(Optional.of(version(cell)));
        };
    }

    private static Version version(Cell cell) {
        return Version.parse(Long.toString(cell.version()));
    }

    private Existed existed(@Nullable Cell before, Capability told) {
        if (!profile.supports(told)) {
            return Existed.NOT_TOLD;
        }
        return before == null ? Existed.NO : Existed.YES;
    }

    private StoredEntry entry(String key, Cell cell) {
        boolean versions = profile.supports(Capability.SET_IF_VERSION);
        return new StoredEntry(
                key,
                cell.value(),
                versions ? version(cell) : null,
                versions ? cell.createdAt() : null,
                profile.supports(Capability.READ_EXPIRY) ? cell.expiresAt() : null);
    }

    private static long integer(StoredValue.Json value) {
        try {
            return Long.parseLong(value.text());
        } catch (NumberFormatException e) {
            throw new KvRequestException(Failure.of(Outcome.REJECTED, "what is stored is no integer"));
        }
    }

    private static List<String> live(MemoryStore.View view, String prefix) {
        List<String> keys = new ArrayList<>();
        for (Map.Entry<String, Cell> entry : view.tail(prefix, null).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                break;
            }
            if (!entry.getValue().expired(view.now())) {
                keys.add(entry.getKey());
            }
        }
        return keys;
    }

    /** The cursor is the last key given: what is written or removed meanwhile does not disturb it. */
    private <T> ScanReply<T> page(MemoryStore.View view, Scan scan, BiFunction<String, Cell, T> read) {
        int size = profile.supports(Capability.LIST_PAGED) ? scan.pageSize() : Integer.MAX_VALUE;
        String after = scan.from().map(Cursor::toString).orElse(null);
        List<T> items = new ArrayList<>();
        String last = null;
        for (Map.Entry<String, Cell> entry : view.tail(scan.prefix(), after).entrySet()) {
            String key = entry.getKey();
            if (!key.startsWith(scan.prefix())) {
                break;
            }
            Cell cell = entry.getValue();
            if (cell.expired(view.now())
                    || !cell.metadata().entrySet().containsAll(scan.metadata().entrySet())) {
                continue;
            }
            if (items.size() == size) {
                return new ScanReply<>(items, Cursor.parse(String.valueOf(last)));
            }
            items.add(read.apply(key, cell));
            last = key;
        }
        return new ScanReply<>(items, null);
    }
}
