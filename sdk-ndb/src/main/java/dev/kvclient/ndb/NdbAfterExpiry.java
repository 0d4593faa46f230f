package dev.kvclient.ndb;

/** What becomes of a session whose time is up. */
public enum NdbAfterExpiry {
    /** It is gone, and its token with it. */
    DELETE_SESSION,
    /** Its keys are gone; the session stays, its clock restarted. */
    EMPTY_SESSION
}
