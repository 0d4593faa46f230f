package dev.kvclient.kuzzle.ms;

import java.time.Instant;

/** The database as a whole. See {@link KuzzleMemoryStorage} for what holds for all actions. */
public interface KuzzleDatabase {
    /** How many keys there are. */
    long dbsize();

    /** Removes all keys, whoever has written them. */
    void flushdb();

    /** Asks whether Redis is there, behind Kuzzle. */
    void ping();

    /** What time it is where Redis runs, in microseconds. */
    Instant time();
}
