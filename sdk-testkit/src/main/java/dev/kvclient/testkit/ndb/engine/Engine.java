package dev.kvclient.testkit.ndb.engine;

import java.util.Optional;

/**
 * The process of a server, without its network: reads frames, carries out commands. What it holds is gone with it, but
 * for the {@link Datasets}. Safe for several threads; commands are carried out one after the other.
 */
public abstract class Engine {

    Engine() {}

    /** Reads a text frame. */
    public abstract Request read(String text);

    /**
     * Carries out what was read.
     *
     * @throws ServerDiedException when a real server would have died of it
     */
    public abstract Reply execute(Request request);

    /** The answer to a binary frame. */
    public abstract Reply binary();

    /** The answer that refuses a request with a status; nothing is carried out. */
    public abstract Reply refuse(Request request, int status);

    /** Returns how many keys there are, in all sessions. */
    public abstract long keyCount();

    /** Returns what is stored under a key, as JSON; of several sessions that have it, the oldest one's. */
    public abstract Optional<String> value(String key);

    /** Removes all keys, and all sessions, arrays and lists. */
    public abstract void clear();
}
