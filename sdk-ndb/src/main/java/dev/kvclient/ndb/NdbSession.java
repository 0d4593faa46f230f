package dev.kvclient.ndb;

/**
 * A handle on a session of generation A. When the session has expired or was ended, what is asked of it fails with a
 * {@link dev.kvclient.error.KvNotFoundException} that names it.
 *
 * <p>{@link #close()} lets go of the handle and does nothing to the session; {@link #end()} ends the session.
 */
public interface NdbSession extends AutoCloseable {
    /** The name that it was made or reached by. */
    String name();

    /** The token of the session. A secret. */
    NdbToken token();

    /**
     * Its keys. Each use of them that the server accepts restarts the clock of a session that expires.
     *
     * @throws dev.kvclient.error.KvClosedException if the handle is closed
     */
    NdbKeys keys();

    /**
     * What the server tells of it (SH_INFO). Does not restart its clock.
     *
     * @throws dev.kvclient.error.KvClosedException if the handle is closed
     */
    NdbSessionInfo info();

    /**
     * Removes its keys and ends it, and closes the handle (KV_CLEAR, then SH_END). An ending alone only stops the clock
     * of a session that expires: it and its keys would stay for ever (seen on v0.4 and v0.5). So what is left of such a
     * session on the server is an empty one.
     *
     * @throws dev.kvclient.error.KvClosedException if the handle is closed
     */
    void end();

    /** Lets go of the handle; the session stays. May be called more than once. */
    @Override
    void close();
}
