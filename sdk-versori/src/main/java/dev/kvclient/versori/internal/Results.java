package dev.kvclient.versori.internal;

import dev.kvclient.Version;
import dev.kvclient.error.KvException;
import dev.kvclient.versori.CommitResult;
import dev.kvclient.versori.VersoriBatchGet;
import dev.kvclient.versori.VersoriBatchSet;
import dev.kvclient.versori.VersoriEntry;
import dev.kvclient.versori.VersoriError;
import dev.kvclient.versori.VersoriKey;
import dev.kvclient.versori.VersoriPage;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The records behind the results of the native API. None shows a value in its text form. */
final class Results {
    private Results() {}

    record Entry<T>(
            VersoriKey key,
            Optional<T> value,
            Version version,
            Optional<Instant> createdAt,
            Optional<Instant> expiresAt)
            implements VersoriEntry<T> {
        @Override
        public String toString() {
            return "VersoriEntry[" + key + ", version=" + version + "]";
        }
    }

    record BatchGet<T>(Map<VersoriKey, VersoriEntry<T>> entries, Map<VersoriKey, KvException> failures)
            implements VersoriBatchGet<T> {
        BatchGet {
            entries = unmodifiable(entries);
            failures = unmodifiable(failures);
        }
    }

    record BatchSet(List<CommitResult> successes, Map<VersoriKey, VersoriError> failures, Set<VersoriKey> committed)
            implements VersoriBatchSet {
        BatchSet {
            successes = List.copyOf(successes);
            failures = unmodifiable(failures);
            committed = Collections.unmodifiableSet(new LinkedHashSet<>(committed));
        }
    }

    record Page<T>(
            List<VersoriEntry<T>> entries,
            Map<VersoriKey, KvException> failures,
            Optional<String> nextCursor,
            Optional<String> prevCursor)
            implements VersoriPage<T> {
        Page {
            entries = List.copyOf(entries);
            failures = unmodifiable(failures);
        }
    }

    private static <K, V> Map<K, V> unmodifiable(Map<K, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
