package dev.kvclient.kuzzle.ms;

/** What a key holds. */
public enum KeyType {
    /** There is no such key. */
    NONE,
    /** A string, which also counters and HyperLogLogs are. */
    STRING,
    /** A list. */
    LIST,
    /** A set. */
    SET,
    /** A sorted set, which also geographical indexes are. */
    SORTED_SET,
    /** A hash. */
    HASH,
    /** A stream; Kuzzle has no action for it. */
    STREAM,
    /** Something that a module of Redis has brought along. */
    OTHER
}
