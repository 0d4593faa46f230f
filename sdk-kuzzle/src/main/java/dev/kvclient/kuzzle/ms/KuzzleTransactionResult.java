package dev.kvclient.kuzzle.ms;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvBatchException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of a transaction that was carried out. The results of its commands are in their futures.
 *
 * @param size how many commands it had
 * @param failures what went wrong, by the place of the command, the first being 0. Of a command that Redis refused
 *     Kuzzle does not tell why
 */
public record KuzzleTransactionResult(int size, Map<Integer, KvException> failures) {
    /** Copies the failures. */
    public KuzzleTransactionResult {
        failures = Map.copyOf(failures);
    }

    /** Whether every command succeeded. */
    public boolean succeeded() {
        return failures.isEmpty();
    }

    /**
     * This result, if every command succeeded.
     *
     * @throws KvBatchException with all failures, by their places, if not. Commands that are not among them took effect
     */
    public KuzzleTransactionResult orThrow() {
        if (succeeded()) {
            return this;
        }
        Map<String, KvException> byPlace = new LinkedHashMap<>();
        new TreeMap<>(failures).forEach((place, failure) -> byPlace.put(Integer.toString(place), failure));
        Outcome first = byPlace.values().iterator().next().outcome();
        boolean common = failures.values().stream().allMatch(failure -> failure.outcome() == first);
        throw new KvBatchException(
                Failure.of(
                                common ? first : Outcome.UNKNOWN,
                                failures.size() + " of " + size + " commands of the transaction failed")
                        .backend("kuzzle")
                        .operation("ms:mexecute"),
                byPlace);
    }
}
