package dev.kvclient.ndb.internal;

import dev.kvclient.ndb.NdbGeneration;

/** What a server turned out to speak. */
enum Dialect {
    /** v0.4 (and before): answers may overtake each other. */
    V0_4(NdbGeneration.SESSION, false),
    /** v0.5: like v0.4, with answers in the order of the requests. */
    V0_5(NdbGeneration.SESSION, true),
    /** v0.9: answers in the order of the requests. */
    V0_9(NdbGeneration.STATUS, true);

    private final NdbGeneration generation;
    private final boolean inOrder;

    Dialect(NdbGeneration generation, boolean inOrder) {
        this.generation = generation;
        this.inOrder = inOrder;
    }

    NdbGeneration generation() {
        return generation;
    }

    /** Whether every answer that is sent is sent in the order of the requests. */
    boolean inOrder() {
        return inOrder;
    }
}
