package dev.kvclient.ndb.internal;

import dev.kvclient.DeleteResult.Existed;
import dev.kvclient.WriteEffect;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.Outcome;
import dev.kvclient.ndb.NdbAdded;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/** What the statuses of single keys say, which only generation A gives. */
final class KeyReplies {
    private KeyReplies() {}

    /**
     * What a set did.
     *
     * @param told whether the statuses are there and can be trusted; otherwise nothing is told
     */
    static Map<String, WriteEffect> effects(Collection<String> keys, Map<String, Integer> statuses, boolean told) {
        return each(keys, statuses, told, WriteEffect.NOT_TOLD, (key, status) -> switch (status) {
            case NdbKeyMessages.SET -> WriteEffect.CREATED;
            case NdbKeyMessages.UPDATED -> WriteEffect.UPDATED;
            default -> throw unexpected(key, status);
        });
    }

    /** What an add did. */
    static Map<String, NdbAdded> added(Collection<String> keys, Map<String, Integer> statuses, boolean told) {
        return each(keys, statuses, told, NdbAdded.NOT_TOLD, (key, status) -> switch (status) {
            case NdbKeyMessages.SET -> NdbAdded.ADDED;
            case NdbKeyMessages.EXISTS -> NdbAdded.EXISTED;
            default -> throw unexpected(key, status);
        });
    }

    /** What a remove found. */
    static Map<String, Existed> existed(Collection<String> keys, Map<String, Integer> statuses, boolean told) {
        return each(keys, statuses, told, Existed.NOT_TOLD, (key, status) -> switch (status) {
            case NdbKeyMessages.REMOVED -> Existed.YES;
            case NdbKeyMessages.NOT_THERE -> Existed.NO;
            default -> throw unexpected(key, status);
        });
    }

    private static <V> Map<String, V> each(
            Collection<String> keys,
            Map<String, Integer> statuses,
            boolean told,
            V otherwise,
            BiFunction<String, Integer, V> meaning) {
        Map<String, V> replies = new LinkedHashMap<>();
        for (String key : keys) {
            Integer status = statuses.get(key);
            if (told && status == null) {
                throw new KvProtocolException(
                        Failure.of(Outcome.APPLIED, "the answer does not tell what became of the key")
                                .key(key));
            }
            replies.put(key, told && status != null ? meaning.apply(key, status) : otherwise);
        }
        return replies;
    }

    private static KvProtocolException unexpected(String key, int status) {
        return new KvProtocolException(Failure.of(Outcome.UNKNOWN, "an unexpected status of a key: " + status)
                .key(key)
                .status(status));
    }

    /** A quiet set is answered because of these keys. */
    static KvException notSet(Map<String, Integer> failed) {
        Map.Entry<String, Integer> first =
                failed.entrySet().stream().findFirst().orElse(Map.entry("", 0));
        return new KvServerException(
                Failure.of(Outcome.UNKNOWN, "the server could not store " + failed.size() + " of the keys")
                        .backend("ndb")
                        .key(failed.isEmpty() ? null : first.getKey())
                        .status(first.getValue()));
    }
}
