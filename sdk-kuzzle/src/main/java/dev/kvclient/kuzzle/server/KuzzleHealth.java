package dev.kvclient.kuzzle.server;

import java.util.Map;

/** How a Kuzzle is. Immutable. */
public interface KuzzleHealth {
    /** How something is. */
    enum Status {
        /** All is well. */
        GREEN,
        /** It works, with something to be looked at. */
        YELLOW,
        /** It does not work. */
        RED,
        /** Something that this version does not know. */
        OTHER
    }

    /** How it is as a whole: as well as the worst of its services. */
    Status status();

    /** How its services are, by their names: {@code internalCache}, {@code memoryStorage}, {@code storageEngine}. */
    Map<String, Status> services();
}
