package dev.kvclient.ndb;

import java.time.Duration;

/** What was saved. Immutable. */
public interface NdbSaved {
    /** The name to load it by. */
    String name();

    /** How long it took the server, in whole milliseconds. */
    Duration duration();
}
