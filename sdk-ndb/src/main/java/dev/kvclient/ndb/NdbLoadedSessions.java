package dev.kvclient.ndb;

/**
 * What was loaded into a server of generation A. Sessions that existed are not loaded over and not counted. Immutable.
 */
public interface NdbLoadedSessions {
    /** The name that they were saved under. */
    String name();

    /** How many sessions; 0 if all of them existed. */
    long sessions();

    /** How many keys. */
    long keys();
}
