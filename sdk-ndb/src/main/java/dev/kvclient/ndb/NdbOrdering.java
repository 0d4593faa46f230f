package dev.kvclient.ndb;

/**
 * How many requests may be on their way on a connection. An NDB answer carries no id of its request, so answers are
 * told apart by their order alone.
 */
public enum NdbOrdering {
    /**
     * One at a time: nothing can go wrong, and every request costs a round trip. The only safe way with v0.4, which
     * lets some answers overtake others.
     */
    STRICT,
    /**
     * A window of them. Every answer is compared with the request that it should be for, and what an answer does not
     * show by itself is held back until the server has answered a mark behind it.
     */
    PIPELINED
}
