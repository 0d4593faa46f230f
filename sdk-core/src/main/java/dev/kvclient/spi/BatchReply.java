package dev.kvclient.spi;

import dev.kvclient.error.KvException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of the members of a batch.
 *
 * @param values the members that went well; of a read, absent keys are left out
 * @param failures the members that did not
 * @param <T> what a member gives
 */
public record BatchReply<T>(Map<String, T> values, Map<String, KvException> failures) {
    /** All went well. */
    public static <T> BatchReply<T> of(Map<String, T> values) {
        return new BatchReply<>(values, Map.of());
    }

    /** Both replies in one. */
    public BatchReply<T> plus(BatchReply<T> other) {
        Map<String, T> allValues = new LinkedHashMap<>(values);
        allValues.putAll(other.values);
        Map<String, KvException> allFailures = new LinkedHashMap<>(failures);
        allFailures.putAll(other.failures);
        return new BatchReply<>(allValues, allFailures);
    }
}
