package dev.kvclient.kuzzle.ms;

/** What becomes of the scores of a member that several sorted sets have. */
public enum Aggregate {
    /** They are added; so the server does unless told. */
    SUM,
    /** The lowest. */
    MIN,
    /** The highest. */
    MAX
}
