package dev.kvclient.ndb;

import java.util.Optional;

/** What the server tells of a session. Immutable. */
public interface NdbSessionInfo {
    /** Whether it can be reached by its name. */
    boolean shared();

    /** How many keys it has. */
    long keyCount();

    /** When it expires; empty for one that never does. */
    Optional<NdbExpiry> expiry();
}
