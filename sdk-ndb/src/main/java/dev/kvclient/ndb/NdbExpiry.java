package dev.kvclient.ndb;

import java.time.Duration;

/** When a session expires. Immutable. */
public interface NdbExpiry {
    /** After how long without use. */
    Duration duration();

    /**
     * What is left of that, in whole seconds. Zero or less when the time is up and the server, which looks every 5 s,
     * has not yet seen it; then any use of its keys still revives the session (seen on v0.4 and v0.5).
     */
    Duration remaining();

    /** What becomes of the session then. */
    NdbAfterExpiry afterExpiry();
}
