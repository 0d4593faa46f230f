package dev.kvclient.kuzzle.ms;

/**
 * What a transaction can do: every action but {@code mexecute} itself. A method sends nothing; it notes the command,
 * and returns the future of its result. What cannot be sent is thrown at once.
 *
 * <p>It is used by one thread, within {@link KuzzleMemoryStorage#mexecute}.
 */
public interface KuzzleTransaction
        extends KuzzleAsyncStrings,
                KuzzleAsyncBits,
                KuzzleAsyncKeys,
                KuzzleAsyncHashes,
                KuzzleAsyncLists,
                KuzzleAsyncSets,
                KuzzleAsyncSortedSets,
                KuzzleAsyncGeo,
                KuzzleAsyncHyperLogLogs,
                KuzzleAsyncDatabase {}
