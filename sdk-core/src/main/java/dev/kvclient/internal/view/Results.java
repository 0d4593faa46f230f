package dev.kvclient.internal.view;

import dev.kvclient.BatchResult;
import dev.kvclient.Cursor;
import dev.kvclient.DeleteResult;
import dev.kvclient.ImportResult;
import dev.kvclient.KvEntry;
import dev.kvclient.KvPage;
import dev.kvclient.Receipt;
import dev.kvclient.SetResult;
import dev.kvclient.Version;
import dev.kvclient.WriteEffect;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvBatchException;
import dev.kvclient.error.KvConflictException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.Outcome;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What stands behind the interfaces of results. */
final class Results {
    private Results() {}

    record Written(String key, @Nullable Version versionOrNull, WriteEffect effect) implements SetResult.Written {
        @Override
        public boolean written() {
            return true;
        }

        @Override
        public Optional<Version> version() {
            return Optional.ofNullable(versionOrNull);
        }

        @Override
        public SetResult orThrow() {
            return this;
        }

        @Override
        public String toString() {
            return "Written[" + effect + (versionOrNull == null ? "" : ", version=" + versionOrNull) + "]";
        }

        @Override
        public <R> R match(
                Function<? super SetResult.Written, ? extends R> written,
                Function<? super SetResult.NotWritten, ? extends R> notWritten,
                Function<? super SetResult.Accepted, ? extends R> accepted) {
            return written.apply(this);
        }
    }

    record NotWritten(String key) implements SetResult.NotWritten {
        @Override
        public boolean written() {
            return false;
        }

        @Override
        public Optional<Version> version() {
            return Optional.empty();
        }

        @Override
        public WriteEffect effect() {
            return WriteEffect.NOT_TOLD;
        }

        @Override
        public String toString() {
            return "NotWritten[]";
        }

        @Override
        public SetResult orThrow() {
            throw new KvConflictException(Failure.of(Outcome.REJECTED, "the condition of the write did not hold")
                    .operation("set")
                    .key(key));
        }

        @Override
        public <R> R match(
                Function<? super SetResult.Written, ? extends R> written,
                Function<? super SetResult.NotWritten, ? extends R> notWritten,
                Function<? super SetResult.Accepted, ? extends R> accepted) {
            return notWritten.apply(this);
        }
    }

    record Accepted(String key, Receipt receipt) implements SetResult.Accepted {
        @Override
        public boolean written() {
            return false;
        }

        @Override
        public Optional<Version> version() {
            return Optional.empty();
        }

        @Override
        public WriteEffect effect() {
            return WriteEffect.NOT_TOLD;
        }

        @Override
        public SetResult orThrow() {
            return this;
        }

        @Override
        public String toString() {
            return "Accepted[" + receipt + "]";
        }

        @Override
        public <R> R match(
                Function<? super SetResult.Written, ? extends R> written,
                Function<? super SetResult.NotWritten, ? extends R> notWritten,
                Function<? super SetResult.Accepted, ? extends R> accepted) {
            return accepted.apply(this);
        }
    }

    record Deleted(
            String key,
            boolean conditionHeld,
            Existed existed,
            @Nullable Receipt receiptOrNull) implements DeleteResult {
        /** One that is on the disk. */
        static Deleted accepted(String key, @Nullable Receipt receipt) {
            return new Deleted(key, true, Existed.NOT_TOLD, receipt);
        }

        @Override
        public Optional<Receipt> receipt() {
            return Optional.ofNullable(receiptOrNull);
        }

        @Override
        public DeleteResult orThrow() {
            if (!conditionHeld) {
                throw new KvConflictException(Failure.of(Outcome.REJECTED, "the condition of the delete did not hold")
                        .operation("delete")
                        .key(key));
            }
            return this;
        }

        @Override
        public String toString() {
            return "DeleteResult[existed=" + existed + (conditionHeld ? "" : ", condition did not hold") + "]";
        }
    }

    record Entry<T>(
            String key,
            T value,
            @Nullable Version versionOrNull,
            @Nullable Instant createdAtOrNull,
            @Nullable Instant expiresAtOrNull)
            implements KvEntry<T> {
        @Override
        public Optional<Version> version() {
            return Optional.ofNullable(versionOrNull);
        }

        @Override
        public Optional<Instant> createdAt() {
            return Optional.ofNullable(createdAtOrNull);
        }

        @Override
        public Optional<Instant> expiresAt() {
            return Optional.ofNullable(expiresAtOrNull);
        }

        /** Names the key, not the value. */
        @Override
        public String toString() {
            return "KvEntry[" + key + ", version=" + versionOrNull + ", expiresAt=" + expiresAtOrNull + "]";
        }
    }

    record Page<T>(
            List<T> items,
            Map<String, KvException> failures,
            @Nullable Cursor nextOrNull) implements KvPage<T> {
        @Override
        public Optional<Cursor> next() {
            return Optional.ofNullable(nextOrNull);
        }

        @Override
        public String toString() {
            return "KvPage[" + items.size() + " items, failures=" + failures.keySet() + ", next=" + nextOrNull + "]";
        }
    }

    record Batch<T>(Map<String, T> values, Map<String, KvException> failures) implements BatchResult<T> {
        Batch {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
            failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
        }

        @Override
        public Map<String, T> orThrow() {
            throwIfAny(failures);
            return values;
        }

        @Override
        public String toString() {
            return "BatchResult[" + values.size() + " values, failures=" + failures.keySet() + "]";
        }
    }

    record Imported(long written, long notWritten, long accepted, Map<String, KvException> failures)
            implements ImportResult {
        Imported {
            failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
        }

        @Override
        public ImportResult orThrow() {
            throwIfAny(failures);
            return this;
        }
    }

    /** What can be said of a batch is what can be said of all its failed members. */
    private static void throwIfAny(Map<String, KvException> failures) {
        if (failures.isEmpty()) {
            return;
        }
        Map.Entry<String, KvException> first = failures.entrySet().iterator().next();
        Outcome outcome = failures.values().stream()
                .map(KvException::outcome)
                .reduce((a, b) -> a == b ? a : Outcome.UNKNOWN)
                .orElse(Outcome.UNKNOWN);
        throw new KvBatchException(
                Failure.of(
                                outcome,
                                failures.size() + " of the batch failed, the first: "
                                        + first.getValue().failure().problem())
                        .key(first.getKey())
                        .cause(first.getValue()),
                failures);
    }
}
