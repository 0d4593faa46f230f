package dev.kvclient.ndb;

/** What a server of generation A holds in all. Immutable. */
public interface NdbSessionTotals {
    /** How many sessions. */
    long sessions();

    /** How many keys, of all sessions together. */
    long keys();
}
