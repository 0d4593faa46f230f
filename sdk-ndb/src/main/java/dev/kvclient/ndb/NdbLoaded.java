package dev.kvclient.ndb;

import java.time.Duration;

/** What was loaded into a server of generation B. Immutable. */
public interface NdbLoaded {
    /** The name that it was saved under. */
    String name();

    /** How many keys. */
    long keys();

    /** How long it took the server, in whole milliseconds. */
    Duration duration();
}
